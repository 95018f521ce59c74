import { afterAll, describe, expect, test } from "vitest";
import { awaitOrg, requestOrg } from "../../../../src/auth/registration/register-org.ts";
import { readRegistrationServer } from "../../../../src/auth/registration/server.ts";
import { startTestOrg } from "../../local-org/support.ts";
import { sendJson, serve } from "../../okta/loopback.ts";
import { createOrgContext, errorOf, type TestContext } from "../../okta/org-context.ts";

const ada = { firstName: "Ada", lastName: "Byron", email: "ada@example.com", country: "United Kingdom" };

describe("the server", () => {
  test("is the one that is named, with Okta's id or another", () => {
    const url = "https://org.example.com/";
    expect(readRegistrationServer({ env: { OKTA_CLI_REGISTRATION_URL: url } })).toEqual({
      url: "https://org.example.com",
      registrationId: "reg405abrRAkn0TRf5d6",
    });
    const env = { OKTA_CLI_REGISTRATION_URL: url, OKTA_CLI_REGISTRATION_ID: "reg1" };
    expect(readRegistrationServer({ env })?.registrationId).toBe("reg1");
  });

  test("is none without a name: there is no usual one", () => {
    expect(readRegistrationServer({ env: {} })).toBeUndefined();
  });

  test.each([
    ["http elsewhere", "http://org.example.com", /plain http is allowed for this machine/u],
    ["no address", "okta", /https:\/\//u],
    ["Okta's own", "https://okta-devok12.okta.com/", /shut it down in 2025/u],
    ["Okta's own in capitals", "https://OKTA-devok12.okta.com", /shut it down in 2025/u],
  ])("is refused when it is %s", (_what, url, why) => {
    const choose = () => readRegistrationServer({ env: { OKTA_CLI_REGISTRATION_URL: url } });
    expect(choose).toThrowError(
      expect.objectContaining({ code: "invalid-value", why: expect.stringMatching(why) }),
    );
  });

  test("is refused with an id that would change the path", () => {
    const env = { OKTA_CLI_REGISTRATION_URL: "https://a.example.com", OKTA_CLI_REGISTRATION_ID: "../x" };
    expect(() => readRegistrationServer({ env })).toThrowError(/OKTA_CLI_REGISTRATION_ID/u);
  });

  test("may be on this machine over http", () => {
    const env = { OKTA_CLI_REGISTRATION_URL: "http://127.0.0.1:8080" };
    expect(readRegistrationServer({ env })?.url).toBe("http://127.0.0.1:8080");
  });
});

describe("the local org", async () => {
  const org = await startTestOrg({ registration: true }, afterAll);
  const server = { url: org.url, registrationId: "reg1" };

  function trusting(): TestContext {
    const context = createOrgContext();
    const fetch: TestContext["fetch"] = (url, options) =>
      context.fetch(url, { ...options, trust: org.caCertificate });
    return { ...context, fetch };
  }

  test("gives an administrator's token after some questions, and both secrets are masked", async () => {
    const context = trusting();
    const cliToken = await requestOrg(context, server, ada);
    const made = await awaitOrg(context, server, { cliToken, interval: 4000 });
    expect(made.orgUrl).toBe(org.url);
    expect(context.slept).toEqual([4000, 4000]);
    expect(context.secrets.mask(`${cliToken} ${made.apiToken}`)).toBe("******** ********");
  });

  test("says what is wrong in its own words", async () => {
    const error = await errorOf(requestOrg(trusting(), server, { ...ada, email: "ada" }));
    expect(error).toMatchObject({
      code: "okta-refused",
      message: expect.stringContaining("Api validation failed: email") as string,
      details: ["email: Does not match required pattern"],
    });
  });

  test("after answers that got lost the questions become rarer, then go on as before", async () => {
    const context = trusting();
    const cliToken = await requestOrg(context, server, { ...ada, email: "lost@example.com" });
    org.faults.add({ kind: "status", status: 500, path: "/api/internal/**", times: 12 });
    await awaitOrg(context, server, { cliToken, interval: 4000 });
    // Each question is sent four times, with shorter pauses in between.
    const [first = 0, second = 0, third = 0, ...rest] = context.slept.filter((pause) => pause >= 4000);
    expect(first).toBeGreaterThan(4000);
    expect(second).toBeGreaterThan(first);
    expect(third).toBeGreaterThan(second);
    expect(rest).toEqual([4000, 4000]);
  });
});

/** A server that answers every question alike. */
async function serverThat(status: number, body: unknown, type = "application/json") {
  const { url } = await serve((_request, response) => {
    if (type === "application/json") return sendJson(response, status, body);
    response.writeHead(status, { "content-type": type });
    response.end(String(body));
  });
  return { url, registrationId: "reg1" };
}

const waiting = { cliToken: "abcdef123456", interval: 4000 };

describe("asking for an org", () => {
  test.each([
    ["a page", 200, "<html>", "text/html", "okta-unavailable"],
    ["JSON of another kind", 200, { hello: 1 }, "application/json", "okta-unavailable"],
    [
      "a token that would change the path",
      200,
      { developerOrgCliToken: "../../x" },
      "application/json",
      "okta-unavailable",
    ],
    ["a redirect", 302, "", "text/html", "okta-unavailable"],
    ["500", 500, { errorSummary: "no" }, "application/json", "okta-unavailable"],
    ["403 with a reason", 403, { errorSummary: "Closed." }, "application/json", "okta-refused"],
    [
      "401 as the old server said it",
      401,
      { error: "x", message: "No." },
      "application/json",
      "okta-refused",
    ],
  ])("ends when the server answers with %s", async (_what, status, body, type, code) => {
    const error = await errorOf(requestOrg(createOrgContext(), await serverThat(status, body, type), ada));
    expect(error.code).toBe(code);
    expect(error.next).toMatch(/okta-unlock (?:register|login)$/u);
  });

  test("ends when nobody listens, with the way on", async () => {
    const server = { url: "http://127.0.0.1:9", registrationId: "reg1" };
    const error = await errorOf(requestOrg(createOrgContext(), server, ada));
    expect(error).toMatchObject({ code: "network-unreachable" });
    expect(error.next).toContain("OKTA_CLI_REGISTRATION_URL");
  });
});

describe("waiting for an org", () => {
  test.each([
    ["denied", { status: "DENIED" }, 200, /denied the registration/u],
    ["expired", { status: "EXPIRED" }, 200, /let the registration expire/u],
    ["something new", { status: "ON_HOLD" }, 200, /ON_HOLD/u],
    [
      "unknown",
      { errorCode: "E0000007", errorSummary: "Not found" },
      404,
      /no longer knows this registration/u,
    ],
    ["refused", { errorSummary: "Not from here" }, 403, /Not from here/u],
  ])("ends when it is %s", async (_what, body, status, message) => {
    const error = await errorOf(awaitOrg(createOrgContext(), await serverThat(status, body), waiting));
    expect(error).toMatchObject({ code: "okta-refused", message: expect.stringMatching(message) as string });
    expect(error.next).toContain("okta-unlock login");
  });

  test.each([
    ["without a token", { status: "ACTIVE", orgUrl: "https://a.okta.com" }],
    ["without a URL", { status: "ACTIVE", apiToken: "00abc" }],
    ["with a URL that is none", { status: "ACTIVE", orgUrl: "javascript:1", apiToken: "00abc" }],
    ["that is no JSON", "oops"],
  ])("ends with an answer %s", async (_what, body) => {
    const error = await errorOf(awaitOrg(createOrgContext(), await serverThat(200, body), waiting));
    expect(error.code).toBe("okta-unavailable");
  });

  /** Time that passes only while somebody waits. */
  function inJumps(context: TestContext): TestContext {
    let now = Date.now();
    const sleep: TestContext["clock"]["sleep"] = async (milliseconds, signal) => {
      now += milliseconds;
      await context.clock.sleep(0, signal);
    };
    return { ...context, clock: { now: () => new Date(now), sleep } };
  }

  test("ends after ten minutes", async () => {
    const server = await serverThat(200, { status: "PENDING" });
    const error = await errorOf(
      awaitOrg(inJumps(createOrgContext()), server, { ...waiting, interval: 60_000 }),
    );
    expect(error).toMatchObject({ message: expect.stringContaining("within 10 minutes") as string });
  });

  test("ends after ten minutes with what was wrong last", async () => {
    const server = await serverThat(500, {});
    const error = await errorOf(awaitOrg(inJumps(createOrgContext()), server, waiting));
    expect(error).toMatchObject({ message: expect.stringContaining("status 500") as string });
  });

  test("ends at once when the signal aborts", async () => {
    const controller = new AbortController();
    const server = await serverThat(200, { status: "PENDING" });
    const context = createOrgContext({ signal: controller.signal, hasRealClock: true });
    const waited = errorOf(awaitOrg(context, server, { ...waiting, interval: 60_000 }));
    const reason = new Error("stopped");
    setTimeout(() => controller.abort(reason), 100);
    expect(await waited).toBe(reason);
  });
});
