import { hint } from "../../hints.ts";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { openOrg } from "../org-session.ts";
import { useOrg } from "../current-profile.ts";

/** The local org, ready and the current one. */
export interface LocalRegistration {
  readonly kind: "local";
  readonly url: string;
  readonly admin: LoginAndPassword;
  /** The test user. */
  readonly user: LoginAndPassword;
  /** It runs in a process that outlasts this one. */
  readonly isLasting: boolean;
  /** The environment variable that beats the current org, when one is set. */
  readonly overriddenBy: string | null;
}

interface LoginAndPassword {
  readonly login: string;
  readonly password: string;
}

/** Makes the local org unless it is there, and makes it the current one. Nothing is left running. */
export async function registerLocally(
  context: Context,
  flags: { readonly org?: string; readonly withToken?: boolean },
): Promise<LocalRegistration> {
  assertOnlyLocal(flags);
  const isLasting = await context.log.step("Prepare the local org", async () => {
    const session = await openOrg(context, { kind: "local" });
    await session.close();
    return session.local?.isLasting === true;
  });
  const { readLocalOrgStatus } = await import("../../local-org/index.ts");
  const { url, admin, user } = await readLocalOrgStatus(context.localOrgDirectory);
  if (url === undefined || admin === undefined || user === undefined)
    throw new Error("no local org was made");
  await useOrg(context, "local");
  const variables = ["OKTA_UNLOCK_ORG", "OKTA_CLIENT_ORGURL"];
  const overriddenBy = variables.find((name) => context.env[name] !== undefined) ?? null;
  return { kind: "local", url, admin, user, isLasting, overriddenBy };
}

function assertOnlyLocal({ org, withToken }: Parameters<typeof registerLocally>[1]): void {
  const isOtherOrg = org !== undefined && org.toLowerCase() !== "local";
  if (!isOtherOrg && withToken !== true) return;
  throw new OktaUnlockError("invalid-value", {
    message: `--local and ${isOtherOrg ? "--org" : "--with-token"} can't be used together.`,
    why: "The local org is on this machine, and okta-unlock already knows its API token.",
    next: `For the local org only: ${hint("register", { local: true })}`,
  });
}
