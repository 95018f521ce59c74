import type { Context } from "../../context.ts";
import type { Gathering } from "../../flows/fields.ts";
import type { Destination } from "../../flows/org-session.ts";
import { gatherProvisionChoices, type ProvisionChoices } from "../../flows/provision-options.ts";
import type { IfExists } from "../../provision/find-app.ts";
import { type DestinationFlags, gatherDestination, type GivenApp } from "./destination.ts";
import { gatherPlace } from "./place.ts";
import { checkTyped, gatherProjectAnswers } from "./project-answers.ts";
import type { AnswerFlags, RunAnswers } from "./rows.ts";

/** The flags of `create` as typed. */
export interface CreateFlags extends DestinationFlags, AnswerFlags {
  readonly ifExists?: IfExists;
  readonly git: boolean;
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
  readonly input: CreateInput;
}

/**
 * Gathers the answers from argument, flags, environment and questions. Throws when something is refused or missing. What can
 * fail comes first: nobody answers questions for a folder that is taken, or an org that does not let them in.
 */
export async function gatherAnswers(
  context: Context,
  gathering: Gathering,
  input: CreateInput,
): Promise<CreateAnswers> {
  const { argument, flags } = input;
  const named = argument === undefined ? undefined : await gatherPlace(context, gathering, argument);
  const provision = gatherProvisionChoices(context, gathering, flags);
  if (context.interaction.canAsk) {
    await checkTyped(context, gathering, flags);
    gathering.finish();
  }
  const destination = await gatherDestination(context, gathering, flags);
  const { place, project } = await gatherProjectAnswers(context, gathering, { input, place: named });
  const answers = gathering.all({ ...project, place, destination, provision });
  const { place: found, ...others } = answers;
  return { ...others, directory: found.directory, ifExists: flags.ifExists, git: flags.git, input };
}
