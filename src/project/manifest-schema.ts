import * as v from "valibot";
import type { Parsed } from "../values/branded.ts";
import { parseBundleId } from "../values/bundle-id.ts";
import { parseClientId } from "../values/client-id.ts";
import { parseIssuer } from "../values/issuer.ts";
import { parseOrgUrl } from "../values/org-url.ts";
import { platforms } from "../values/platform.ts";
import type { Answer, JsonForm } from "./answer.ts";
import type { ProjectAnswers } from "./answers.ts";
import { manifestRows, manifestVersion, type ProjectManifest } from "./manifest.ts";
import { pathFault } from "./paths.ts";

/** A value type as a schema: the same rule at this border as at every other. */
function parsedBy<T>(parse: (text: string) => Parsed<T>) {
  return v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const parsed = parse(dataset.value);
      if (parsed.ok) return parsed.value;
      addIssue({ message: parsed.problem });
      return NEVER;
    }),
  );
}

const version = v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/u, "This is not a version."));
const sha256 = v.pipe(v.string(), v.regex(/^[\da-f]{64}$/u, "This is not a SHA-256 hash."));
/** Read from a file that may come from anybody: no path may lead out of the project. */
const projectPath = v.pipe(
  v.string(),
  v.check((path) => pathFault(path) === undefined, "This is not a path inside a project."),
);

/** The answers, each as its row says. One with a default is optional: projects made before it was asked lack it. */
const answersJson = v.object(
  Object.fromEntries(manifestRows.map(([name, row]) => [name, schemaFor(row)])),
) as unknown as v.GenericSchema<unknown, Omit<ProjectAnswers, "platform">>;

function schemaFor(row: Answer<unknown>): v.GenericSchema {
  const schema = v.pipe(
    readText(row.json),
    parsedBy((text) => row.parse(text, {})),
  );
  return row.json.default === undefined ? schema : v.optional(schema, row.json.default as never);
}

/** The text of a JSON value, for the parser of its row. */
function readText(json: JsonForm) {
  if (json.type === "integer") return v.pipe(v.number(), v.transform(String));
  if (json.type === "boolean") return v.pipe(v.boolean(), v.transform(String));
  return json.enum === undefined ? v.string() : v.picklist(json.enum);
}

const manifestJson = v.object({
  schemaVersion: v.literal(manifestVersion),
  generatorVersion: version,
  platform: v.picklist(platforms),
  templateVersion: version,
  template: v.exactOptional(v.object({ title: v.pipe(v.string(), v.nonEmpty()), sha256 })),
  answers: answersJson,
  okta: v.object({
    org: v.exactOptional(parsedBy(parseOrgUrl)),
    issuer: parsedBy(parseIssuer),
    clientId: parsedBy(parseClientId),
    appId: v.exactOptional(v.pipe(v.string(), v.regex(/^[\w-]+$/u, "This is not an app ID."))),
    scopes: v.array(
      v.pipe(v.string(), v.regex(/^[\u0021\u0023-\u005B\u005D-\u007E]+$/u, "This is not a scope.")),
    ),
    localOrg: v.boolean(),
  }),
  command: v.exactOptional(v.pipe(v.string(), v.maxLength(10_000))),
  files: v.record(projectPath, sha256),
});

/** The rules of a platform bind that platform's projects only, so that they come last. */
const checkedManifest = v.pipe(
  manifestJson,
  v.check(
    ({ platform, answers }) => parseBundleId(answers.bundleId, platform).ok,
    "The bundle ID can't be used on the platform of the project.",
  ),
);

/** Parses the JSON of an `okta-unlock.json`; gives the manifest, or one sentence for each fault. */
export function parseManifest(json: unknown): ProjectManifest | { readonly faults: readonly string[] } {
  const parsed = v.safeParse(checkedManifest, json);
  if (!parsed.success)
    return { faults: parsed.issues.map((issue) => `${v.getDotPath(issue) ?? "file"}: ${issue.message}`) };
  const { platform, answers, schemaVersion: _, ...others } = parsed.output;
  return { ...others, answers: { platform, ...answers } };
}
