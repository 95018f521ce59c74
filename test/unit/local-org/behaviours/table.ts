import type { TestOrg } from "../support.ts";

/** In the order of the table. */
const areas = [
  "discovery",
  "authorize",
  "token",
  "refresh",
  "revoke",
  "introspect",
  "userinfo",
  "logout",
  "device",
  "PAR",
  "policies",
  "management",
  "System Log",
  "errors",
  "rate limits",
  "paging",
] as const;

type Area = (typeof areas)[number];

/** Shows that the local org does what its row says. The org is shared: what a row needs it makes, under names of its own. */
type Check = (org: TestOrg) => Promise<void>;

interface Row {
  readonly area: Area;
  readonly okta: string;
  /** Undefined: the same. */
  readonly here: string | undefined;
  readonly check: Check;
}

const rows: Row[] = [];

/** Something that Okta does and the local org does too. */
export function behaviour(area: Area, okta: string, check: Check): void {
  rows.push({ area, okta, here: undefined, check });
}

/** Something that Okta does and the local org does otherwise, or not: `here` says what, and why. */
export function differs(area: Area, okta: string, here: string, check: Check): void {
  rows.push({ area, okta, here, check });
}

/** Every row that was registered, in the order of the table. */
export function registeredRows(): readonly Row[] {
  return areas.flatMap((area) => rows.filter((row) => row.area === area));
}

/** The table as it is committed. */
export function behavioursAsMarkdown(): string {
  const same = rows.filter(({ here }) => here === undefined).length;
  const sections = areas
    .map((area) => ({ area, inArea: rows.filter((row) => row.area === area) }))
    .filter(({ inArea }) => inArea.length > 0)
    .map(({ area, inArea }) => [`## ${titleOf(area)}`, "", ...tableOf(inArea), ""].join("\n"));
  return [
    "# What the local org does as Okta does",
    "",
    "Written by `test/unit/local-org/behaviours`: each row is a test that passed, the differences too. Don't edit it; change",
    "the rows and run that test with `--update`.",
    "",
    `${rows.length} behaviours: ${same} the same, ${rows.length - same} different.`,
    "",
    ...sections,
  ].join("\n");
}

function titleOf(area: Area): string {
  return `${area.charAt(0).toUpperCase()}${area.slice(1)}`;
}

function tableOf(some: readonly Row[]): string[] {
  const lines = some.map(({ okta, here = "the same" }) => `| ${cell(okta)} | ${cell(here)} |`);
  return ["| Okta | the local org |", "| --- | --- |", ...lines];
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
