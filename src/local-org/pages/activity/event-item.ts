import type { Json } from "../../json.ts";
import { toText } from "../../json.ts";
import type { Org } from "../../org.ts";
import type { EventParty, StoredEvent } from "../../store/collections.ts";
import { renderText } from "../components.ts";
import type { Html } from "../html.ts";
import { html } from "../html.ts";

const outcomes = {
  SUCCESS: ["good", "Done"],
  FAILURE: ["bad", "Refused"],
  CHALLENGE: ["ask", "Asked"],
} as const;

/** One entry of the activity: time, event, user and outcome; for a refusal also the reason and the fix. */
export function renderEvent(org: Org, event: StoredEvent): Html {
  const [tone, outcome] = outcomes[event.outcome];
  return html`<li class="event${event.outcome === "FAILURE" ? " refused" : ""}">
    ${renderTime(event.created)}
    <div class="body">
      <div class="head">
        <p class="what">${hideSecrets(event.message)}</p>
        ${renderParties(org, event)}
      </div>
      ${renderAdvice("Why", event.reason)} ${renderAdvice("Fix", event.fix)}
    </div>
    <span class="tag ${tone}">${outcome}</span>
    <details>
      <summary>Details<span class="hidden"> of: ${hideSecrets(event.message)}</span></summary>
      <dl>
        ${listFacts(event).map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>
    </details>
  </li>`;
}

function renderParties(org: Org, event: StoredEvent): Html | undefined {
  const who = [findEventApp(org, event)?.label, findLogin(event)].filter((each) => each !== undefined);
  return who.length === 0 ? undefined : html`<p class="quiet">${who.join(" · ")}</p>`;
}

function renderAdvice(name: string, text: string | undefined): Html | undefined {
  if (text === undefined || text === "") return undefined;
  return html`<p class="why"><strong>${name}:</strong> ${renderText(hideSecrets(text))}</p>`;
}

const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** A time in the time zone of this machine. The script of the page converts it to that of the browser. */
function renderTime(iso: string): Html {
  const date = new Date(iso);
  const isToday = date.toDateString() === new Date().toDateString();
  const text = isToday ? clock.format(date) : `${day.format(date)}, ${clock.format(date)}`;
  return html`<time datetime="${iso}">${text}</time>`;
}

const appTypes = ["AppInstance", "PublicClientApp", "OidcApp", "Client"];

export interface EventApp {
  /** The client ID. */
  readonly id: string;
  readonly label: string;
}

/** The app that an event is about. */
export function findEventApp(org: Org, event: StoredEvent): EventApp | undefined {
  const party = listParties(event).find(({ type }) => appTypes.includes(type));
  const id = toText(event.details["clientId"]) || party?.id;
  if (id === undefined) return undefined;
  return { id, label: org.store.get("apps", id)?.label || party?.displayName || id };
}

/** The login of the user that an event is about. */
function findLogin(event: StoredEvent): string | undefined {
  return listParties(event).find(({ type }) => type === "User")?.alternateId;
}

function listParties(event: StoredEvent): readonly EventParty[] {
  return event.actor === undefined ? event.targets : [event.actor, ...event.targets];
}

/** What the details of an event are called on the page. */
const names: Readonly<Record<string, string>> = {
  clientId: "Client ID",
  grantType: "Grant type",
  requestedScopes: "Requested scopes",
  grantedScopes: "Granted scopes",
  redirectUri: "Redirect URI",
  postLogoutRedirectUri: "Post-logout redirect URI",
  authorizationServer: "Authorization server",
  responseType: "Response type",
  responseMode: "Response mode",
  codeChallengeMethod: "Code challenge method",
  loginHint: "Login hint",
  /** Which kinds, not the tokens. */
  tokens: "Tokens",
};

/** The facts of an event by name, without those that could be a secret. */
function listFacts(event: StoredEvent): [string, string][] {
  const details = Object.entries(event.details)
    .filter(([key]) => !isSecretName(key))
    .map(([key, value]): [string, string] => [names[key] ?? key, hideSecrets(toPlainText(value))]);
  const rest: [string, string | undefined][] = [
    ["Event type", event.eventType],
    ...details,
    ["Address", event.ipAddress],
    ["User agent", event.userAgent],
    ["Request ID", event.requestId],
    ["Time (UTC)", event.created],
  ];
  return rest.flatMap(([name, value]) => (value === undefined || value === "" ? [] : [[name, value]]));
}

/** Events are recorded without secrets. This is a second check: any program on this machine can open the page. */
function isSecretName(key: string): boolean {
  return !(key in names) && /secret|password|token|code|assertion|verifier|cookie|nonce|state/iu.test(key);
}

/** Hides what looks like a token (a JWT, an API token) or is a parameter that carries one. */
function hideSecrets(text: string): string {
  return text
    .replaceAll(/\beyJ[\w-]+(?:\.[\w-]*){1,4}/gu, "(hidden)")
    .replaceAll(/\b00[\w-]{40}\b/gu, "(hidden)")
    .replaceAll(
      /\b(code|state|nonce|id_token|id_token_hint|access_token|refresh_token|client_secret|code_verifier|password)=[^&\s]+/gu,
      "$1=(hidden)",
    );
}

function toPlainText(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map((each: Json) => toPlainText(each)).join(" ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
