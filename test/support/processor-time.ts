/**
 * What this process has used of the processor since a `process.cpuUsage()`, in milliseconds. The time that passes depends on
 * what else the machine does.
 */
export function millisecondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
