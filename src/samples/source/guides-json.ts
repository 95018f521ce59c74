import * as v from "valibot";
import type { GuideSnippet } from "../guides.ts";

const name = v.pipe(v.string(), v.regex(/^[a-z\d]+(?:-[a-z\d]+)*$/u, "a name such as sign-in"));
const folders = v.strictObject({ ios: name, android: name, "react-native": name });

/** `guides.json`: the guides, and which page each of their snippets is. */
const guidesJson = v.strictObject({
  /** What the platforms are called in Okta's docs repository. */
  folders,
  guides: v.record(
    name,
    v.strictObject({
      /** Where this guide calls them otherwise. */
      folders: v.exactOptional(v.partial(folders)),
      /** By the name that the guide includes it by: the page, `guides/<platform>/<page>.md`. */
      snippets: v.record(name, name),
    }),
  ),
});

type GuidesJson = v.InferOutput<typeof guidesJson>;

/** Parses the text of `guides.json`. Throws with every fault; `path` is for that message. */
export function parseGuidesJson(text: string, path: string): GuidesJson {
  const parsed = v.safeParse(guidesJson, readJson(text, path));
  if (parsed.success) return parsed.output;
  const faults = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? "guides.json"}: ${issue.message}`);
  throw new Error(`${path}:1: ${faults.join("; ")}`);
}

function readJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path}:1: ${(error as Error).message}`, { cause: error });
  }
}

/** The snippets of all guides, in the order of the file. */
export function listSnippets({ guides, folders: common }: GuidesJson): readonly GuideSnippet[] {
  return Object.entries(guides).flatMap(([guide, { snippets, folders: own }]) =>
    Object.entries(snippets).map(([snippet, page]) => ({
      guide,
      snippet,
      page,
      folders: { ...common, ...own } as GuideSnippet["folders"],
    })),
  );
}
