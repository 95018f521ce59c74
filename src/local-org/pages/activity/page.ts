import type { StoredEvent } from "../../store/collections.ts";
import type { Org } from "../../org.ts";
import { renderToolPage } from "../frame.ts";
import type { Html } from "../html.ts";
import { html } from "../html.ts";
import { activityScript } from "../assets.ts";
import { renderEvent } from "./event-item.ts";
import type { ActivityFilter } from "./filter.ts";
import { renderFilterForm, isWanted, readFilter } from "./filter.ts";

/** How many entries a page shows. */
export const pageSize = 100;

/** The activity page for a query: `app`, `outcome`, and `before` (an event's id) for older ones. */
export function renderActivityPage(org: Org, query: URLSearchParams): string {
  const filter = readFilter(query);
  const before = query.get("before") ?? undefined;
  return renderToolPage({
    title: "Activity",
    here: "/activity",
    script: activityScript,
    content: html`<div class="top">
        <div>
          <h1>Activity</h1>
          <p class="lead">Requests from clients, newest first.</p>
        </div>
        <div class="live" id="live" data-state="waiting" hidden>
          <span>Connecting</span><button type="button">Pause</button>
        </div>
        <noscript><p class="quiet">Reload the page to see new entries.</p></noscript>
      </div>
      <p class="hidden" role="status" id="heard"></p>
      ${renderFilterForm(org, filter)} ${renderResults(org, filter, before)}`,
  });
}

function renderResults(org: Org, filter: ActivityFilter, before: string | undefined): Html {
  const all = org.events.list();
  const wanted = listEventsBefore(all, before).filter((event) => isWanted(org, filter, event));
  const shown = wanted.slice(-pageSize).toReversed();
  const isLive = before === undefined ? html` data-live` : undefined;
  return html`<div id="results" data-last="${all.at(-1)?.id ?? ""}" ${isLive}>
    <ol class="list" role="list" ${shown.length === 0 ? html` hidden` : undefined}>
      ${shown.map((event) => renderEvent(org, event))}
    </ol>
    ${renderEmptyState(shown.length === 0, filter)}
    ${shown.length < wanted.length ? renderOlderLink(filter, shown.at(-1)) : undefined}
  </div>`;
}

/** By position, not by id, because the clock of the org may have been turned back. */
function listEventsBefore(all: readonly StoredEvent[], before: string | undefined): readonly StoredEvent[] {
  if (before === undefined) return all;
  return all.slice(
    0,
    Math.max(
      0,
      all.findIndex(({ id }) => id === before),
    ),
  );
}

function renderEmptyState(isEmpty: boolean, filter: ActivityFilter): Html {
  const isFiltered = filter.app !== "" || filter.outcome !== "";
  const text = isFiltered
    ? html`<p><strong>Nothing matches this filter.</strong></p>
        <p><a href="/activity">Show everything</a></p>`
    : html`<p><strong>Nothing has happened yet.</strong></p>
        <p>
          Sign in to an app of this org and watch it here. To make one:
          <code>okta-unlock create my-app --org local</code>
        </p>`;
  return html`<div class="empty card" ${isEmpty ? undefined : html` hidden`}>${text}</div>`;
}

function renderOlderLink(filter: ActivityFilter, last: StoredEvent | undefined): Html {
  const query = new URLSearchParams({ ...filter, before: last?.id ?? "" });
  return html`<p class="older"><a class="button" href="/activity?${query.toString()}">Older</a></p>`;
}
