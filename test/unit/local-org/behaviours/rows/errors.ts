import { expect } from "vitest";
import { nextLink, startTestOrg } from "../../support.ts";
import { expectRefusal, newApp } from "../requests.ts";
import { behaviour, differs } from "../table.ts";

behaviour(
  "errors",
  "an error has `errorCode`, `errorSummary`, `errorLink`, `errorId` and `errorCauses`",
  async (org) => {
    const { status, json, headers } = await org.call("GET", "/api/v1/apps/0oaNone");
    expect([status, json]).toEqual([
      404,
      {
        errorCode: "E0000007",
        errorSummary: "Not found: Resource not found: 0oaNone (AppInstance)",
        errorLink: "E0000007",
        errorId: expect.stringMatching(/^oae/),
        errorCauses: [],
      },
    ]);
    expect(headers.get("x-okta-request-id")).toBeTruthy();
  },
);

behaviour("errors", "an unknown API token is 401 E0000011, none at all 403 E0000005", async (org) => {
  expectRefusal(await org.call("GET", "/api/v1/apps", undefined, { token: "00x" }), 401, "E0000011");
  expectRefusal(await org.call("GET", "/api/v1/apps", undefined, { token: undefined }), 403, "E0000005");
});

behaviour(
  "errors",
  "every JSON answer has the content type `application/json`, without a charset: clients compare it",
  async (org) => {
    const { json: app } = await newApp(org);
    const answers = [
      await org.call("GET", `/api/v1/apps/${app.id}`),
      await org.call("GET", "/api/v1/apps/0oaNone"),
      await org.call("GET", "/api/v1/nothing"),
      await org.call("GET", "/oauth2/default/.well-known/openid-configuration"),
      await org.call("GET", "/oauth2/default/v1/keys"),
      await org.call("GET", "/oauth2/default/v1/userinfo", undefined, { headers: bearer }),
      await org.call("POST", "/oauth2/default/v1/token", "", { headers: form }),
      await org.call("POST", "/oauth2/v1/device/authorize", `client_id=${app.id}`, { headers: form }),
    ];
    for (const { headers } of answers.filter(({ text }) => text !== ""))
      expect(headers.get("content-type")).toBe("application/json");
  },
);

const bearer = { authorization: "Bearer none" };
const form = { "content-type": "application/x-www-form-urlencoded" };

behaviour("errors", "`SSWS` and the API token may be written without a space", async (org) => {
  const authorization = `SSWS${org.apiToken}`;
  const answer = await org.call("GET", "/api/v1/users/me", undefined, { headers: { authorization } });
  expect(answer.status).toBe(200);
});

behaviour("errors", "an unknown path is 404 E0000008, a wrong method 405 E0000022", async (org) => {
  expectRefusal(await org.call("GET", "/api/v1/nothing"), 404, "E0000008");
  expectRefusal(await org.call("PATCH", "/api/v1/apps"), 405, "E0000022");
});

behaviour("errors", "a body that isn't JSON is 400 E0000003", async (org) => {
  expectRefusal(await org.call("POST", "/api/v1/apps", "{"), 400, "E0000003");
});

behaviour("errors", "every invalid field is a cause; the summary names the first", async (org) => {
  const answer = await newApp(org, { label: "", "settings.oauthClient.grant_types": [] });
  expect(answer.json.errorSummary).toBe("Api validation failed: label");
  expect(answer.json.errorCauses.length).toBeGreaterThan(1);
});

behaviour(
  "errors",
  "the management API also accepts OAuth access tokens with `okta.*` scopes; an invalid one is 401 E0000011",
  async (org) => {
    const headers = { authorization: "Bearer eyJ" };
    const answer = await org.call("GET", "/api/v1/apps", undefined, { token: undefined, headers });
    expectRefusal(answer, 401, "E0000011");
    expect(answer.headers.get("www-authenticate")).toContain("invalid_token");
  },
);

behaviour(
  "rate limits",
  "every response has `X-Rate-Limit-Limit`, `-Remaining` and `-Reset` (UTC epoch seconds)",
  async (org) => {
    const { headers } = await org.call("GET", "/api/v1/groups");
    expect(Number(headers.get("x-rate-limit-limit"))).toBeGreaterThan(0);
    expect(Number(headers.get("x-rate-limit-remaining"))).toBeGreaterThan(0);
    expect(Number(headers.get("x-rate-limit-reset")) * 1000).toBeGreaterThan(Date.now() - 1000);
  },
);

differs(
  "rate limits",
  "too many requests are refused with 429 E0000047",
  "only when a limit was set at the start, so that test suites run at full speed",
  async () => {
    const limited = await startTestOrg({ rateLimitPerMinute: 1 });
    await limited.call("GET", "/api/v1/apps");
    expectRefusal(await limited.call("GET", "/api/v1/apps"), 429, "E0000047");
  },
);

behaviour("paging", "a list has a `Link` to itself, and to the next page if there is one", async (org) => {
  await newApp(org);
  const first = await org.call("GET", "/api/v1/apps?limit=1");
  expect(first.headers.get("link")).toContain('rel="self"');
  const second = await org.call("GET", nextLink(first) ?? "");
  expect(second.json[0].id).not.toBe(first.json[0].id);
  expect(nextLink(await org.call("GET", "/api/v1/authorizationServers"))).toBeUndefined();
});

behaviour("paging", "a page of apps has 20 by default, 200 at most", async () => {
  const many = await startTestOrg();
  for (let count = 0; count < 25; count += 1) await newApp(many);
  expect((await many.call("GET", "/api/v1/apps")).json).toHaveLength(20);
  const { headers } = await many.call("GET", "/api/v1/apps?limit=5000");
  expect(headers.get("link")).not.toContain("next");
});
