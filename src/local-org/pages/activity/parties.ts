import type { EventParty, StoredEvent } from "../../store/collections.ts";
import { textOf } from "../../json.ts";
import type { Org } from "../../org.ts";

const appTypes = ["AppInstance", "PublicClientApp", "OidcApp", "Client"];

export interface EventApp {
  /** The client ID. */
  readonly id: string;
  readonly label: string;
}

/** The app that an event is about. */
export function appOf(org: Org, event: StoredEvent): EventApp | undefined {
  const party = partiesOf(event).find(({ type }) => appTypes.includes(type));
  const id = textOf(event.details["clientId"]) || party?.id;
  if (id === undefined) return undefined;
  return { id, label: org.store.get("apps", id)?.label || party?.displayName || id };
}

/** The login of the user that an event is about. */
export function loginOf(event: StoredEvent): string | undefined {
  return partiesOf(event).find(({ type }) => type === "User")?.alternateId;
}

function partiesOf(event: StoredEvent): readonly EventParty[] {
  return event.actor === undefined ? event.targets : [event.actor, ...event.targets];
}
