import { locateSecrets } from "../../auth/secrets/file-store.ts";
import { describeWayOut, KeyringUnusable } from "../../auth/secrets/keyring.ts";
import { openSecretStore, type SecretContext, type SecretPlace } from "../../auth/secrets/secret-store.ts";
import type { Context } from "../../context.ts";
import type { OktaUnlockError } from "../../errors.ts";
import { hint, readingFile } from "../../hints.ts";
import type { LoginFlags } from "./flags.ts";

/** Where a sign-in is going to be kept; `nowhere` when it is for this run only. */
export type KeepingPlace = SecretPlace | "nowhere";

/** What may be done where there is no keyring. */
interface Keeping {
  readonly flags: LoginFlags;
  /** After a no the sign-in is used for this run only. */
  readonly isOptional: boolean;
}

/**
 * Finds out where the secret can be kept, before anybody types it: the keyring, or a file, but only after a yes or with
 * --insecure-storage; --yes is none. Without one throws `missing-input`, or gives `nowhere` when keeping is optional.
 */
export async function choosePlace(context: Context, { flags, isOptional }: Keeping): Promise<KeepingPlace> {
  if (flags.insecureStorage === true) return "file";
  const problem = await findKeyringProblem(context);
  if (problem === undefined) return "keyring";
  if (!context.interaction.canAsk) throw explainWayOut(problem, flags);
  if (await askForFile(context, problem)) return "file";
  if (isOptional) return "nowhere";
  throw explainWayOut(problem, flags);
}

/** Why the keyring can't be used; undefined when it answers. */
export async function findKeyringProblem(context: SecretContext): Promise<KeyringUnusable | undefined> {
  const store = await openSecretStore(context, "keyring");
  try {
    await store.read("probe");
    return undefined;
  } catch (error) {
    if (error instanceof KeyringUnusable) return error;
    throw error;
  }
}

/** Asks whether a file may take the secret that the keyring does not. */
export async function askForFile(context: Context, { message, why }: KeyringUnusable): Promise<boolean> {
  context.log.warn(`${message} ${why ?? ""}`.trim());
  const question = `Keep the secret as plain text in ${locateSecrets(context)}${describeProtection(context)}?`;
  return context.prompts.confirm({ message: question, default: false });
}

/** With the flags that were given, so that the command can be pasted. */
function explainWayOut(error: KeyringUnusable, flags: LoginFlags): OktaUnlockError {
  const command = hint("login", {
    org: flags.org,
    name: flags.name,
    "client-id": flags.clientId,
    "private-key": flags.privateKey,
    "key-id": flags.keyId,
    scopes: flags.scopes,
    "with-token": flags.withToken === true ? true : undefined,
    bootstrap: flags.bootstrap === true ? true : undefined,
    "insecure-storage": true,
  });
  const whole = flags.withToken === true ? readingFile(command, "token.txt") : command;
  return error.with({ next: describeWayOut(error.problem, whole) });
}

/** Windows has no file modes: there the permissions of the user's own folder have to do. */
function describeProtection({ platform }: Context): string {
  return platform === "win32" ? ", in your own user folder" : ", which only you can read";
}
