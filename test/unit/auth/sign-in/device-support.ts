import type { DeviceCredential } from "../../../../src/auth/credential.ts";
import {
  type DeviceCode,
  type DeviceTokens,
  signInOnDevice,
} from "../../../../src/auth/sign-in/device-sign-in.ts";
import { Browser, everyone } from "../../local-org/oidc/browser.ts";
import { nativeApp, type TestOrg } from "../../local-org/support.ts";
import { createOrgContext, type TestContext } from "../../okta/org-context.ts";

const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

/** A clock that org and program share: sleeping lets the time pass at once. */
export class SharedTime {
  offset = 0;
  readonly org = { now: () => this.now() };

  now(): Date {
    return new Date(Date.now() + this.offset);
  }

  context(onSleep: (count: number) => void | Promise<void> = () => {}): TestContext {
    const context = createOrgContext();
    const sleep = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
      signal.throwIfAborted();
      this.offset += milliseconds;
      await onSleep(context.slept.push(milliseconds));
      signal.throwIfAborted();
    };
    return { ...context, clock: { now: () => this.now(), sleep } };
  }
}

/** The app that this program signs in by, as an administrator would make it. Gives its client ID. */
export async function cliApp(
  org: TestOrg,
  options: {
    readonly granted?: readonly string[];
    readonly grants?: readonly string[];
    readonly changes?: object;
  } = {},
): Promise<string> {
  const { granted = ["okta.apps.manage", "okta.groups.read", "okta.users.read.self"] } = options;
  const grant_types = options.grants ?? ["authorization_code", "refresh_token", deviceGrant];
  const changes = { "settings.oauthClient.grant_types": grant_types, ...options.changes };
  const { json } = await org.call("POST", "/api/v1/apps", nativeApp("CLI", changes));
  await org.call("PUT", `/api/v1/apps/${json.id}/groups/${await everyone(org)}`, {});
  for (const scopeId of granted) {
    await org.call("POST", `/api/v1/apps/${json.id}/grants`, { scopeId, issuer: org.url });
  }
  return json.id as string;
}

/** What a person does on the other device. */
export async function decide(
  org: TestOrg,
  code: DeviceCode,
  decision: "allow" | "deny" = "allow",
  who: { readonly login: string; readonly password: string } = org.admin,
): Promise<void> {
  const browser = new Browser(org);
  const typed = await browser.open(code.verificationUrl);
  const question = await browser.submit(typed, { user_code: code.userCode });
  const next = await browser.submit(question, { decision });
  if (!next.text.includes('name="password"')) return;
  await browser.submit(next, { username: who.login, password: who.password });
}

/** Signs the org's administrator in, who decides while the program waits. */
export async function signIn(
  org: TestOrg,
  time: SharedTime,
  { clientId, scopes, who }: { clientId: string; scopes: readonly string[]; who?: TestOrg["admin"] },
): Promise<DeviceTokens> {
  let shown: DeviceCode | undefined;
  const context = time.context(async (count) => {
    if (count === 2) await decide(org, shown!, "allow", who);
  });
  return signInOnDevice(context, {
    orgUrl: org.url,
    trust: org.caCertificate,
    clientId,
    scopes,
    onCode(code) {
      shown = code;
    },
  });
}

/** The credential of a sign-in whose refresh token is kept in memory; `kept` holds all that were ever kept. */
export function keptCredential(
  clientId: string,
  { refreshToken, scopes }: DeviceTokens,
): DeviceCredential & { readonly kept: string[] } {
  const kept = [refreshToken];
  return {
    kind: "device",
    clientId,
    scopes,
    refreshToken,
    kept,
    async exchangeRefreshToken(refresh) {
      const result = await refresh(kept.at(-1)!);
      kept.push(result.refreshToken);
      return result;
    },
  };
}
