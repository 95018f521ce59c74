import type { World } from "./run-cli.ts";

/** A local org that runs in a process of its own, as `local start` does it. */
export interface RunningOrg {
  readonly url: string;
  readonly issuer: string;
  readonly caCertificatePath: string;
  readonly dataDirectory: string;
  /** Stops it with a signal and gives its exit code. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

export async function startLocalOrgProcess(world: World, args: readonly string[] = []): Promise<RunningOrg> {
  const child = world.start(["local", "start", "--json", ...args]);
  const ended = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => resolve(code));
  });
  const started = new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (data: Buffer) => {
      text += data.toString();
      if (text.endsWith("\n")) resolve(text);
    });
    void ended.then((code) => reject(new Error(`local start ended with ${code}`)));
  });
  const org = JSON.parse(await started) as Omit<RunningOrg, "stop">;
  return {
    ...org,
    stop(signal) {
      child.kill(signal);
      return ended;
    },
  };
}
