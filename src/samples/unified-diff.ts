import { posix } from "node:path";
import { createTwoFilesPatch } from "diff";
import { manifestName } from "../project/manifest.ts";
import type { SampleDifference } from "./compare-samples.ts";
import { samplesManifestName } from "./samples-manifest.ts";

/**
 * The lines that say what has to change in a file, as `git diff` has them: `-` is what is there, `+` what should be. A whole file
 * that is missing or extra is named, not shown.
 */
export function formatDifference(difference: SampleDifference): readonly string[] {
  const { path, kind } = difference;
  if (kind === "missing") return ["--- /dev/null", `+++ b/${path}`, "The whole file is missing."];
  if (kind === "extra") {
    const thing = path.endsWith("/") ? "folder" : "file";
    return [`--- a/${path}`, "+++ /dev/null", `The whole ${thing} is not one of the samples.`];
  }
  const modes = difference.lacksExecutable
    ? [`diff --git a/${path} b/${path}`, "old mode 100644", "new mode 100755"]
    : [];
  return [...modes, ...formatChange(difference)];
}

function formatChange({ path, found, wanted, lacksExecutable }: SampleDifference): readonly string[] {
  if (found === wanted && lacksExecutable) return [];
  if (found === undefined || wanted === undefined) return [`Binary files a/${path} and b/${path} differ`];
  const [one, other] = [found, wanted].map((text) => maskSums(path, text)) as [string, string];
  if (one === other) return [`--- a/${path}`, `+++ b/${path}`, "Only the sums of other files differ."];
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, one, other, undefined, undefined, {
    context: 3,
  });
  return patch.replace(/^=+\n/u, "").replace(/\n$/u, "").split("\n");
}

const manifests = new Set([manifestName, samplesManifestName]);

/** Nobody wants to read the sums in a manifest: they follow from the files. */
function maskSums(path: string, text: string): string {
  return manifests.has(posix.basename(path)) ? text.replace(/"files": \{[^}]*\}/u, '"files": { … }') : text;
}

/** The first line of what is there that differs, for a mark beside it; 1 when a whole file is missing or extra. */
export function findFirstLine({ kind, found = "", wanted = "" }: SampleDifference): number {
  if (kind !== "changed") return 1;
  const [one, other] = [found.split("\n"), wanted.split("\n")];
  const index = one.findIndex((line, place) => line !== other[place]);
  if (index === -1 && one.length === other.length) return 1;
  return (index === -1 ? one.length : index + 1) || 1;
}
