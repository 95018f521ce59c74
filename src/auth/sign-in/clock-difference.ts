/** Seconds of difference that the `Date` header, which has whole seconds, and the way of the answer may account for. */
const noticeable = 10;

/** A sentence on how far this machine's clock is from that of the server that sent `headers`. */
export function clockDifference(headers: Headers, now: Date): string {
  const theirs = Date.parse(headers.get("date") ?? "");
  const seconds = Math.round((now.getTime() - theirs) / 1000);
  if (Number.isNaN(seconds) || Math.abs(seconds) < noticeable) {
    return "This machine's clock or that of the org is wrong.";
  }
  return `This machine's clock is ${inWords(Math.abs(seconds))} ${seconds > 0 ? "ahead of" : "behind"} that of the org.`;
}

function inWords(seconds: number): string {
  if (seconds < 120) return `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
