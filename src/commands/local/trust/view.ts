import type { Style } from "../../../context.ts";
import type { View } from "../../../terminal/session.ts";
import { escapeControls } from "../../../terminal/escape-controls.ts";
import { wrap } from "../../../terminal/wrap.ts";
import type { StepOutcome } from "./apply.ts";
import type { LocalTrust } from "./run.ts";
import { type TrustPlatform, trustPlatforms } from "./steps.ts";

const titles: Readonly<Record<TrustPlatform, string>> = {
  ios: "iOS",
  android: "Android",
  node: "Node",
  desktop: "This computer",
};

export const trustView: View<LocalTrust> = {
  json: ({ url, caCertificatePath, remove, steps }) => ({
    url,
    caCertificatePath,
    remove,
    steps: steps.map(({ platform, why, command, lines, ran, ok, problem }) => ({
      platform,
      why,
      command,
      lines,
      ran,
      ok,
      ...(problem !== undefined && { problem }),
    })),
  }),
  stdout({ url, remove, steps }, style, width) {
    const headline = remove ? `No longer trust the local org at ${url}` : `Trust the local org at ${url}`;
    const parts = trustPlatforms.map((platform) => describe(platform, steps, style, width));
    return `${style.strong(headline)}\n${parts.join("")}`;
  },
  stderr({ remove, steps, command }) {
    if (steps.some(({ ran }) => ran)) return remove ? "" : `\nUndo it with: ${command} --remove --apply\n`;
    if (!steps.some(({ isForApply }) => isForApply)) return "";
    return `\nRun what needs no privilege: ${command} ${remove ? "--remove --apply" : "--apply"}\n`;
  },
};

function describe(
  platform: TrustPlatform,
  steps: readonly StepOutcome[],
  style: Style,
  width: number,
): string {
  const own = steps.filter((step) => step.platform === platform);
  if (own.length === 0) return "";
  return `\n${style.accent(titles[platform])}\n${own.map((step) => describeStep(step, style, width)).join("")}`;
}

function describeStep(step: StepOutcome, style: Style, width: number): string {
  const why = `  ${signOf(step, style)}${wrap(step.why, { width, indent: 4 })}\n`;
  const lines = step.lines.map((line) => `      ${escapeControls(line)}\n`).join("");
  return step.problem === undefined
    ? why + lines
    : `${why}${lines}      ${style.bad(escapeControls(step.problem))}\n`;
}

function signOf({ ok }: StepOutcome, style: Style): string {
  if (ok === null) return "- ";
  return ok ? `${style.good("✔")} ` : `${style.bad("✘")} `;
}
