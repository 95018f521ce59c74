import { basename, isAbsolute, relative, resolve, sep } from "node:path";
import type { Context } from "../../context.ts";
import { ownCommand } from "../../hints.ts";
import { formatCommand } from "../../values/shell-quote.ts";
import { formatProvisionFlags } from "../../flows/provision-options.ts";
import { formatFlag } from "../../terminal/switches.ts";
import type { CreateAnswers } from "./answers.ts";
import { readTyped, runRows } from "../../flows/run-answers.ts";

/**
 * The shortest command that repeats this run without questions: what equals its default is left out, unless it was typed. The
 * API token is not part of it: OKTA_CLIENT_TOKEN holds it. Nor is how a run prints (--json, --verbose and the like).
 */
export function buildEquivalentCommand(context: Pick<Context, "cwd">, answers: CreateAnswers): string {
  return ownCommand(listWords(context, answers, listTemplateFlag(context, answers)));
}

/** The same for the project's README, which is read on other machines. */
export function buildPortableCommand(
  context: Pick<Context, "cwd" | "platform">,
  answers: CreateAnswers,
): string {
  return formatCommand(
    ["npx", "okta-unlock", ...listWords(context, answers, listPortableTemplate(context, answers))],
    context.platform,
  );
}

function listWords(
  context: Pick<Context, "cwd">,
  answers: CreateAnswers,
  template: readonly string[],
): string[] {
  // A slash is read on every system, in every shell.
  const directory = formatTypablePath(relative(context.cwd, answers.directory).replaceAll(sep, "/")) || ".";
  const values = [
    template,
    listAnswerFlags(answers),
    listDestinationFlags(answers),
    answers.destination.kind === "given" ? [] : formatProvisionFlags(answers.provision, answers.input.flags),
    answers.ifExists === undefined ? [] : ["--if-exists", answers.ifExists],
    answers.git ? [] : ["--no-git"],
  ].flat();
  return ["create", directory, ...values, "--yes"];
}

/** The template as it is found from here. */
function listTemplateFlag({ cwd }: Pick<Context, "cwd">, { input }: CreateAnswers): string[] {
  const { template } = input.flags;
  if (template === undefined) return [];
  const path = relative(cwd, resolve(cwd, template)).replaceAll(sep, "/");
  return ["--template", formatTypablePath(path) || "."];
}

/** The same on another machine, where only what lies beside the project can be where it is here. */
function listPortableTemplate(context: Pick<Context, "cwd">, answers: CreateAnswers): string[] {
  const [flag, path] = listTemplateFlag(context, answers);
  if (flag === undefined || path === undefined) return [];
  return [flag, isAbsolute(path) || path.startsWith("../../") ? basename(path) : path];
}

/** The answers that were typed, or are not what `create` would have taken anyway. */
function listAnswerFlags(answers: CreateAnswers): string[] {
  const { flags } = answers.input;
  return runRows.flatMap(([name, row]) => {
    if (name === "platforms") return answers.platforms.flatMap((platform) => formatFlag(row.flag, platform));
    const text = row.write(answers[name]);
    const isUsual = readTyped(flags, name).length === 0 && text === row.fallback(answers);
    return isUsual ? [] : formatFlag(row.flag, text);
  });
}

function listDestinationFlags({ destination }: CreateAnswers): string[] {
  if (destination.kind === "local") return ["--org", "local"];
  if (destination.kind === "okta") return ["--org", destination.profile?.name ?? destination.orgUrl];
  return ["--issuer", destination.issuer, "--client-id", destination.clientId];
}

/** A path that starts with a hyphen would be taken for a flag. */
export function formatTypablePath(path: string): string {
  return path.startsWith("-") ? `./${path}` : path;
}
