import type { ProjectManifest } from "../manifest.ts";
import type { PlannedFile } from "../plan.ts";
import { readFileText } from "./read-project-file.ts";
import { computeSimilarity, sameFile } from "./similarity.ts";

/** A file as the project got it. */
export interface FormerFile {
  /** Where it was put: beside a README of the user's, ours has another name. */
  readonly path: string;
  /** What `okta-unlock.json` has of it. */
  readonly sha256: string;
  /** As it was made; undefined when the version that made it can't be rendered any more. */
  readonly made?: PlannedFile;
}

/** A file of the project, before the update and after it. */
export interface FilePair {
  readonly former?: FormerFile;
  readonly today?: PlannedFile;
}

/**
 * Finds for each file of today's template the one that the project got. `former` is the project as it was made, without
 * `okta-unlock.json`. A file of the template that the project did not get, because one of the user's was there, has no pair.
 */
export function pairFiles(
  manifest: Pick<ProjectManifest, "files">,
  former: readonly PlannedFile[],
  today: readonly PlannedFile[],
): readonly FilePair[] {
  const placed = placeFiles(manifest, former);
  const wanted = today.filter(({ path }) => !placed.refused.has(path));
  const unused = new Set(placed.given);
  const found = new Map<PlannedFile, FormerFile>();
  // A file that is surely the same is not left to one that is only like it.
  for (const find of [findByOrigin, findByPlace, findSimilar]) {
    for (const file of wanted) {
      const same = found.has(file) ? undefined : find(unused, file);
      if (same === undefined) continue;
      unused.delete(same);
      found.set(file, same);
    }
  }
  return [
    ...wanted.map((file) => toPair(file, found.get(file))),
    ...Array.from(unused, (each): FilePair => ({ former: each })),
  ];
}

function toPair(today: PlannedFile, former: FormerFile | undefined): FilePair {
  if (former === undefined) return { today };
  const keepsName = former.made?.path === today.path;
  return { former, today: keepsName ? { ...today, path: former.path } : today };
}

interface Placed {
  readonly given: readonly FormerFile[];
  /** The paths where a file of the user's was. */
  readonly refused: ReadonlySet<string>;
}

function placeFiles({ files }: Pick<ProjectManifest, "files">, former: readonly PlannedFile[]): Placed {
  const rest = new Map(Object.entries(files));
  const refused = new Set<string>();
  const given: FormerFile[] = [];
  for (const made of former) {
    const path = findPlace(made.path, rest);
    const sha256 = path === undefined ? undefined : rest.get(path);
    if (path === undefined || sha256 === undefined) refused.add(made.path);
    else given.push({ path, sha256, made });
    if (path !== undefined) rest.delete(path);
  }
  return { given: [...given, ...Array.from(rest, ([path, sha256]) => ({ path, sha256 }))], refused };
}

/** `README.okta-unlock.md` for README.md, where a README was there before. */
function findPlace(path: string, files: ReadonlyMap<string, string>): string | undefined {
  if (files.has(path)) return path;
  if (path.includes("/") || path.startsWith(".")) return undefined;
  const [, stem = path, extension = ""] = /^(.+?)(\.[^.]*)?$/u.exec(path) ?? [];
  return [...files.keys()].find((each) => {
    const isOther = each.startsWith(`${stem}.okta-unlock`) && each.endsWith(extension);
    return (
      isOther && /^(?:-\d+)?$/u.test(each.slice(`${stem}.okta-unlock`.length, each.length - extension.length))
    );
  });
}

/** Wherever the answers put it. */
function findByOrigin(former: ReadonlySet<FormerFile>, { from }: PlannedFile): FormerFile | undefined {
  return from === undefined ? undefined : [...former].find(({ made }) => made?.from === from);
}

function findByPlace(former: ReadonlySet<FormerFile>, file: PlannedFile): FormerFile | undefined {
  return [...former].find(({ path }) => path === file.path);
}

function findSimilar(former: ReadonlySet<FormerFile>, file: PlannedFile): FormerFile | undefined {
  const text = readFileText(file.contents)?.text;
  let [best, most]: [FormerFile | undefined, number] = [undefined, sameFile];
  for (const each of former) {
    if (each.made?.sha256 === file.sha256) return each;
    const before = each.made && readFileText(each.made.contents)?.text;
    if (text === undefined || before === undefined) continue;
    const similarity = computeSimilarity(before, text);
    if (similarity > most) [best, most] = [each, similarity];
  }
  return best;
}
