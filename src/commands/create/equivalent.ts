import { relative } from "node:path";
import type { Context } from "../../context.ts";
import { defaultBundleId, defaultPostLogoutFor } from "../../flows/app-fields.ts";
import { provisionArguments } from "../../flows/provision-options.ts";
import { formatCommand } from "../../terminal/shell-quote.ts";
import { deriveDisplayName } from "../../values/directory.ts";
import { buildRedirectUri } from "../../values/redirect-uri.ts";
import { defaultLockAfter, defaultUnlockPolicy } from "../../values/unlock.ts";
import type { CreateAnswers, CreateFlags } from "./answers.ts";

/**
 * The shortest command that repeats this run without questions: what equals its default is left out. The API token is
 * not part of it: OKTA_CLIENT_TOKEN holds it.
 */
export function equivalentCommand(
  context: Pick<Context, "cwd" | "platform">,
  answers: CreateAnswers,
  flags: Pick<CreateFlags, "git" | "ifExists">,
): string {
  const directory = typablePath(relative(context.cwd, answers.directory)) || ".";
  const values = [
    ["--platform", answers.platform],
    ...chosenValues(answers),
    destinationFlags(answers),
    answers.destination.kind === "given" ? [] : provisionArguments(answers.provision),
    flags.ifExists === undefined ? [] : ["--if-exists", flags.ifExists],
    flags.git ? [] : ["--no-git"],
  ].flat();
  return formatCommand(["npx", "okta-unlock", "create", directory, ...values, "--yes"], context.platform);
}

/** The values that are not what `create` would have taken anyway. */
function chosenValues({ directory, name, bundleId, ...answers }: CreateAnswers): string[][] {
  const rows = [
    ["--name", name.display, deriveDisplayName(directory)],
    ["--bundle-id", bundleId, defaultBundleId(name)],
    ["--redirect-uri", answers.redirectUri, buildRedirectUri(bundleId)],
    ["--post-logout-redirect-uri", answers.postLogoutRedirectUri, defaultPostLogoutFor(answers.redirectUri)],
    ["--unlock-policy", answers.unlockPolicy, defaultUnlockPolicy],
    ["--lock-after", answers.lockAfter, defaultLockAfter],
  ] as const;
  return rows.filter(([, value, fallback]) => value !== fallback).map(([flag, value]) => [flag, value]);
}

function destinationFlags({ destination }: CreateAnswers): string[] {
  if (destination.kind === "local") return ["--org", "local"];
  if (destination.kind === "okta") return ["--org", destination.profile?.name ?? destination.orgUrl];
  return ["--issuer", destination.issuer, "--client-id", destination.clientId];
}

/** A path that starts with a hyphen would be taken for a flag. */
export function typablePath(path: string): string {
  return path.startsWith("-") ? `./${path}` : path;
}
