import type { PlannedFile, ProjectPlan } from "./plan.ts";
import { withManifest } from "./plan.ts";

/**
 * The plan for a folder that holds `entries` already: a file of the project that would meet one of the user's takes
 * another name. `README.md` beside any README of the user's is `README.okta-unlock.md`.
 */
export function keepExisting(plan: ProjectPlan, entries: readonly string[]): ProjectPlan {
  const taken = new Set(entries.map((entry) => entry.toLowerCase()));
  const stems = new Set(entries.map(stemOf));
  const files = plan.files.map((file) => {
    const meets =
      !file.path.includes("/") && (taken.has(file.path.toLowerCase()) || stems.has(stemOf(file.path)));
    return meets ? { ...file, path: freeName(file, taken) } : file;
  });
  return withManifest({ ...plan, files });
}

/** `readme` for every spelling of a README; dot files are their own stem. */
function stemOf(name: string): string {
  return name.toLowerCase().replace(/(?<=.)\..*$/u, "");
}

function freeName(file: PlannedFile, taken: ReadonlySet<string>): string {
  const [, stem = file.path, extension = ""] = /^(.+?)(\.[^.]*)?$/u.exec(file.path) ?? [];
  for (let number = 1; ; number += 1) {
    const name = `${stem}.okta-unlock${number === 1 ? "" : `-${number}`}${extension}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}
