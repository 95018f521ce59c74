import type { LogEvent } from "../../../../src/okta/port.ts";

let count = 0;

/** An event as Okta writes one, with other values where they are given. */
export function logEvent(changes: Partial<LogEvent> = {}): LogEvent {
  count += 1;
  return {
    uuid: `event-${count}`,
    published: "2026-11-27T12:00:00.000Z",
    eventType: "app.oauth2.as.authorize",
    displayMessage: "OAuth2 authorization request",
    outcome: { result: "SUCCESS", reason: null },
    actor: { id: "00u1", type: "User", alternateId: "ada@example.com", displayName: "Ada" },
    target: [{ id: "0oa1", type: "AppInstance", alternateId: "0oa1", displayName: "Field Notes" }],
    client: { id: null, ipAddress: "10.0.0.1", device: "Mobile", userAgent: { os: "iOS" } },
    debugContext: { debugData: {} },
    ...changes,
  };
}
