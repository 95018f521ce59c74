import { setTimeout as delay } from "node:timers/promises";
import { onTestFinished } from "vitest";
import type { Context } from "../../../src/context.ts";
import type { OktaUnlockError } from "../../../src/errors.ts";
import { connectOrg, type OrgConnection } from "../../../src/auth/connect-org.ts";
import type { OrgContext } from "../../../src/okta/exchange.ts";
import type { OktaOrg } from "../../../src/okta/port.ts";
import { createFetch } from "../../../src/okta/transport.ts";
import { createSecretRegistry } from "../../../src/terminal/secrets.ts";

export const token = "00abcDEF-test-token";

export interface TestContext extends OrgContext {
  readonly said: string[];
  readonly traced: string[];
  /** Milliseconds that were asked of the clock; it really waits a thousandth of them. */
  readonly slept: number[];
}

export function createOrgContext(
  options: { env?: Context["env"]; signal?: AbortSignal; hasRealClock?: true } = {},
): TestContext {
  const said: string[] = [];
  const traced: string[] = [];
  const slept: number[] = [];
  const transport = createFetch(options.env ?? {});
  onTestFinished(() => transport.close());
  return {
    said,
    traced,
    slept,
    env: options.env ?? {},
    fetch: transport.fetch,
    signal: options.signal ?? new AbortController().signal,
    version: "0.0.0-test",
    secrets: createSecretRegistry(),
    clock: {
      now: () => new Date(),
      async sleep(milliseconds, signal) {
        slept.push(milliseconds);
        await delay(options.hasRealClock ? milliseconds : milliseconds / 1000, undefined, { signal }).catch(
          () => signal.throwIfAborted(),
        );
      },
    },
    log: {
      info: (text) => said.push(text),
      success: (text) => said.push(text),
      warn: (text) => said.push(text),
      debug: (text) => traced.push(text),
      show: () => undefined,
      notice: () => undefined,
      step: (_title, work) => work(() => {}),
    },
  };
}

export function connect(
  orgUrl: string,
  context: OrgContext = createOrgContext(),
  options: Partial<OrgConnection> = {},
): OktaOrg {
  return connectOrg(context, { orgUrl, credential: { kind: "api-token", token }, ...options });
}

/** The error that `work` rejects with; a failure when it does not reject. */
export async function errorOf(work: Promise<unknown>): Promise<OktaUnlockError> {
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("error" in outcome) return outcome.error as OktaUnlockError;
  throw new Error(`expected an error, got ${JSON.stringify(outcome.value)}`);
}

export const exampleApp = {
  id: "0oaExampleApp0000001",
  name: "oidc_client",
  label: "My App",
  status: "ACTIVE",
  created: "2026-01-01T00:00:00.000Z",
  signOnMode: "OPENID_CONNECT",
  credentials: { oauthClient: { client_id: "0oaExampleApp0000001", future_credential: 1 } },
  settings: {
    future_setting: { deep: true },
    oauthClient: { application_type: "native", future_oauth: "x" },
  },
  profile: {},
  future_root: "kept",
};
