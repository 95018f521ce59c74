import { expect, test } from "vitest";
import { startTestOrg } from "../local-org/support.ts";
import { connectOrg } from "../../../src/auth/connect-org.ts";
import { createOrgTime } from "../../../src/okta/org-time.ts";
import { createOrgContext } from "./org-context.ts";

const hour = 3_600_000;

async function connectSkewed() {
  const local = await startTestOrg({ clockOffset: 3 * hour });
  const credential = { kind: "api-token", token: local.apiToken } as const;
  const org = connectOrg(createOrgContext(), {
    orgUrl: local.url,
    credential,
    trust: local.caCertificate,
  });
  return { local, org };
}

/** Hours, to a tenth; never -0. */
function ahead(time: Date): number {
  return Math.round((time.getTime() - Date.now()) / (hour / 10)) / 10 + 0;
}

test("an org's time is this machine's before its first answer, and its own from then on", async () => {
  const { local, org } = await connectSkewed();
  expect(ahead(org.now())).toBe(0);
  await org.whoAmI();
  expect(ahead(org.now())).toBe(3);
  local.clock.advance(-5 * hour);
  await org.whoAmI();
  expect(ahead(org.now())).toBe(-2);
});

test.each([undefined, "soon", "13 Sep 275760", "1 Jan 10000", "-271821-04-20T00:00:00Z"])(
  "an answer whose time is %j changes nothing",
  (date) => {
    const time = createOrgTime({ now: () => new Date(0) });
    time.observe(new Headers({ date: "Thu, 01 Jan 1970 01:00:00 GMT" }));
    time.observe(new Headers(date === undefined ? {} : { date }));
    expect(time.now()).toEqual(new Date(hour));
  },
);

test("an answer tells the second, and this machine's clock the milliseconds in it", () => {
  const at = Date.UTC(2026, 0, 1, 0, 0, 0, 400);
  const time = createOrgTime({ now: () => new Date(at) });
  time.observe(new Headers({ date: new Date(at).toUTCString() }));
  expect(time.now()).toEqual(new Date(at));
});

test("what is undone after a signal knows it, too", async () => {
  const { org } = await connectSkewed();
  await org.whoAmI();
  expect(ahead(org.withSignal(new AbortController().signal).now())).toBe(3);
});
