const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;

/** How far the org's clock is from real time: `10 minutes ahead of real time`. */
export function clockWords(offset: number): string {
  const distance = Math.abs(offset);
  const [name, size] = units.find(([, each]) => distance >= each && distance % each === 0) ?? [
    "second",
    1000,
  ];
  const count = Math.round((distance / size) * 10) / 10;
  return `${count} ${name}${count === 1 ? "" : "s"} ${offset < 0 ? "behind" : "ahead of"} real time`;
}
