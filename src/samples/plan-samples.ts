import { hashContents } from "../project/manifest.ts";
import { assertProjectPaths } from "../project/paths.ts";
import { planProject } from "../project/plan.ts";
import { toTemplateView } from "../project/template-view.ts";
import type { Platform } from "../values/platform.ts";
import { renderGuides } from "./guides.ts";
import { answerForSample, settleSample, spellSampleCommand } from "./sample-app.ts";
import { samplesManifestName, type SamplesSettings, writeSamplesManifest } from "./samples-manifest.ts";

/** A file of the samples. */
export interface SampleFile {
  /** Relative to the folder of the samples, with forward slashes. */
  readonly path: string;
  readonly contents: string | Uint8Array;
  readonly sha256: string;
  readonly executable?: true;
}

/** All samples as data: nothing is written yet. */
export interface SamplesPlan {
  readonly settings: SamplesSettings;
  /** The version of okta-unlock that they are made by. */
  readonly version: string;
  /** Sorted by path; `okta-unlock-samples.json` is the last one. */
  readonly files: readonly SampleFile[];
}

export interface SamplesSource {
  /** The version of okta-unlock. */
  readonly version: string;
  /** Absolute path of the `templates` folder of the package. */
  readonly templatesDirectory: string;
  /** What a sample app asks Okta for. */
  readonly scopes: readonly string[];
}

/** Renders the sample projects and the snippets of the guides. The same input gives the same bytes; nothing is written. */
export async function planSamples(settings: SamplesSettings, source: SamplesSource): Promise<SamplesPlan> {
  const made = await Promise.all(
    settings.platforms.map((platform) => renderPlatform(platform, settings, source)),
  );
  const files = made.flat().toSorted((one, other) => (one.path < other.path ? -1 : 1));
  const hashes = Object.fromEntries(files.map(({ path, sha256 }) => [path, sha256]));
  const manifest = toFile(
    samplesManifestName,
    writeSamplesManifest(source.version, { ...settings, files: hashes }),
  );
  assertProjectPaths([...files, manifest].map(({ path }) => path));
  return { settings, version: source.version, files: [...files, manifest] };
}

async function renderPlatform(
  platform: Platform,
  settings: SamplesSettings,
  { version, templatesDirectory, scopes }: SamplesSource,
): Promise<readonly SampleFile[]> {
  const answers = answerForSample(platform);
  const okta = settleSample(settings, scopes);
  const generator = { version, command: spellSampleCommand(platform, settings) };
  const project = await planProject(answers, okta, { ...generator, templatesDirectory });
  const snippets = renderGuides(platform, toTemplateView(answers, okta, generator), settings.guides);
  return [
    ...project.files.map(({ path, contents, sha256, executable }): SampleFile => {
      const file = { path: `projects/${platform}/${path}`, contents, sha256 };
      return executable === true ? { ...file, executable } : file;
    }),
    ...snippets.map(({ path, text }) => toFile(`guides/${path}`, text)),
  ];
}

function toFile(path: string, contents: string): SampleFile {
  return { path, contents, sha256: hashContents(contents) };
}
