import type { WritablePlan } from "../../project/keep-existing.ts";
import type { Platform } from "../../values/platform.ts";
import { findReadme } from "./project-readme.ts";

/** What is to be done in the folder of one of several projects. */
export interface ProjectSteps {
  readonly platform: Platform;
  readonly steps: readonly string[];
}

/** What to do with what was made. A single project has steps of the folder only. */
export interface Steps {
  /** In the folder of the run. */
  readonly shared: readonly string[];
  /** In the folder of each of several projects. */
  readonly projects: readonly ProjectSteps[];
}

/** The steps of each project; what several have in common is said once. `paths` are those in the folder of the run. */
export function listSteps(plan: WritablePlan, paths: readonly string[]): Steps {
  const readme = findReadme(paths.filter((path) => !path.includes("/")));
  if (!("projects" in plan)) {
    return { shared: plan.nextSteps.map((step) => step.replace("README.md", readme)), projects: [] };
  }
  const [first, ...others] = plan.projects;
  const inAll = (first?.nextSteps ?? []).filter(
    (step) => !namesReadme(step) && others.every(({ nextSteps }) => nextSteps.includes(step)),
  );
  const projects = plan.projects.map(({ platform, nextSteps }) => ({
    platform,
    steps: nextSteps.filter((step) => !inAll.includes(step) && !namesReadme(step)),
  }));
  const reading = `Read ${readme}: what the folders are, and where to begin in each.`;
  return { shared: [...inAll, reading], projects };
}

/** The folder of several has a README of its own, which names theirs. */
function namesReadme(step: string): boolean {
  return step.includes("README.md");
}
