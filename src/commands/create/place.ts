import { resolve } from "node:path";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { Gathering } from "../../flows/fields.ts";
import { explain } from "../../flows/read-field.ts";
import {
  assertUsable,
  type FoundProject,
  type FreeTarget,
  inspectTarget,
  type TargetState,
} from "../../project/target.ts";
import { parseDirectory } from "../../values/directory.ts";

/** A target that `assertUsable` let through. */
export type UsableTarget = FreeTarget | Extract<TargetState, { readonly kind: "ours" | "several" }>;

/** The projects that are in the folder already. */
export function listProjects(target: UsableTarget): readonly FoundProject[] {
  if (target.kind === "several") return target.projects;
  if (target.kind !== "ours") return [];
  const { manifest } = target;
  return [{ platform: manifest.answers.platform, folder: "", manifest }];
}

/** True when nothing has to be written there. */
export function isThere(target: UsableTarget): target is Exclude<UsableTarget, FreeTarget> {
  return target.kind === "ours" || target.kind === "several";
}

/** Where the project goes, and what is there. */
export interface Place {
  /** Absolute. */
  readonly directory: string;
  readonly target: UsableTarget;
}

/** Throws `directory-unusable` unless a project can go there. */
export async function lookAtPlace(directory: string): Promise<Place> {
  const target = await inspectTarget(directory);
  assertUsable(directory, target);
  return { directory, target };
}

/** The folder that was typed; undefined when it can't be the name of one. Throws what `lookAtPlace` does. */
export async function gatherPlace(
  context: Pick<Context, "cwd">,
  gathering: Gathering,
  argument: string,
): Promise<Place | undefined> {
  const parsed = parseDirectory(argument);
  if (parsed.ok) return lookAtPlace(resolve(context.cwd, parsed.value));
  const correction = { flag: "<dir>", refused: argument, value: parsed.suggestion };
  return gathering.refused(`folder [dir]: ${explain(parsed)}`, correction);
}

/** The folder of that name; somebody who can be asked names another one where it is taken. Throws what `lookAtPlace` does. */
export async function derivePlace(
  context: Pick<Context, "cwd" | "interaction" | "log" | "prompts">,
  gathering: Gathering,
  name: string,
): Promise<Place> {
  try {
    return await lookAtPlace(resolve(context.cwd, name));
  } catch (error) {
    const isTaken = error instanceof OktaUnlockError && error.code === "directory-unusable";
    if (!isTaken || !context.interaction.canAsk) throw error;
    context.log.warn(error.message);
  }
  const answer = await context.prompts.input({
    message: "Another folder:",
    validate(text) {
      const parsed = parseDirectory(text);
      return parsed.ok ? true : explain(parsed);
    },
  });
  gathering.answered({ flag: "<dir>", value: answer });
  return derivePlace(context, gathering, answer);
}
