import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** A process, and what tells it from a later one with the same id, or from one on another machine. */
export interface ProcessIdentity {
  readonly pid: number;
  /** The name of its machine: a disk may be shared. One without it ran on this machine. */
  readonly host?: string;
  /** When it started, as the platform says it; on Windows the name of its pipe. Undefined where the platform does not say. */
  readonly startIdentity?: string;
}

/** This process, as others can recognize it. */
export async function identifyThisProcess(): Promise<ProcessIdentity> {
  // The global, not `node:process`: importing that runs every getter of it, and so opens stdin.
  const startIdentity =
    process.platform === "win32"
      ? await (await import("./process-pipe.ts")).openProcessPipe()
      : await readStartIdentity(process.pid);
  return { pid: process.pid, host: hostname(), ...(startIdentity !== undefined && { startIdentity }) };
}

/** Reads what `identifyThisProcess` gave as JSON; undefined for anything else, such as a file that is damaged. */
export function parseProcessIdentity(text: string): ProcessIdentity | undefined {
  try {
    const { pid, host, startIdentity } = Object(JSON.parse(text)) as Partial<Record<string, unknown>>;
    // 0 and negative numbers are groups of processes: one of them always lives.
    if (typeof pid !== "number" || !Number.isSafeInteger(pid) || pid < 1) return undefined;
    return {
      pid,
      ...(typeof host === "string" && { host }),
      ...(typeof startIdentity === "string" && { startIdentity }),
    };
  } catch {
    return undefined;
  }
}

/** True while the very process that was recorded runs on this machine. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  const { pid, startIdentity } = identity;
  if (!isOnThisMachine(identity) || !isProcessAlive(pid)) return false;
  if (startIdentity === undefined) return true;
  if (process.platform === "win32") return (await import("./process-pipe.ts")).isPipeOpen(startIdentity);
  const now = await readStartIdentity(pid);
  return now === undefined || isSameStart(now, startIdentity);
}

/** False for a process of another machine (a shared disk, a container): whether it runs can't be found out from here. */
export function isOnThisMachine({ host }: ProcessIdentity): boolean {
  return host === undefined || host === hostname();
}

/** True when a process has this id now, regardless of who owns it. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Undefined when there is no such process, or the platform does not say. */
async function readStartIdentity(pid: number): Promise<string | undefined> {
  try {
    if (process.platform === "linux") return readFromProc(pid);
    return await askPs(pid);
  } catch {
    return undefined;
  }
}

/** True when both name the same start. Those that are seconds may differ by a few. */
function isSameStart(one: string, other: string): boolean {
  return one === other || Math.abs(Number(one) - Number(other)) <= 5;
}

/** Boot id and start tick (proc(5), field 22). The name in field 2 may hold spaces and parentheses. */
function readFromProc(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return `${boot} ${fields[19] ?? ""}`;
}

async function askPs(pid: number): Promise<string | undefined> {
  const env = { PATH: "/bin:/usr/bin", LC_ALL: "C", TZ: "UTC" };
  return run("ps", ["-o", "lstart=", "-p", String(pid)], env);
}

/** What a program prints; undefined when that is nothing. */
async function run(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const { execFile } = await import("node:child_process");
  const { promisify } = await import("node:util");
  const { stdout } = await promisify(execFile)(program, args, { env });
  return stdout.trim() === "" ? undefined : stdout.trim();
}
