import { join } from "node:path";
import type { Platform } from "../../values/platform.ts";
import type { CreateAnswers } from "./answers.ts";
import { toProjectAnswers } from "../../flows/run-answers.ts";

/** A project of one run, and where it is. */
export interface ProjectPlace {
  readonly platform: Platform;
  /** Its folder in the one of the run: the name of the platform, or nothing when the run makes no other project. */
  readonly folder: string;
  /** Absolute. */
  readonly directory: string;
}

/** Where each project of the run goes: one is the folder itself, several have one each in it. */
export function locateProjects({
  platforms,
  directory,
}: Pick<CreateAnswers, "platforms" | "directory">): readonly ProjectPlace[] {
  const [only, ...others] = platforms;
  if (only !== undefined && others.length === 0) return [{ platform: only, folder: "", directory }];
  return platforms.map((platform) => ({
    platform,
    folder: platform,
    directory: join(directory, platform),
  }));
}

/** The path in the folder of the run, with forward slashes. */
export function prefixPath(folder: string, path: string): string {
  return folder === "" ? path : `${folder}/${path}`;
}

/** The answers of a run that makes this project alone. */
export function narrowToProject(
  answers: CreateAnswers,
  { platform, directory }: ProjectPlace,
): CreateAnswers {
  const { platform: _platform, ...own } = toProjectAnswers(answers, platform);
  return { ...answers, ...own, directory, platforms: [platform] };
}
