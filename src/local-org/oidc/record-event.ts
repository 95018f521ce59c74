import type { Context } from "koa";
import type { JsonObject } from "../json.ts";
import { clientIdOf } from "../model/apps.ts";
import type { Org } from "../org.ts";
import type { EventParty, NewEvent, StoredApp, StoredUser } from "../store/collections.ts";
import type { AuthorizationServer } from "./servers.ts";

/** Whom and what an event is about. */
export interface EventSubject {
  readonly server: AuthorizationServer;
  readonly app?: StoredApp | undefined;
  readonly user?: StoredUser | undefined;
  readonly scopes?: readonly string[];
  readonly grantType?: string | undefined;
  readonly details?: JsonObject;
}

type Happened = Pick<NewEvent, "message" | "outcome" | "reason" | "fix"> & {
  /** What comes after `app.oauth2.as.` or, on the org's own server, `app.oauth2.`: `authorize.code`. */
  readonly oauth?: string;
  readonly eventType?: string;
};

/** Records what a client did at an authorization server. */
export function recordOidcEvent(
  org: Org,
  context: Pick<Context, "ip" | "get" | "response">,
  subject: EventSubject,
  happened: Happened,
): void {
  const { oauth, eventType, ...rest } = happened;
  const prefix = subject.server.stored === undefined ? "app.oauth2" : "app.oauth2.as";
  const { app, user } = subject;
  const actor = user === undefined ? app && toClientParty(app) : toUserParty(user);
  org.events.record({
    ...rest,
    eventType: eventType ?? `${prefix}.${oauth}`,
    ...(actor !== undefined && { actor }),
    targets: app === undefined ? [] : [toClientParty(app)],
    details: buildDetails(subject),
    ipAddress: context.ip,
    userAgent: context.get("User-Agent"),
    requestId: context.response.get("X-Okta-Request-Id") ?? "",
  });
}

/** Records a sign-in or refresh that assignment or policy refused. Tokens are refused with `oauth` of `token.grant`. */
export function recordRefusal(
  org: Org,
  context: Pick<Context, "ip" | "get" | "response" | "state">,
  subject: EventSubject,
  refusal: { readonly reason: string; readonly fix: string; readonly oauth?: "token.grant" },
): void {
  context.state["isRefusalRecorded"] = true;
  recordOidcEvent(org, context, subject, {
    oauth: refusal.oauth ?? "authorize",
    message: "Refused to issue tokens",
    outcome: "FAILURE",
    reason: refusal.reason,
    fix: refusal.fix,
  });
}

function buildDetails({ server, app, scopes, grantType, details }: EventSubject): JsonObject {
  return {
    authorizationServer: server.issuer,
    ...(app !== undefined && { clientId: clientIdOf(app) }),
    ...(scopes !== undefined && { requestedScopes: scopes.join(" ") }),
    ...(grantType !== undefined && { grantType }),
    ...details,
  };
}

function toUserParty(user: StoredUser): EventParty {
  const { firstName, lastName, login } = user.profile;
  const displayName = [firstName, lastName].filter((name) => typeof name === "string").join(" ");
  return { id: user.id, type: "User", alternateId: login, displayName: displayName || login };
}

function toClientParty(app: StoredApp): EventParty {
  const id = clientIdOf(app);
  return { id, type: "PublicClientApp", alternateId: id, displayName: app.label };
}
