import { expect } from "vitest";
import { askAtOnce } from "../../ask-at-once.ts";
import { startTestOrg, type TestOrg } from "../../support.ts";
import { expectRefusal } from "../requests.ts";
import { behaviour, differs } from "../table.ts";

const asked = "with `limits` (`local start --limits integrator|workforce`) only";

differs(
  "rate limits",
  "each kind of resource has its own limit of requests per minute; one token may use half of it",
  `${asked}, with the last figures that Okta printed`,
  async () => {
    const org = await startTestOrg({ limits: "integrator" });
    const { headers } = await org.call("GET", "/api/v1/apps");
    expect(headers.get("x-rate-limit-limit")).toBe("10");
    for (let count = 1; count < 10; count += 1) await org.call("GET", "/api/v1/apps");
    expectRefusal(await org.call("GET", "/api/v1/apps"), 429, "E0000047");
    expect((await org.call("GET", "/api/v1/groups")).status).toBe(200);
  },
);

differs(
  "rate limits",
  "an org handles 35 requests at the same time (75 on paid plans); one more is 429 with `X-Rate-Limit-Limit: 0`",
  asked,
  async () => {
    const ask = (org: TestOrg) => org.call("GET", "/api/v1/groups");
    const { refused } = await askAtOnce({ limits: "integrator", count: 36, ask, tooMany: 1 });
    expect(refused.map(({ headers }) => headers.get("x-rate-limit-limit"))).toEqual(["0"]);
  },
);

differs(
  "rate limits",
  "a client ID with one IP address and device may make 60 requests per minute, and 5 at the same time, to `/authorize`",
  asked,
  async () => {
    const ask = (org: TestOrg) => org.call("GET", "/oauth2/default/v1/authorize?client_id=0oaNone");
    const { refused } = await askAtOnce({ limits: "integrator", count: 6, ask, tooMany: 1 });
    expect(refused).toHaveLength(1);
  },
);

differs(
  "policies",
  "policies or rules that several requests change at the same time are 423 E0000239: priorities are being reconciled",
  `${asked}, for a tenth of a second after each change, which is a guess`,
  async () => {
    const org = await startTestOrg({ limits: "workforce" });
    // On connections that are there already: on a busy machine it would take too long to make them.
    await Promise.all([1, 2].map(() => org.call("GET", "/api/v1/org")));
    const answers = await Promise.all(["one", "other"].map((name) => newPolicy(org, name)));
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(({ status, json }) => [status, json.errorCode])).toEqual([[423, "E0000239"]]);
  },
);

behaviour("rate limits", "documents and keys are not limited", async () => {
  const org = await startTestOrg({ limits: "integrator" });
  for (const path of ["/oauth2/default/v1/keys", "/oauth2/default/.well-known/openid-configuration"]) {
    expect((await org.call("GET", path)).headers.get("x-rate-limit-limit")).toBeNull();
  }
});

async function newPolicy(org: TestOrg, name: string) {
  return org.call("POST", "/api/v1/authorizationServers/default/policies", {
    name,
    description: name,
    priority: 1,
    conditions: { clients: { include: ["ALL_CLIENTS"] } },
  });
}
