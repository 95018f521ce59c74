import { hint } from "../../hints.ts";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { OrgUrl } from "../../values/org-url.ts";
import { withConfigLock } from "../config-folder.ts";
import type { Credential } from "../credential.ts";
import { type SecretContext, type SecretPlace, openSecretStore } from "../secrets/secret-store.ts";
import { formatAccount, type Profile, type ProfileBook, type SignInMethod } from "./profile.ts";
import { changeProfiles, readProfiles } from "./profile-file.ts";
import { chooseProfileName } from "../../values/profile-name.ts";

type SignInContext = SecretContext & Pick<Context, "secrets">;

/** A sign-in that was checked. */
export interface SignIn {
  readonly orgUrl: OrgUrl;
  readonly credential: Credential;
  readonly login: string;
  /** Made from the org when left out. */
  readonly name?: string | undefined;
  readonly place: SecretPlace;
}

/**
 * Keeps a sign-in and makes it the current one. One of the same name is replaced; without a name, the one for the same org,
 * login and method. Throws `invalid-value` when the name belongs to another org, and what the store throws.
 */
export async function saveSignIn(context: SignInContext, signIn: SignIn): Promise<Profile> {
  let kept: Profile | undefined;
  await changeProfiles(context, async (book) => {
    const profile = buildProfile(book, signIn);
    const replaced = book.profiles.find(({ name }) => name === profile.name);
    if (replaced !== undefined) assertSameOrg(replaced, profile);
    const store = await openSecretStore(context, signIn.place);
    await store.write(formatAccount(profile), pickSecret(signIn.credential));
    if (replaced !== undefined && replaced.storedIn !== profile.storedIn)
      await forgetSecret(context, replaced);
    kept = profile;
    const others = book.profiles.filter(({ name }) => name !== profile.name);
    return { current: profile.name, profiles: [...others, profile] };
  });
  if (kept === undefined) throw new Error("no profile was kept");
  return kept;
}

/** Forgets a profile and its secret. One that is gone already counts as done. */
export async function forgetSignIn(context: SignInContext, profile: Profile): Promise<void> {
  await changeProfiles(context, async ({ current, profiles }) => {
    await forgetSecret(context, profile);
    const others = profiles.filter(({ name }) => name !== profile.name);
    return { profiles: others, ...(current !== profile.name && { current }) };
  });
}

/** Forgets the profiles of an org that hold this API token, because it has ended, and gives them. */
export async function forgetToken(
  context: SignInContext,
  orgUrl: OrgUrl,
  token: string,
): Promise<readonly Profile[]> {
  const { profiles } = await readProfiles(context);
  const forgotten: Profile[] = [];
  for (const profile of profiles) {
    if (profile.orgUrl !== orgUrl || profile.method.kind !== "api-token") continue;
    const store = await openSecretStore(context, profile.storedIn);
    if ((await store.read(formatAccount(profile))) !== token) continue;
    await forgetSignIn(context, profile);
    forgotten.push(profile);
  }
  return forgotten;
}

/** The credential of a profile, its secret fresh from the store. Throws `not-signed-in` when that has none. */
export async function readCredential(context: SignInContext, profile: Profile): Promise<Credential> {
  const { method } = profile;
  const secret = await readSecret(context, profile);
  if (method.kind === "api-token") return { kind: "api-token", token: secret };
  if (method.kind === "service-app") return { ...method, privateKey: secret };
  return {
    ...method,
    refreshToken: secret,
    exchangeRefreshToken: (refresh) =>
      withConfigLock(context.configDirectory, `refresh-${profile.name}`, async () => {
        const refreshed = await refresh(await readSecret(context, profile));
        context.secrets.add(refreshed.refreshToken);
        const store = await openSecretStore(context, profile.storedIn);
        const write = (): Promise<void> => store.write(formatAccount(profile), refreshed.refreshToken);
        // The org has ended the old token: what is refused for a moment is worth a second try.
        await write().catch(write);
        return refreshed;
      }),
  };
}

async function readSecret(context: SignInContext, profile: Profile): Promise<string> {
  const store = await openSecretStore(context, profile.storedIn);
  const secret = await store.read(formatAccount(profile));
  if (secret !== undefined) {
    context.secrets.add(secret);
    return secret;
  }
  throw new OktaUnlockError("not-signed-in", {
    message: `The secret of the profile ${profile.name} is missing.`,
    why: `The ${profile.storedIn} no longer has it.`,
    next: `Sign in again: ${hint("login", { org: profile.orgUrl, name: profile.name })}`,
  });
}

async function forgetSecret(context: SignInContext, profile: Profile): Promise<void> {
  const store = await openSecretStore(context, profile.storedIn);
  await store.remove(formatAccount(profile));
}

function buildProfile(book: ProfileBook, { orgUrl, credential, login, name, place }: SignIn): Profile {
  const method = toMethod(credential);
  const earlier = book.profiles.find(
    (each) => each.orgUrl === orgUrl && each.login === login && each.method.kind === method.kind,
  );
  const taken = book.profiles.map((each) => each.name);
  return {
    name: name ?? earlier?.name ?? chooseProfileName(orgUrl, taken),
    orgUrl,
    method,
    login,
    storedIn: place,
  };
}

function assertSameOrg(replaced: Profile, { name, orgUrl }: Profile): void {
  if (replaced.orgUrl === orgUrl) return;
  throw new OktaUnlockError("invalid-value", {
    message: `The profile ${name} belongs to ${replaced.orgUrl}.`,
    why: `This sign-in is for ${orgUrl}.`,
    next: `Choose another name with --name, or remove the existing profile: ${hint("orgs remove", { args: [name] })}`,
  });
}

function toMethod(credential: Credential): SignInMethod {
  if (credential.kind === "api-token") return { kind: "api-token" };
  const { clientId, scopes } = credential;
  if (credential.kind === "device") return { kind: "device", clientId, scopes: [...scopes] };
  const { keyId } = credential;
  return { kind: "service-app", clientId, scopes: [...scopes], ...(keyId !== undefined && { keyId }) };
}

function pickSecret(credential: Credential): string {
  if (credential.kind === "api-token") return credential.token;
  return credential.kind === "service-app" ? credential.privateKey : credential.refreshToken;
}
