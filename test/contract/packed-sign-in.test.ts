import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, inject, onTestFinished, test } from "vitest";
import type { startLocalOrg } from "../../src/local-org/embed.ts";
import {
  authorizationRequest,
  Browser,
  callback,
  refresh,
  signInByForm,
  tokenRequest,
} from "../unit/local-org/oidc/browser.ts";

interface Door {
  readonly startLocalOrg: typeof startLocalOrg;
}

const dist = join(inject("installation"), "node_modules", "okta-unlock", "dist");

// oidc-provider knows what it stores by the names of its classes: minified away, every call of /token was a 500.
test("the packed org signs a user in, gives tokens, refreshes them and tells reuse", async () => {
  const door = (await import(pathToFileURL(join(dist, "local-org.js")).href)) as Door;
  const org = await door.startLocalOrg();
  onTestFinished(() => org.close());
  const { clientId } = await org.addNativeApp({ redirectUris: [callback], rotationLeeway: 0 });
  const browser = new Browser(org);
  const request = authorizationRequest(clientId);
  const { code = "" } = await signInByForm(org, browser, request);
  const form = { client_id: clientId, redirect_uri: callback, code, code_verifier: request.verifier };
  const { json: tokens } = await tokenRequest(browser, { grant_type: "authorization_code", ...form });
  expect(tokens).toMatchObject({ token_type: "Bearer", scope: "openid profile email offline_access" });
  const second = await refresh(browser, clientId, tokens.refresh_token);
  expect(second.status).toBe(200);
  org.clock.advance(1000);
  const reused = await refresh(browser, clientId, tokens.refresh_token);
  expect(reused.json.error).toBe("invalid_grant");
  expect((await refresh(browser, clientId, second.json.refresh_token)).json.error).toBe("invalid_grant");
});
