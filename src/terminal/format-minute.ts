/** A time of the org, ISO 8601 in UTC, as people read it: `2026-11-27 06:13 UTC`. */
export function formatMinute(time: string): string {
  return `${time.slice(0, 16).replace("T", " ")} UTC`;
}
