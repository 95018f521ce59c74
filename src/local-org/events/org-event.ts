import type { JsonObject } from "../json.ts";
import type { Stored } from "../store/stored.ts";

/** Who did it, or to what it was done, as Okta's System Log names people and things. */
export interface EventParty extends JsonObject {
  readonly id: string;
  /** `User`, `PublicClientApp`, `AppInstance`, `access_token`, `code`… */
  readonly type: string;
  /** A login, or the id once more. */
  readonly alternateId: string;
  readonly displayName: string;
}

/** What a part of the org reports. Holds no token, code or password, not even a hash of one. */
export interface NewEvent {
  /** Okta's name: `app.oauth2.as.token.grant.refresh_token`, `user.session.start`… (Okta: Event types). */
  readonly eventType: string;
  /** One short sentence for people: `Refreshed the tokens`. */
  readonly message: string;
  readonly outcome: "SUCCESS" | "FAILURE" | "CHALLENGE";
  /** Why it was refused, in Okta's words. */
  readonly reason?: string;
  /** What the developer can do about it: one sentence, or a command. Shown on the activity page, not in the System Log. */
  readonly fix?: string;
  readonly actor?: EventParty;
  readonly targets?: readonly EventParty[];
  /** Facts of the request: `clientId`, `grantType`, `requestedScopes`, `redirectUri`, `authorizationServer`. */
  readonly details?: JsonObject;
  readonly ipAddress?: string;
  readonly userAgent?: string;
  readonly requestId?: string;
}

/** An event as it is kept: `id` is unique and ascends with time, `created` is when it happened. */
export interface StoredEvent extends Stored {
  readonly eventType: string;
  readonly message: string;
  readonly outcome: NewEvent["outcome"];
  readonly reason?: string;
  readonly fix?: string;
  readonly actor?: EventParty;
  readonly targets: readonly EventParty[];
  readonly details: JsonObject;
  readonly ipAddress?: string;
  readonly userAgent?: string;
  readonly requestId?: string;
}
