import type { StoredEvent } from "../../store/collections.ts";
import type { Org } from "../../org.ts";
import type { Html } from "../html.ts";
import { html } from "../html.ts";
import { words } from "../parts.ts";
import { factsOf, withoutSecrets } from "./facts.ts";
import { appOf, loginOf } from "./parties.ts";
import { timeOf } from "./time.ts";

const outcomes = {
  SUCCESS: ["good", "Done"],
  FAILURE: ["bad", "Refused"],
  CHALLENGE: ["ask", "Asked"],
} as const;

/** One entry of the activity: when, what, who, how it went; if refused, why and what to do. */
export function eventItem(org: Org, event: StoredEvent): Html {
  const [tone, outcome] = outcomes[event.outcome];
  return html`<li class="event${event.outcome === "FAILURE" ? " refused" : ""}">
    ${timeOf(event.created)}
    <div class="body">
      <div class="head">
        <p class="what">${withoutSecrets(event.message)}</p>
        ${whoLine(org, event)}
      </div>
      ${advice("Why", event.reason)} ${advice("Fix", event.fix)}
    </div>
    <span class="tag ${tone}">${outcome}</span>
    <details>
      <summary>Details<span class="hidden"> of: ${withoutSecrets(event.message)}</span></summary>
      <dl>
        ${factsOf(event).map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>
    </details>
  </li>`;
}

function whoLine(org: Org, event: StoredEvent): Html | undefined {
  const who = [appOf(org, event)?.label, loginOf(event)].filter((each) => each !== undefined);
  return who.length === 0 ? undefined : html`<p class="quiet">${who.join(" · ")}</p>`;
}

function advice(name: string, text: string | undefined): Html | undefined {
  if (text === undefined || text === "") return undefined;
  return html`<p class="why"><strong>${name}:</strong> ${words(withoutSecrets(text))}</p>`;
}
