import type { Style } from "../../context.ts";
import { type Group, groups, type Verdict } from "../../doctor/check.ts";
import type { View } from "../../terminal/session.ts";
import { wrap } from "../../terminal/wrap.ts";
import type { DoctorResult, ShownCheck } from "./result.ts";

const signs: Readonly<Record<Verdict, string>> = {
  pass: "✔",
  warn: "!",
  fail: "✗",
  inconclusive: "?",
  skipped: "-",
  crashed: "✗",
};

const paintOf: Readonly<Record<Verdict, keyof Style>> = {
  pass: "good",
  warn: "warning",
  fail: "bad",
  inconclusive: "warning",
  skipped: "faint",
  crashed: "bad",
};

export const doctorView: View<DoctorResult> = {
  stdout: (result, style, width) =>
    (Object.keys(groups) as Group[]).map((group) => describeGroup(result, group, style, width)).join(""),
  stderr({ counts, fixed, signedInTo, ok }, style, width) {
    const names: readonly [Verdict, string][] = [
      ["pass", "passed"],
      ["warn", counts.warn === 1 ? "warning" : "warnings"],
      ["fail", "failed"],
      ["inconclusive", "could not tell"],
      ["crashed", "crashed"],
      ["skipped", "skipped"],
    ];
    const said = names
      .filter(([verdict]) => counts[verdict] > 0)
      .map(([verdict, name]) => `${counts[verdict]} ${name}`);
    const mark = ok ? style.good("✔") : style.bad("✗");
    return [
      ...fixed.map((line) => `${style.good("✔")} ${wrap(line, { width, indent: 2 })}\n`),
      `${mark} ${said.join(", ")}.\n`,
      signedInTo === null && ok ? "  The app and its policies were looked at from outside only.\n" : "",
    ].join("");
  },
};

function describeGroup({ checks }: DoctorResult, group: Group, style: Style, width: number): string {
  const ours = checks.filter((check) => check.group === group);
  // Of what a project does not need, nothing has to be said.
  const shown = group === "machine" ? ours.filter(({ verdict }) => verdict !== "skipped") : ours;
  if (shown.length === 0) return "";
  const lines = mergeSkipped(shown).map((check) => describeCheck(check, style, width));
  return `${style.strong(groups[group])}\n${lines.join("")}\n`;
}

/** Checks that were skipped for the same reason, in one line. */
function mergeSkipped(checks: readonly ShownCheck[]): readonly ShownCheck[] {
  return checks.flatMap((check, index) => {
    if (check.verdict !== "skipped") return [check];
    const same = checks.filter(
      ({ verdict, evidence }) => verdict === "skipped" && evidence === check.evidence,
    );
    if (checks.indexOf(same[0] ?? check) < index) return [];
    const title =
      same.length === 1 ? check.title : `${same.length} checks: ${same.map(({ id }) => id).join(", ")}`;
    return [{ ...check, title }];
  });
}

function describeCheck({ title, verdict, evidence, fix }: ShownCheck, style: Style, width: number): string {
  const paint = style[paintOf[verdict]];
  const mark = `  ${paint(signs[verdict])} `;
  const line = (text: string): string => `    ${wrap(text, { width, indent: 4 })}\n`;
  return [
    `${mark}${wrap(title, { width: width, indent: 4 })}\n`,
    verdict === "pass" ? "" : style.faint(line(evidence)),
    fix === null ? "" : line(fix),
  ].join("");
}
