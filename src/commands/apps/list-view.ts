import type { ListView } from "../../terminal/list-view.ts";
import { formatRow } from "../../terminal/table.ts";
import type { AppList, AppRow, WantedApps } from "./list.ts";

/** Columns of fixed widths: a list that is printed while it is read can't be measured before. */
const widths = { id: 20, status: 8, type: 7, expires: 8 } as const;

/** The rows of `apps list`. */
export function listView({
  all,
  ephemeral,
}: Pick<WantedApps, "all" | "ephemeral">): ListView<AppRow, AppList> {
  const cells = (id: string, status: string, type: string, expires: string, label: string): string[] => [
    id.padEnd(widths.id),
    status.padEnd(widths.status),
    ...(all ? [type.padEnd(widths.type)] : []),
    expires.padEnd(widths.expires),
    label,
  ];
  const kind = all ? "apps" : "native apps";
  return {
    name: "apps",
    heading: (style, width) => style.faint(line(cells("ID", "STATUS", "TYPE", "EXPIRES", "LABEL"), width)),
    json: ({ app }) => app,
    row: ({ app: { id, status, type, expiresAt, label }, now }, style, width) => {
      const text = line(
        cells(id, status.toLowerCase(), type ?? "other", timeLeft(expiresAt, now), label),
        width,
      );
      return isOver(expiresAt, now) ? style.faint(text) : text;
    },
    empty: ({ org }) => `${org} has no ${ephemeral ? "ephemeral apps" : kind}.\n`,
    stderr: ({ count }) => (count === 0 && !ephemeral ? "Make one: okta-unlock apps create native\n" : ""),
  };
}

function isOver(expiresAt: string | null, now: Date): boolean {
  return expiresAt !== null && new Date(expiresAt) <= now;
}

const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
] as const;

/** `in 3 h`; empty for an app that is there for good, and what stands there when it is no time. */
function timeLeft(expiresAt: string | null, now: Date): string {
  if (expiresAt === null) return "";
  const left = new Date(expiresAt).getTime() - now.getTime();
  if (Number.isNaN(left)) return expiresAt;
  if (left <= 0) return "expired";
  const [unit, size] = units.find(([, each]) => left >= each) ?? ["m", 60_000];
  return `in ${Math.ceil(left / size)} ${unit}`;
}

function line(cells: readonly string[], width: number): string {
  return `${formatRow(cells, width)}\n`;
}
