/** Compares two versions such as `1.2.0`, for `sort`; what comes after a hyphen or a plus does not count. */
export function compareVersions(one: string, other: string): number {
  const [first, second] = [readNumbers(one), readNumbers(other)];
  const at = first.findIndex((number, index) => number !== second[index]);
  return at === -1 ? 0 : (first[at] ?? 0) - (second[at] ?? 0);
}

function readNumbers(version: string): readonly number[] {
  return version
    .split(/[-+]/u, 1)
    .flatMap((text) => text.split("."))
    .map(Number);
}
