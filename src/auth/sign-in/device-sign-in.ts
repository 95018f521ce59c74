import * as v from "valibot";
import { OktaUnlockError } from "../../errors.ts";
import { unexpectedShape } from "../../okta/answer.ts";
import type { OrgContext } from "../../okta/exchange.ts";
import { isLoopback } from "../../values/web-address.ts";
import type { DeviceCredential } from "../credential.ts";
import { createCodeExpiredError, createDeviceError } from "./device-errors.ts";
import {
  createPostForm,
  type OAuthRefusal,
  type OrgAddress,
  type PostForm,
  buildTokenUrl,
  readTokens,
  type Tokens,
} from "./token-endpoint.ts";
import { readUrl } from "../../values/read-url.ts";

/** What a person does on another device: opens an address and types a code. */
export interface DeviceCode {
  readonly userCode: string;
  readonly verificationUrl: string;
  /** The same address with the code in it, for a link or a QR code. */
  readonly completeUrl: string | undefined;
  readonly expiresAt: Date;
}

export interface DeviceSignIn extends OrgAddress {
  /** A native app with the grants Device Authorization and Refresh Token. */
  readonly clientId: string;
  /** `okta.*` scopes; what a sign-in needs besides is added. */
  readonly scopes: readonly string[];
  /** Shows the code. Polling begins when it is done. */
  readonly onCode: (code: DeviceCode) => void | Promise<void>;
}

/** What a sign-in gives. Both tokens are registered secrets. */
export interface DeviceTokens {
  readonly refreshToken: string;
  readonly accessToken: string;
  /** What was granted, without the scopes of signing in. */
  readonly scopes: readonly string[];
}

/**
 * Signs a user in on another device (RFC 8628) and waits for it, until the code expires or `context.signal` aborts.
 * Throws `not-signed-in` when nobody came, `credential-rejected` or `permission-denied` when the org or the user said
 * no, and the network's errors when the org can't be reached at the start.
 */
export async function signInOnDevice(context: OrgContext, signIn: DeviceSignIn): Promise<DeviceTokens> {
  const post = createPostForm(context, signIn);
  const { code, deviceCode, interval } = await requestDeviceCode(context, signIn, post);
  await signIn.onCode(code);
  const polling = { signIn, post, deviceCode, interval, expiresAt: code.expiresAt };
  const { refreshToken, value, scopes } = await poll(context, polling);
  if (refreshToken === undefined) {
    throw createDeviceError({ ...signIn, refusal: { error: "unauthorized_client", description: "" } });
  }
  return { refreshToken, accessToken: value, scopes: scopes.filter((scope) => scope.startsWith("okta.")) };
}

/** What a person can open, and a QR code can hold: https, or http on this machine. */
const pageUrl = v.pipe(
  v.string(),
  v.maxLength(1024),
  v.check((text) => {
    const url = readUrl(text);
    return url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url));
  }),
  v.transform((text) => new URL(text).href),
);

/** Whatever an org says, it is asked at most every second and at least every minute, and for an hour at most. */
const deviceBody = v.looseObject({
  device_code: v.string(),
  user_code: v.pipe(v.string(), v.regex(/^[\w -]{1,64}$/u)),
  verification_uri: pageUrl,
  verification_uri_complete: v.optional(pageUrl),
  expires_in: v.pipe(v.number(), v.toMinValue(0), v.toMaxValue(3600)),
  interval: v.optional(v.pipe(v.number(), v.toMinValue(1), v.toMaxValue(60)), 5),
});

async function requestDeviceCode(context: OrgContext, signIn: DeviceSignIn, post: PostForm) {
  const { orgUrl, clientId } = signIn;
  const purpose = "start a sign-in on another device";
  const scope = [...new Set(["openid", "offline_access", ...signIn.scopes])].join(" ");
  const url = `${orgUrl}/oauth2/v1/device/authorize`;
  const askedAt = context.clock.now().getTime();
  const { refusal, json } = await post({ purpose, url, form: { client_id: clientId, scope } });
  if (refusal !== undefined) throw createDeviceError({ ...signIn, refusal });
  const parsed = v.safeParse(deviceBody, json);
  if (!parsed.success) throw unexpectedShape({ purpose, orgUrl }, ["a device code was expected"]);
  const body = parsed.output;
  context.secrets.add(body.device_code);
  const code = {
    userCode: body.user_code,
    verificationUrl: body.verification_uri,
    completeUrl: body.verification_uri_complete,
    expiresAt: new Date(askedAt + body.expires_in * 1000),
  };
  return { code, deviceCode: body.device_code, interval: body.interval };
}

interface Polling {
  readonly signIn: DeviceSignIn;
  readonly post: PostForm;
  readonly deviceCode: string;
  /** Seconds. */
  readonly interval: number;
  readonly expiresAt: Date;
}

/** Seconds by which `slow_down` makes every later pause longer (RFC 8628, section 3.5). */
const slowDown = 5;

async function poll(context: OrgContext, polling: Polling): Promise<Tokens> {
  const { clock, signal, log } = context;
  const { signIn, expiresAt } = polling;
  let { interval } = polling;
  let fault: OktaUnlockError | undefined;
  while (clock.now() < expiresAt) {
    await clock.sleep(interval * 1000, signal);
    const answer = await askOnce(context, polling);
    if (answer.kind === "tokens") return answer.tokens;
    if (answer.kind === "fault") {
      if (fault === undefined) log.warn(`${answer.fault.message} Still waiting: it may pass.`);
      fault = answer.fault;
      continue;
    }
    const { error } = answer.refusal;
    if (error === "expired_token") break;
    if (error === "slow_down") interval += slowDown;
    else if (error !== "authorization_pending")
      throw createDeviceError({ ...signIn, refusal: answer.refusal });
    fault = undefined;
  }
  throw createCodeExpiredError(signIn, fault);
}

/** How one question whether the person is done was answered. */
type PollAnswer =
  | { readonly kind: "tokens"; readonly tokens: Tokens }
  | { readonly kind: "refusal"; readonly refusal: OAuthRefusal }
  /** The network breaks, or something in it answers in the org's place: the person on the other device goes on meanwhile. */
  | { readonly kind: "fault"; readonly fault: OktaUnlockError };

async function askOnce(context: OrgContext, { signIn, post, deviceCode }: Polling): Promise<PollAnswer> {
  const form = {
    grant_type: "urn:ietf:params:oauth:grant-type:device_code",
    device_code: deviceCode,
    client_id: signIn.clientId,
  };
  try {
    const url = buildTokenUrl(signIn.orgUrl);
    const { refusal, json } = await post({ purpose: "finish the sign-in", url, form });
    if (refusal !== undefined) return { kind: "refusal", refusal };
    return { kind: "tokens", tokens: readTokens(context, signIn.orgUrl, json) };
  } catch (error) {
    if (isPassing(error)) return { kind: "fault", fault: error };
    throw error;
  }
}

/**
 * A network that is away, a rate limit, a server that is down for a moment, or a web page, redirect or certificate of whatever
 * is in between: the org itself was there when the sign-in began.
 */
function isPassing(error: unknown): error is OktaUnlockError {
  const codes = [
    "network-unreachable",
    "okta-unavailable",
    "rate-limited",
    "not-an-okta-org",
    "tls-untrusted",
  ];
  return error instanceof OktaUnlockError && codes.includes(error.code);
}

/**
 * The credential of a sign-in that was just made and is kept nowhere yet: its refresh token is replaced in memory, and
 * `refreshToken` is always the one that is good.
 */
export function createDeviceCredential(
  clientId: string,
  scopes: readonly string[],
  tokens: Pick<DeviceTokens, "refreshToken">,
): DeviceCredential {
  let { refreshToken } = tokens;
  return {
    kind: "device",
    clientId,
    scopes,
    get refreshToken() {
      return refreshToken;
    },
    async exchangeRefreshToken(refresh) {
      const refreshed = await refresh(refreshToken);
      ({ refreshToken } = refreshed);
      return refreshed;
    },
  };
}
