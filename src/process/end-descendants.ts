import { type ChildProcess, spawnSync } from "node:child_process";
import { locateTool } from "../files/find-program.ts";

type Child = Pick<ChildProcess, "kill" | "pid">;

const patienceMilliseconds = 2000;
const lastWordsMilliseconds = 200;
const taskkillMilliseconds = 5000;

/**
 * Ends a program with all that it has started, when the run is stopped or ends before it. On POSIX it leads a process group
 * (`detached`), so that the Ctrl-C of a terminal does not reach it by itself. Returns what stops the watching, for when the
 * program has ended.
 */
export function endWithDescendants(process: NodeJS.Process, child: Child, signal: AbortSignal): () => void {
  const { pid } = child;
  const isWindows = process.platform === "win32";
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    if (isWindows) return endTree(process, child);
    endGroup(process, pid, "SIGTERM");
    timer = setTimeout(() => endGroup(process, pid, "SIGKILL"), patienceMilliseconds);
  };
  const end = (): void => {
    if (isWindows) return endTree(process, child);
    endGroup(process, pid, "SIGTERM");
    waitForLastWords();
    endGroup(process, pid, "SIGKILL");
  };
  if (signal.aborted) stop();
  else signal.addEventListener("abort", stop, { once: true });
  process.once("exit", end);
  return () => {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
    process.off("exit", end);
    // What outlived it would go on to write.
    if (signal.aborted && !isWindows) endGroup(process, pid, "SIGKILL");
  };
}

function endGroup(process: NodeJS.Process, pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // Nobody is left in it.
  }
}

/** Nothing but a synchronous wait holds up the end of a process. */
export function waitForLastWords(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lastWordsMilliseconds);
}

/** What npm starts on Windows is a child of cmd.exe, which tells nobody of its own end. */
export function endTree(process: NodeJS.Process, { pid }: Child): void {
  const program = locateTool("taskkill", process);
  if (program === undefined || pid === undefined) return;
  spawnSync(program, ["/T", "/F", "/PID", String(pid)], {
    stdio: "ignore",
    windowsHide: true,
    timeout: taskkillMilliseconds,
  });
}
