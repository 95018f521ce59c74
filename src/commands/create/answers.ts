import type { Context } from "../../context.ts";
import type { Gathering } from "../../flows/fields.ts";
import type { Destination } from "../../flows/org-session.ts";
import { gatherProvisionChoices, type ProvisionChoices } from "../../flows/provision-options.ts";
import { loadOwnTemplate } from "../../flows/own-template.ts";
import type { CompiledTemplate } from "../../project/templates.ts";
import type { IfExists } from "../../provision/find-app.ts";
import { type DestinationFlags, gatherDestination, type GivenApp } from "./destination.ts";
import { gatherInstallWish, type InstallFlags, type InstallWish } from "./install-wish.ts";
import { gatherPlace } from "./place.ts";
import { checkTyped, gatherProjectAnswers } from "./project-answers.ts";
import type { AnswerFlags, RunAnswers } from "../../flows/run-answers.ts";

/** The flags of `create` as typed. */
export interface CreateFlags extends DestinationFlags, AnswerFlags, InstallFlags {
  readonly ifExists?: IfExists;
  readonly git: boolean;
  readonly template?: string;
}

/** What was typed. */
export interface CreateInput {
  /** `[dir]`. */
  readonly argument: string | undefined;
  readonly flags: CreateFlags;
}

/** Everything `create` needs to know, parsed. */
export interface CreateAnswers extends RunAnswers {
  /** Absolute. */
  readonly directory: string;
  readonly destination: Destination | GivenApp;
  readonly provision: ProvisionChoices;
  readonly ifExists: IfExists | undefined;
  /** Whether the project gets a repository. */
  readonly git: boolean;
  /** The template, when it is none of ours. */
  readonly template: CompiledTemplate | undefined;
  /** Whether its packages are to be installed, and with what. */
  readonly install: InstallWish;
  readonly input: CreateInput;
}

/**
 * Gathers the answers from argument, flags, environment and questions. Throws when something is refused or missing. What can
 * fail comes first: nobody answers questions for a folder that is taken, or an org that does not let them in.
 */
export async function gatherAnswers(
  context: Context,
  gathering: Gathering,
  typed: CreateInput,
): Promise<CreateAnswers> {
  const { input, template } = await gatherTemplate(context, gathering, typed);
  const { argument, flags } = input;
  const install = await gatherInstallWish(gathering, flags);
  const named = argument === undefined ? undefined : await gatherPlace(context, gathering, argument);
  const provision = gatherProvisionChoices(context, gathering, flags);
  if (context.interaction.canAsk) {
    await checkTyped(context, gathering, flags, template);
    gathering.finish();
  }
  const destination = await gatherDestination(context, gathering, flags);
  const { place, project } = await gatherProjectAnswers(context, gathering, {
    input,
    place: named,
    template,
  });
  const answers = gathering.all({ ...project, place, destination, provision });
  const { place: found, ...others } = answers;
  const { ifExists, git } = flags;
  return { ...others, directory: found.directory, ifExists, git, template, install, input };
}

/** The template that was named, which says its platform, so that nothing else can say another one. */
async function gatherTemplate(
  context: Context,
  gathering: Gathering,
  input: CreateInput,
): Promise<Pick<CreateAnswers, "input" | "template">> {
  const { template: folder, platform: typed = [] } = input.flags;
  if (folder === undefined) return { input, template: undefined };
  const template = await gathering.attempt("template (--template)", () => loadOwnTemplate(context, folder));
  if (template === undefined) return { input, template };
  const { platform } = template;
  const others = [typed].flat().filter((name) => name.trim().toLowerCase() !== platform);
  if (others.length > 0)
    gathering.refused(
      `platform (--platform): the template in ${folder} is for ${platform}. Leave out --platform ${others.join(", ")}`,
    );
  return { input: { ...input, flags: { ...input.flags, platform } }, template };
}
