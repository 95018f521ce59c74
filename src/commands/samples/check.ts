import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Context, Style } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { startGathering } from "../../flows/fields.ts";
import { hint } from "../../hints.ts";
import { compareSamples, type SampleDifference } from "../../samples/compare-samples.ts";
import { planSamples } from "../../samples/plan-samples.ts";
import {
  readSamplesManifest,
  samplesManifestName,
  type SamplesSettings,
} from "../../samples/samples-manifest.ts";
import { guideNames } from "../../samples/guides.ts";
import { placeholderApp } from "../../samples/sample-app.ts";
import { findFirstLine, formatDifference } from "../../samples/unified-diff.ts";
import type { Annotation } from "../../terminal/github.ts";
import { paintDiffLine } from "../../terminal/paint-diff.ts";
import type { View } from "../../terminal/session.ts";
import { platforms } from "../../values/platform.ts";
import { gatherOutFolder, sourceOf } from "./out-folder.ts";

export interface CheckFlags {
  readonly out?: string;
}

/** A file that is not as it should be. */
interface ShownDifference extends Pick<SampleDifference, "path" | "kind"> {
  /** The first line that differs. */
  readonly line: number;
  /** As `git diff` says it: `-` is what is there, `+` what should be. */
  readonly diff: readonly string[];
}

export interface CheckedSamples {
  /** Absolute path of the folder. */
  readonly folder: string;
  readonly checked: number;
  readonly differences: readonly ShownDifference[];
}

interface CheckOutcome {
  readonly result: CheckedSamples;
  readonly failure: OktaUnlockError | undefined;
}

/** Compares the folder of `--out` with the samples of today. Throws `directory-unusable` when no samples are there. */
export async function runSamplesCheck(context: Context, flags: CheckFlags): Promise<CheckOutcome> {
  const gathering = startGathering(context);
  const { folder } = gathering.all({ folder: await gatherOutFolder(context, gathering, flags.out) });
  const plan = await planSamples(readSettings(folder), sourceOf(context));
  const differences = compareSamples(plan, folder).map((difference) => ({
    path: difference.path,
    kind: difference.kind,
    line: findFirstLine(difference),
    diff: formatDifference(difference),
  }));
  const result = { folder, checked: plan.files.length, differences };
  return { result, failure: differences.length === 0 ? undefined : createFailure(result, plan.settings) };
}

/** What the samples were built with: of a folder without samples there is nothing to check. */
function readSettings(folder: string): SamplesSettings {
  const manifest = readSamplesManifest(folder);
  if (manifest !== undefined) return manifest;
  throw new OktaUnlockError("directory-unusable", {
    message: existsSync(folder) ? `${folder} has no samples.` : `There is no folder ${folder}.`,
    why: `A folder of samples has the file ${samplesManifestName}.`,
    next: `Build them: ${hint("samples build", { out: folder })}`,
  });
}

function createFailure({ folder, differences }: CheckedSamples, settings: SamplesSettings): OktaUnlockError {
  const count = (kind: SampleDifference["kind"]): number =>
    differences.filter((difference) => difference.kind === kind).length;
  const counts = (["changed", "missing", "extra"] as const)
    .map((kind) => [kind, count(kind)] as const)
    .filter(([, number]) => number > 0)
    .map(([kind, number]) => `${number} ${kind}`);
  return new OktaUnlockError("check-failed", {
    message: `The samples in ${folder} are not as this version builds them: ${counts.join(", ")}.`,
    why: "A template or okta-unlock has changed since, or they were edited by hand.",
    next: `Build them again, and remove what is extra: ${spellBuild(folder, settings)}`,
  });
}

/** The command that built them: without what it takes by default. */
function spellBuild(folder: string, { platforms: built, guides, issuer, clientId }: SamplesSettings): string {
  return hint("samples build", {
    out: folder,
    platform: built.length === platforms.length ? undefined : built,
    guide: guides.length === guideNames.length ? undefined : guides,
    issuer: issuer === placeholderApp.issuer ? undefined : issuer,
    "client-id": clientId === placeholderApp.clientId ? undefined : clientId,
  });
}

export const checkedView: View<CheckedSamples> = {
  json: ({ differences, ...others }) => ({
    ...others,
    differences: differences.map(({ diff, ...each }) => ({ ...each, diff: diff.join("\n") })),
  }),
  stdout: ({ differences }, style) => differences.map(({ diff }) => paintDiff(diff, style)).join(""),
  stderr({ folder, checked, differences }, style) {
    if (differences.length > 0) return "";
    return `${style.good("✔")} ${checked} files in ${folder} are as this version builds them.\n`;
  },
  annotations: ({ folder, differences }) => differences.map((difference) => toAnnotation(folder, difference)),
};

const titles: Readonly<Record<SampleDifference["kind"], string>> = {
  changed: "This file is stale, or was edited by hand.",
  missing: "This file of the samples is missing.",
  extra: "This file is not one of the samples.",
};

function toAnnotation(folder: string, { path, line, kind }: ShownDifference): Annotation {
  const message = path.endsWith("/") ? "This folder is not one of the samples." : titles[kind];
  return { path: join(folder, path), line, message };
}

function paintDiff(diff: readonly string[], style: Style): string {
  return diff.map((line) => `${paintDiffLine(line, style)}\n`).join("");
}
