import { expect, test } from "vitest";
import { composeDoctorCommand } from "../../../../src/commands/logs/doctor-command.ts";
import type { LogPlace } from "../../../../src/commands/logs/source.ts";

const orgUrl = "https://acme.okta.com";
const project = {
  directory: "/work/demo",
  folder: "demo",
  isHere: true,
  okta: { issuer: `${orgUrl}/oauth2/default`, clientId: "0oaMine", localOrg: false },
} as unknown as LogPlace["project"];
const place: LogPlace = { project, destination: { kind: "local" } };

/** The command for a failure of the app with that ID. */
function explain(id: string | null, app?: string): string {
  const event = {
    eventType: "app.oauth2.as.authorize",
    app: id === null ? null : { id, label: null },
    issuer: null,
    redirectUri: "com.example:/callback",
  };
  const named =
    app === undefined ? undefined : { label: null, clientId: app, ids: [app], redirectUri: undefined };
  return composeDoctorCommand({ place, app: named, orgUrl, event });
}

test.each([
  ["of the project", "0oaMine", undefined],
  ["of no app that is known", null, undefined],
])("a failure %s is explained by doctor in its folder", (_of, id, app) => {
  expect(explain(id, app)).toContain("okta-unlock doctor demo");
});

test.each([
  ["another one in the whole org", "0oaOther", undefined],
  ["the one of --app", "0oaOther", "0oaOther"],
])("a failure of %s is explained by doctor of that app, not of the project", (_of, id, app) => {
  expect(explain(id, app)).toContain("--client-id 0oaOther");
});
