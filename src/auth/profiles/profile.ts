import * as v from "valibot";
import type { OrgUrl } from "../../values/org-url.ts";
import { profileNamePattern } from "../../values/profile-name.ts";

/** How a profile signs in: one for each kind of `Credential`, without what is secret in it. */
const method = v.variant("kind", [
  v.object({ kind: v.literal("api-token") }),
  v.object({
    kind: v.literal("service-app"),
    clientId: v.string(),
    keyId: v.exactOptional(v.string()),
    scopes: v.array(v.string()),
  }),
  v.object({ kind: v.literal("device"), clientId: v.string(), scopes: v.array(v.string()) }),
]);

const profile = v.object({
  /** An origin that `parseOrgUrl` gave. */
  orgUrl: v.pipe(
    v.string(),
    v.regex(/^https?:\/\/[^/]+$/u),
    v.transform((url) => url as OrgUrl),
  ),
  method,
  /** Who signed in, as the org named them: a login, or the client ID of a service app. */
  login: v.string(),
  storedIn: v.picklist(["keyring", "file"]),
});

/** What the file holds. */
export const profileFile = v.object({
  version: v.literal(1),
  current: v.exactOptional(v.string()),
  profiles: v.record(v.pipe(v.string(), v.regex(profileNamePattern)), profile),
});

/** A named sign-in to an org. It holds no secret: that lies in the store that `storedIn` names. */
export type Profile = v.InferOutput<typeof profile> & { readonly name: string };

export type SignInMethod = Profile["method"];

/** All profiles, and which one is used when nothing else is said: a profile's name, or `local`. */
export interface ProfileBook {
  readonly current?: string | undefined;
  readonly profiles: readonly Profile[];
}

/** The account that a profile's secret is kept under. */
export function formatAccount({ name, orgUrl }: Pick<Profile, "name" | "orgUrl">): string {
  return `${name} ${orgUrl}`;
}
