import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRemoteJWKSet, customFetch, jwtVerify } from "jose";
import { Agent, fetch } from "undici";
import { expect, onTestFinished, test, vi } from "vitest";
import { type LocalOrg, type LocalOrgOptions, startLocalOrg } from "../../../src/local-org/index.ts";
import { bundleForChild, startChild } from "./child.ts";
import { refresh, signInToTokens } from "./oidc/browser.ts";
import { caller } from "./support.ts";

async function start(options?: LocalOrgOptions) {
  const org = await startLocalOrg(options);
  const dispatcher = new Agent({ connect: { ca: org.caCertificate } });
  onTestFinished(async () => {
    await dispatcher.destroy();
    await org.close();
  });
  return { ...org, call: caller(org, dispatcher), dispatcher };
}

test("without options it is a new org on a free port, and leaves nothing behind", async () => {
  let org: LocalOrg | undefined;
  {
    await using inBlock = await startLocalOrg();
    org = inBlock;
    expect(existsSync(join(org.dataDirectory, "ca.pem"))).toBe(true);
    expect(org.caCertificatePath).toBe(join(org.dataDirectory, "ca.pem"));
    expect(org.issuer).toBe(`https://localhost:${org.port}/oauth2/default`);
  }
  expect(existsSync(org.dataDirectory)).toBe(false);
  await org.close();
});

const bundle = await bundleForChild("embed-child.ts");

test.each(["exit", "throw", "close"])(
  "a process that ends by %s ends at once, and leaves no folder behind",
  async (ending) => {
    const child = startChild(bundle, [ending]);
    const ended = once(child.process, "exit");
    const folder = String(await child.next());
    await ended;
    expect(existsSync(folder)).toBe(false);
  },
);

test("two of them don't meet", async () => {
  const [one, other] = [await start(), await start()];
  expect(one.port).not.toBe(other.port);
  await one.addNativeApp();
  expect((await other.call("GET", "/api/v1/apps?q=Test")).json).toEqual([]);
});

test("a folder of one's own is kept", async () => {
  const folder = mkdtempSync(join(tmpdir(), "okta-unlock-embed-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const org = await start({ dataDirectory: folder, port: 0 });
  await org.close();
  expect(readdirSync(folder)).toContain("state");
});

test("a start that fails leaves no folder behind", async () => {
  const org = await start();
  const temporary = mkdtempSync(join(tmpdir(), "okta-unlock-embed-"));
  vi.stubEnv("TMPDIR", temporary);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(temporary, { recursive: true, force: true });
  });
  await expect(startLocalOrg({ port: org.port })).rejects.toMatchObject({ code: "local-org-conflict" });
  expect(readdirSync(temporary)).toEqual([]);
  await (await startLocalOrg()).close();
  expect(readdirSync(temporary)).toEqual([]);
});

test("a native app that is added signs in at once, and its tokens verify", async () => {
  const org = await start();
  const app = await org.addNativeApp({ label: "Mine", scopes: ["openid", "profile", "offline_access"] });
  expect(app).toMatchObject({ issuer: org.issuer, redirectUris: ["com.example.app:/callback"] });
  const scope = app.scopes.join(" ");
  const { tokens, browser } = await signInToTokens(org, app.clientId, { changes: { scope } });
  const keys = createRemoteJWKSet(new URL(`${org.issuer}/v1/keys`), {
    [customFetch]: (url: string) => fetch(url, { dispatcher: org.dispatcher }),
  });
  const { payload } = await jwtVerify(tokens.access_token, keys, {
    issuer: org.issuer,
    audience: "api://default",
  });
  expect(payload).toMatchObject({ cid: app.clientId, sub: org.user.login });
  expect((await refresh(browser, app.clientId, tokens.refresh_token)).status).toBe(200);
});

test("scopes that its policy does not grant are refused", async () => {
  const org = await start();
  const app = await org.addNativeApp({ scopes: ["openid"] });
  const { tokens } = await signInToTokens(org, app.clientId, { changes: { scope: "openid email" } });
  expect(tokens.access_token).toBeUndefined();
});

test("a second app with its own policy signs in as well", async () => {
  const org = await start();
  await org.addNativeApp();
  const { clientId } = await org.addNativeApp({ refreshTokenRotation: "STATIC" });
  const { tokens, browser } = await signInToTokens(org, clientId);
  const again = await refresh(browser, clientId, tokens.refresh_token);
  expect(again.json.refresh_token).toBe(tokens.refresh_token);
});

test("the management API shows the app, its assignment and its policy as if they were made by it", async () => {
  const org = await start();
  const { appId, clientId } = await org.addNativeApp();
  const app = (await org.call("GET", `/api/v1/apps/${appId}`)).json;
  expect((await org.call("PUT", `/api/v1/apps/${appId}`, app)).status).toBe(200);
  const [group] = (await org.call("GET", `/api/v1/apps/${appId}/groups`)).json;
  expect((await org.call("GET", `/api/v1/groups/${group.id}`)).json.profile.name).toBe("Everyone");
  const policies = "/api/v1/authorizationServers/default/policies";
  const [policy] = (await org.call("GET", policies)).json;
  expect(policy.conditions.clients.include).toEqual([clientId]);
  expect((await org.call("PUT", `${policies}/${policy.id}`, policy)).status).toBe(200);
  const [rule] = (await org.call("GET", `${policies}/${policy.id}/rules`)).json;
  expect((await org.call("PUT", `${policies}/${policy.id}/rules/${rule.id}`, rule)).status).toBe(200);
});

test("an app that Okta would refuse is refused with its words, and nothing of it is made", async () => {
  const org = await start();
  await expect(org.addNativeApp({ redirectUris: [] })).rejects.toMatchObject({
    code: "okta-refused",
    details: [expect.stringContaining("redirect_uris")],
  });
  expect((await org.call("GET", "/api/v1/authorizationServers/default/policies")).json).toEqual([]);
});

test("time passes at once: a refresh token that is not used for a week is over", async () => {
  const org = await start();
  const { clientId } = await org.addNativeApp();
  const { tokens, browser } = await signInToTokens(org, clientId);
  org.clock.advance(8 * 24 * 60 * 60 * 1000);
  const late = await refresh(browser, clientId, tokens.refresh_token);
  expect([late.status, late.json.error]).toEqual([400, "invalid_grant"]);
});

test("faults and the clock are those of the org that was started", async () => {
  const org = await start({ faults: [{ kind: "status", status: 503, path: "/api/v1/apps" }] });
  expect((await org.call("GET", "/api/v1/apps")).status).toBe(503);
  expect(org.faults.hits).toEqual([{ kind: "status", method: "GET", path: "/api/v1/apps" }]);
});
