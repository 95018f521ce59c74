import { shortenEventType } from "../../doctor/log-reasons.ts";

/** What an event is about, in the words of the field, by how its type begins (Okta: Event types). The first one counts. */
const kinds: readonly (readonly [begins: string, kind: string])[] = [
  ["authorize", "authorize"],
  ["device.authorize", "authorize"],
  ["token.grant", "token"],
  ["token.detect_reuse", "refresh"],
  ["token.revoke", "revoke"],
  ["consent", "consent"],
  ["admin.consent", "consent"],
  ["user.session.end", "sign-out"],
  ["user.session", "sign-in"],
  ["user.authentication", "sign-in"],
  ["user.mfa", "sign-in"],
  ["policy.", "policy"],
  ["application.user_membership", "assignment"],
  ["group.application_assignment", "assignment"],
  ["group.", "group"],
  ["application.", "app"],
  ["app.", "app"],
  ["user.", "account"],
  ["oauth2.", "server"],
  ["system.api_token", "API token"],
  ["security.", "security"],
  ["system.", "org"],
];

/** `sign-in`, `token`, `refresh`, …; `other` for a type of event that is not known. */
export function nameKind(eventType: string, grantType: string | undefined): string {
  const short = shortenEventType(eventType);
  const kind = kinds.find(([begins]) => short.startsWith(begins))?.[1] ?? "other";
  return kind === "token" && grantType === "refresh_token" ? "refresh" : kind;
}
