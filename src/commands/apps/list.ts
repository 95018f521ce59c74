import { hint } from "../../hints.ts";
import type { Context } from "../../context.ts";
import { withOrg } from "../../flows/with-org.ts";
import type { OktaApp } from "../../okta/port.ts";
import { readLeasedApp } from "../../provision/lease.ts";
import { readMarker } from "../../provision/marker.ts";
import { padColumns } from "../../terminal/columns.ts";
import type { ListView, Print } from "../../terminal/list-view.ts";
import { formatRow } from "../../terminal/table.ts";

export interface ListedApp {
  readonly id: string;
  readonly clientId: string | null;
  readonly label: string;
  readonly status: string;
  readonly type: string | null;
  readonly created: string | null;
  /** When an ephemeral app may be removed: ISO 8601 in UTC. Null for a permanent app. */
  readonly expiresAt: string | null;
}

/** An app of the list, and the org's time when it was read. */
export interface AppRow {
  readonly app: ListedApp;
  readonly now: Date;
}

/** What is known at the end of the list. */
export interface AppList {
  readonly org: string;
  /** How many were printed. */
  readonly count: number;
}

export interface WantedApps {
  readonly org: string | undefined;
  /** True for apps of every kind. */
  readonly all: boolean;
  /** True for apps with an expiry only. */
  readonly ephemeral: boolean;
}

/** How many apps are printed at once: as many as Okta gives in an answer. */
const pageSize = 200;

/** Lists the native OIDC apps of an org, or all its apps, while they are read: one page of them in memory at a time. */
export async function runAppsList(
  context: Context,
  wanted: WantedApps,
  print: Print<AppRow>,
): Promise<AppList> {
  return withOrg(context, wanted.org, async ({ org }) => {
    let page: AppRow[] = [];
    let count = 0;
    for await (const app of org.listApps(wanted.all ? "any" : "oidc")) {
      const listed = describeApp(app);
      if (!isWanted(listed, wanted)) continue;
      count += 1;
      if (page.push({ app: listed, now: org.now() }) < pageSize) continue;
      // A reader that left (`| head`) does not want the rest.
      if (!(await print(page))) return { org: org.orgUrl, count };
      page = [];
    }
    await print(page);
    return { org: org.orgUrl, count };
  });
}

function isWanted({ type, expiresAt }: ListedApp, { all, ephemeral }: WantedApps): boolean {
  return (all || type === "native") && (!ephemeral || expiresAt !== null);
}

function describeApp(app: OktaApp): ListedApp {
  return {
    id: app.id,
    clientId: app.credentials?.oauthClient?.client_id ?? null,
    label: app.label,
    status: app.status,
    type: app.settings?.oauthClient?.application_type ?? null,
    created: app.created ?? null,
    expiresAt: readLeasedApp(app)?.expiresAt.toISOString() ?? readMarker(app)?.expiresAt ?? null,
  };
}

/** Columns of fixed widths: a list that is printed while it is read can't be measured before. */
const widths = { id: 20, status: 8, type: 7, expires: 8 } as const;

/** The rows of `apps list`. */
export function createListView({
  all,
  ephemeral,
}: Pick<WantedApps, "all" | "ephemeral">): ListView<AppRow, AppList> {
  const cells = (id: string, status: string, type: string, expires: string, label: string): string[] => [
    padColumns(id, widths.id),
    padColumns(status, widths.status),
    ...(all ? [padColumns(type, widths.type)] : []),
    padColumns(expires, widths.expires),
    label,
  ];
  const kind = all ? "apps" : "native apps";
  return {
    name: "apps",
    heading: (style, width) =>
      style.faint(formatLine(cells("ID", "STATUS", "TYPE", "EXPIRES", "LABEL"), width)),
    json: ({ app }) => app,
    row: ({ app: { id, status, type, expiresAt, label }, now }, style, width) => {
      const text = formatLine(
        cells(id, status.toLowerCase(), type ?? "other", formatTimeLeft(expiresAt, now), label),
        width,
      );
      return isOver(expiresAt, now) ? style.faint(text) : text;
    },
    empty: ({ org }) => `${org} has no ${ephemeral ? "ephemeral apps" : kind}.\n`,
    stderr: ({ count }) =>
      count === 0 && !ephemeral ? `Create one: ${hint("apps create", { args: ["native"] })}\n` : "",
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

/** `in 3 h`; empty for a permanent app, and the text itself when it is not a time. */
function formatTimeLeft(expiresAt: string | null, now: Date): string {
  if (expiresAt === null) return "";
  const left = new Date(expiresAt).getTime() - now.getTime();
  if (Number.isNaN(left)) return expiresAt;
  if (left <= 0) return "expired";
  const [unit, size] = units.find(([, each]) => left >= each) ?? ["m", 60_000];
  return `in ${Math.ceil(left / size)} ${unit}`;
}

function formatLine(cells: readonly string[], width: number): string {
  return `${formatRow(cells, width)}\n`;
}
