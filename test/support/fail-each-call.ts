import { fileError, watchCalls } from "./windows-fs.ts";

/** What Windows answers while another program has a file open. */
export const inUseCodes = ["EBUSY", "EPERM", "EACCES"] as const;

/** Work in a folder of its own, and what has to be true after it. */
interface Scenario<T> {
  prepare(): Promise<T>;
  /** Absolute path: calls outside of it never fail. */
  folderOf(prepared: T): string;
  work(prepared: T): Promise<unknown>;
  /** `failed` is what `work` rejected with. */
  check(prepared: T, failed: unknown): Promise<void> | void;
}

/** Runs the scenario once to count its calls of the file system, then once for each of them, which fails with `code`. */
export async function failEachCall<T>(code: string, scenario: Scenario<T>): Promise<number> {
  const count = await run(code, scenario, -1);
  for (let failing = 0; failing < count; failing += 1) await run(code, scenario, failing);
  return count;
}

/** Returns how many calls there were. */
async function run<T>(code: string, scenario: Scenario<T>, failing: number): Promise<number> {
  const prepared = await scenario.prepare();
  const folder = scenario.folderOf(prepared);
  let calls = 0;
  const failed = await watchCalls(
    ({ name, path, isOpen }) => {
      if (isOpen || path?.startsWith(folder) !== true) return;
      calls += 1;
      if (calls - 1 === failing) throw fileError(code, name, path);
    },
    () =>
      scenario.work(prepared).then(
        () => undefined,
        (error: unknown) => error ?? new Error("rejected with nothing"),
      ),
  );
  await scenario.check(prepared, failed);
  return calls;
}

/** Refuses each call of these names on a path that ends so, as long as `work` runs. */
export async function refuse<T>(
  code: string,
  endings: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  return watchCalls(({ name, path }) => {
    const ending = endings[name];
    if (ending !== undefined && path?.endsWith(ending) === true) throw fileError(code, name, path);
  }, work);
}
