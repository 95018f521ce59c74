import { relative } from "node:path";
import type { Context } from "../../context.ts";
import { commandLine } from "../../terminal/shell-quote.ts";
import type { CreateAnswers, CreateFlags } from "./answers.ts";

/** The command that repeats this run without questions. The API token is not part of it: OKTA_CLIENT_TOKEN holds it. */
export function equivalentCommand(
  context: Pick<Context, "cwd" | "platform">,
  answers: CreateAnswers,
  flags: Pick<CreateFlags, "git" | "ifExists">,
): string {
  const directory = relative(context.cwd, answers.directory) || ".";
  const values = [
    ["--platform", answers.platform],
    ["--name", answers.name.display],
    ["--bundle-id", answers.bundleId],
    ["--redirect-uri", answers.redirectUri],
    ["--post-logout-redirect-uri", answers.postLogoutRedirectUri],
    destinationFlags(answers),
    flags.ifExists === undefined ? [] : ["--if-exists", flags.ifExists],
    flags.git ? [] : ["--no-git"],
  ].flat();
  return commandLine(["npx", "okta-unlock", "create", directory, ...values, "--yes"], context.platform);
}

function destinationFlags({ destination }: CreateAnswers): string[] {
  if (destination.kind === "local") return ["--org", "local"];
  if (destination.kind === "okta") return ["--org", destination.orgUrl];
  return ["--issuer", destination.issuer, "--client-id", destination.clientId];
}
