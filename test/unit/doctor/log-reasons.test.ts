import { expect, test } from "vitest";
import { findLogReason, type LogReason, logReasons } from "../../../src/doctor/log-reasons.ts";

test.each([
  ["app.oauth2.as.authorize", "no_matching_policy", "policy-covers-client"],
  ["app.oauth2.authorize", "illegal_redirect_uri", "redirect-uri-registered"],
  ["app.oauth2.as.token.grant", "invalid_client_id", "client-known"],
  ["app.oauth2.as.authorize", "pkce_missing_challenge", "pkce-accepted"],
  ["app.oauth2.token.detect_reuse", "anything", "refresh-token-rotates"],
  ["user.session.start", "INVALID_CREDENTIALS", undefined],
])("%s with %s is explained by %s", (eventType, reason, check) => {
  const found = findLogReason({ eventType, reason });
  expect(found?.means).toMatch(/^[A-Z].*\.$/u);
  expect(found?.check).toBe(check);
});

test("the same reason at the token endpoint depends on the grant", () => {
  const failure = { eventType: "app.oauth2.as.token.grant", reason: "unauthorized_client" };
  expect(findLogReason({ ...failure, grantType: "refresh_token" })?.check).toBe("refresh-allowed");
  expect(findLogReason({ ...failure, grantType: "authorization_code" })?.check).toBe("code-flow-allowed");
});

test.each([["something new"], [undefined], [""]])("the reason %j is not known", (reason) => {
  expect(findLogReason({ eventType: "app.oauth2.as.authorize", reason })).toBeUndefined();
});

test("a row is found by each of its own reasons: none stands in the shadow of one before", () => {
  const hidden = logReasons.flatMap((row) =>
    row.says.filter((reason) => {
      const eventType = `app.oauth2.as.${row.events?.[0] ?? "authorize"}`;
      return findLogReason({ eventType, reason, grantType: row.grantType }) !== row;
    }),
  );
  expect(hidden).toEqual([]);
});

test("a check that does not exist does not compile", () => {
  // @ts-expect-error no check has this id
  const row: LogReason = { says: [], means: "", check: "no-such-check" };
  expect(row.check).toBe("no-such-check");
});
