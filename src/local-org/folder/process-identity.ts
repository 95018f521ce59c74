import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A process, and what tells it from a later one with the same id; undefined where the platform doesn't say. */
export interface ProcessRecord {
  readonly pid: number;
  readonly startIdentity?: string;
}

/** This process, as others can recognize it. */
export async function thisProcess(): Promise<ProcessRecord> {
  const startIdentity = await startIdentityOf(process.pid);
  return { pid: process.pid, ...(startIdentity !== undefined && { startIdentity }) };
}

/** True while the very process that was recorded lives. */
export async function isLiving({ pid, startIdentity }: ProcessRecord): Promise<boolean> {
  if (!isProcessAlive(pid)) return false;
  if (startIdentity === undefined) return true;
  const now = await startIdentityOf(pid);
  return now === undefined || isSameStart(now, startIdentity);
}

/**
 * What tells this life of a process id from a later one: its start time, as the platform gives it. Undefined when there is
 * no such process or the platform doesn't say.
 */
async function startIdentityOf(pid: number): Promise<string | undefined> {
  try {
    if (process.platform === "linux") return linuxIdentity(pid);
    if (process.platform === "win32") return await windowsIdentity(pid);
    return await unixIdentity(pid);
  } catch {
    return undefined;
  }
}

/** True when both name the same start. Those that are seconds may differ by a few. */
function isSameStart(one: string, other: string): boolean {
  return one === other || Math.abs(Number(one) - Number(other)) <= 5;
}

/** True when a process has this id now, whoever owns it. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Boot id and start tick (proc(5), field 22). The name in field 2 may hold spaces and parentheses. */
function linuxIdentity(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return `${boot} ${fields[19] ?? ""}`;
}

async function unixIdentity(pid: number): Promise<string | undefined> {
  const environment = { PATH: "/bin:/usr/bin", LC_ALL: "C", TZ: "UTC" };
  const { stdout } = await run("ps", ["-o", "lstart=", "-p", String(pid)], { env: environment });
  return stdout.trim() === "" ? undefined : stdout.trim();
}

/** Seconds since the epoch. For this process without asking PowerShell, which takes half a second to start. */
async function windowsIdentity(pid: number): Promise<string | undefined> {
  if (pid === process.pid) return String(Math.round(Date.now() / 1000 - process.uptime()));
  const script = `[DateTimeOffset]::new((Get-Process -Id ${pid}).StartTime).ToUnixTimeSeconds()`;
  const { stdout } = await run("powershell.exe", ["-NoProfile", "-NonInteractive", "-Command", script]);
  return stdout.trim() === "" ? undefined : stdout.trim();
}
