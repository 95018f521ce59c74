import type { StoredEvent } from "../../store/collections.ts";
import type { Org } from "../../org.ts";
import type { Html } from "../html.ts";
import { html } from "../html.ts";
import type { EventApp } from "./event-item.ts";
import { findEventApp } from "./event-item.ts";

/** Which events are asked for, by query parameters. */
export interface ActivityFilter {
  /** The client ID; empty for all. */
  readonly app: string;
  readonly outcome: "" | "refused" | "done";
}

export function readFilter(query: URLSearchParams): ActivityFilter {
  const outcome = query.get("outcome");
  return {
    app: query.get("app") ?? "",
    outcome: outcome === "refused" || outcome === "done" ? outcome : "",
  };
}

export function isWanted(org: Org, { app, outcome }: ActivityFilter, event: StoredEvent): boolean {
  const isOfApp = app === "" || findEventApp(org, event)?.id === app;
  return isOfApp && (outcome === "" || (outcome === "refused") === (event.outcome === "FAILURE"));
}

/** The filter form: a plain GET form without JavaScript, applied immediately with it. */
export function renderFilterForm(org: Org, filter: ActivityFilter): Html {
  const apps = listEventApps(org).map(({ id, label }) => renderOption(id, label, filter.app));
  const outcomes = [
    renderOption("refused", "Refused", filter.outcome),
    renderOption("done", "Not refused", filter.outcome),
  ];
  return html`<form class="filter" id="filter" action="/activity">
    <div>
      <label for="app">App</label>
      <select id="app" name="app">
        ${[renderOption("", "All apps", filter.app), ...apps]}
      </select>
    </div>
    <div>
      <label for="outcome">Outcome</label>
      <select id="outcome" name="outcome">
        ${[renderOption("", "All outcomes", filter.outcome), ...outcomes]}
      </select>
    </div>
    <button>Filter</button>
  </form>`;
}

function renderOption(value: string, label: string, chosen: string): Html {
  return html`<option value="${value}" ${value === chosen ? html` selected` : undefined}>${label}</option>`;
}

/** The apps of the kept events, deleted apps included. */
function listEventApps(org: Org): EventApp[] {
  const apps = new Map<string, EventApp>();
  for (const event of org.events.list()) {
    const app = findEventApp(org, event);
    if (app !== undefined) apps.set(app.id, app);
  }
  return [...apps.values()].toSorted((one, other) => one.label.localeCompare(other.label));
}
