import { join } from "node:path";
import { readRegularFile } from "../files/read-file.ts";
import { hashContents, manifestName } from "./manifest.ts";
import { mergeGitignore } from "./merge-gitignore.ts";
import { type PlannedFile, type ProjectPlan, withManifest } from "./plan.ts";
import type { SeveralPlan } from "./several.ts";

/** What is written at once: a project, or one for each of several platforms. */
export type WritablePlan = ProjectPlan | SeveralPlan;

/** What is in the folder that a project goes to. */
export interface Existing {
  /** Absolute. */
  readonly directory: string;
  /** The names in it. */
  readonly entries: readonly string[];
}

/**
 * The plan for a folder that holds files of the user's, which all stay. Where one of ours would meet one of theirs:
 * - `.gitignore` is theirs, with the lines of ours that it lacks below;
 * - other settings (`.swift-format`, say) are theirs;
 * - whatever is to be read takes another name: `README.okta-unlock.md` beside any README.
 */
export function keepExisting<Plan extends WritablePlan>(plan: Plan, { directory, entries }: Existing): Plan {
  const taken = new Set(entries.map((entry) => entry.toLowerCase()));
  const stems = new Set(entries.map(readStem));
  const files = plan.files.flatMap((file): readonly PlannedFile[] => {
    const isAtTop = !file.path.includes("/");
    const meets = isAtTop && (taken.has(file.path.toLowerCase()) || stems.has(readStem(file.path)));
    if (!meets || file.path === manifestName) return [file];
    if (file.path === ".gitignore") return mergeFile(join(directory, file.path), file);
    return file.path.startsWith(".") ? [] : [{ ...file, path: freeName(file, taken) }];
  });
  const kept: WritablePlan = { ...plan, files };
  // Each of several projects has its manifest in a folder of its own, which meets nothing.
  return ("projects" in kept ? kept : withManifest(kept)) as Plan;
}

/** None when the user's file lacks nothing, or is none that lines can be added to (a link, another encoding). */
function mergeFile(path: string, file: PlannedFile): readonly PlannedFile[] {
  const theirs = readBytes(path);
  if (theirs === undefined || !isText(theirs)) return [];
  const contents = mergeGitignore(theirs.toString("utf8"), String(file.contents));
  return contents === undefined
    ? []
    : [{ ...file, contents, sha256: hashContents(contents), extends: hashContents(theirs) }];
}

function isText(bytes: Buffer): boolean {
  return !bytes.includes(0) && Buffer.from(bytes.toString("utf8")).equals(bytes);
}

const largest = 1024 * 1024;

function readBytes(path: string): Buffer | undefined {
  try {
    return readRegularFile(path, { largest, refusesLinks: true });
  } catch {
    return undefined;
  }
}

/** `readme` for every spelling of a README; dot files are their own stem. */
function readStem(name: string): string {
  return name.toLowerCase().replace(/(?<=.)\..*$/u, "");
}

function freeName(file: PlannedFile, taken: ReadonlySet<string>): string {
  const [, stem = file.path, extension = ""] = /^(.+?)(\.[^.]*)?$/u.exec(file.path) ?? [];
  for (let number = 1; ; number += 1) {
    const name = `${stem}.okta-unlock${number === 1 ? "" : `-${number}`}${extension}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}
