/** Compares two versions such as `1.2.0`, for `sort`: `17` is `17.0.0`; what comes after a hyphen or a plus does not count. */
export function compareVersions(one: string, other: string): number {
  const [first, second] = [readNumbers(one), readNumbers(other)];
  const length = Math.max(first.length, second.length);
  const differences = Array.from({ length }, (_, at) => (first[at] ?? 0) - (second[at] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}

function readNumbers(version: string): readonly number[] {
  return version
    .split(/[-+]/u, 1)
    .flatMap((text) => text.split("."))
    .map(Number);
}
