import { expect, test } from "vitest";
import { describeEvent } from "../../../../src/commands/logs/event.ts";
import { createLineFormatter, describeLeftOut } from "../../../../src/commands/logs/event-lines.ts";
import { composeUserAgent } from "../../../../src/doctor/user-agent.ts";
import type { LogEvent } from "../../../../src/okta/port.ts";
import { escapeTexts } from "../../../../src/terminal/escape-controls.ts";
import { logEvent } from "./events.ts";
import { plainStyle } from "../../../../src/terminal/output.ts";

function show(events: readonly LogEvent[], width = 80, withApp = false): string {
  const format = createLineFormatter();
  return events
    .map((event) => format(escapeTexts(describeEvent(event)), { style: plainStyle, width, withApp }))
    .join("");
}

const at = (hours: number, day = 27): string => new Date(2026, 10, day, hours, 5, 9).toISOString();

test("a day is named where it begins, and times are those of this machine", () => {
  const text = show([
    logEvent({ published: at(23, 26) }),
    logEvent({ published: at(0) }),
    logEvent({ published: at(13) }),
  ]);
  expect(text.split("\n").map((line) => line.slice(0, 20).trim())).toEqual([
    "Thu, 26 Nov 2026",
    "23:05:09 ✔ authorize",
    "",
    "Fri, 27 Nov 2026",
    "00:05:09 ✔ authorize",
    "13:05:09 ✔ authorize",
    "",
  ]);
});

test("a reason that is not known is shown as it is, without a check", () => {
  const text = show([logEvent({ outcome: { result: "FAILURE", reason: "brand_new_reason" } })]);
  expect(text).toMatch(/^ {11}brand_new_reason$/mu);
  expect(text).not.toContain("Check:");
});

test("what a check of doctor asked is said to be that, and names no check", () => {
  const refused = { result: "FAILURE", reason: "illegal_redirect_uri" };
  const [asked, others] = [composeUserAgent("1.2.3"), "okta-unlock/1.2.3"].map((rawUserAgent) =>
    show([logEvent({ outcome: refused, client: { userAgent: { rawUserAgent } } })]),
  );
  expect(asked).toMatch(/A check of doctor asked this/u);
  expect(asked).not.toContain("Check:");
  expect(others).toContain("Check: redirect-uri-registered");
});

test("DENY of a policy counts as a failure, CHALLENGE does not", () => {
  const [denied, asked] = ["DENY", "CHALLENGE"].map((result) =>
    show([logEvent({ eventType: "policy.evaluate_sign_on", outcome: { result, reason: "Sign-on policy" } })]),
  );
  expect(denied).toMatch(/✘ policy .*\n.*\n? +Sign-on policy\n/u);
  expect(asked).toMatch(/\? policy /u);
  expect(asked).not.toContain("Sign-on policy");
});

test("an event of a kind that Okta added later, with nothing in it, is still a line", () => {
  const { uuid, published } = logEvent();
  const text = show([{ uuid, published, eventType: "quantum.entangle" }]);
  expect(text).toContain("- other      quantum.entangle");
});

test("what is no time does not hide an event", () => {
  expect(show([logEvent({ published: "soon" })])).toBe(
    "At an unknown time\n--:--:-- ✔ authorize  OAuth2 authorization request       ada@example.com\n",
  );
});

test.each(["constructor", "__proto__", "toString"])(
  "a result named %s is one that is not known",
  (result) => {
    expect(show([logEvent({ outcome: { result } })])).toContain(" - authorize ");
  },
);

test("a text without end is cut in a terminal, and whole where another program reads it", () => {
  const long = logEvent({
    displayMessage: "word ".repeat(200_000),
    outcome: { result: "DENY", reason: "x".repeat(2e6) },
  });
  expect(show([long]).length).toBeLessThan(4000);
  expect(show([long], Number.POSITIVE_INFINITY).length).toBeGreaterThan(3e6);
});

test("what stands beside the longest message of the local org stands in line with the others", () => {
  const text = show([logEvent(), logEvent({ displayMessage: "Add assigned application to group" })]);
  const columns = text.split("\n").flatMap((line) => (line.includes("ada@") ? line.indexOf("ada@") : []));
  expect(columns).toEqual([57, 57]);
});

test("letters of East Asia do not move what stands beside the message", () => {
  const text = show([logEvent(), logEvent({ displayMessage: "銀行" })], 200);
  const columns = text.split("\n").flatMap((line) => line.split("ada@")[0]?.slice(22) ?? []);
  expect(columns[2]).toBe("銀行".padEnd(columns[1]!.length - 2));
});

const evil = "\u001B]0;owned\u0007\u001B[2J\r\nforged ✔ line\u202E";

test("what a terminal would obey in a text of the log is shown, and no text begins a line", () => {
  const party = { id: evil, type: "User", alternateId: evil, displayName: evil };
  const text = show(
    [
      logEvent({
        eventType: evil,
        displayMessage: evil,
        outcome: { result: "FAILURE", reason: evil },
        actor: party,
        target: [{ ...party, type: "AppInstance" }],
        client: { device: evil, ipAddress: evil, userAgent: { os: evil, rawUserAgent: evil } },
        debugContext: { debugData: { redirectUri: evil, grantType: evil } },
      }),
    ],
    200,
    true,
  );
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202E]/u);
  expect(text).toContain("\\u{1b}]0;owned");
  expect(text).not.toMatch(/^forged/mu);
});

test("where there is room, who and from where stand beside the message", () => {
  expect(show([logEvent()], 200)).toContain(
    "OAuth2 authorization request       ada@example.com · Mobile, iOS · 10.0.0.1\n",
  );
  expect(show([logEvent()], 200, true)).toContain("Field Notes · ada@example.com");
});

test("a refresh is called one, by the grant that the tokens were asked for with", () => {
  const eventType = "app.oauth2.as.token.grant.access_token";
  const debugContext = { debugData: { grantType: "refresh_token" } };
  expect(describeEvent(logEvent({ eventType })).kind).toBe("token");
  expect(describeEvent(logEvent({ eventType, debugContext })).kind).toBe("refresh");
});

test.each([
  [1, false, "1 earlier event was left out: see --limit and --since."],
  [7, false, "7 earlier events were left out: see --limit and --since."],
  [0, true, "More events were left out: see --limit and --since."],
  [1, true, "More than 1 earlier events were left out: see --limit and --since."],
])("%i earlier events, more of them: %s, are counted in plain words", (leftOut, isMore, text) => {
  expect(describeLeftOut(leftOut, { isMore })).toBe(text);
});
