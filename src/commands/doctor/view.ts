import type { Interaction, Style } from "../../context.ts";
import { type Group, groups, type Verdict } from "../../doctor/check.ts";
import { isProblem } from "../../doctor/run-checks.ts";
import type { View } from "../../terminal/session.ts";
import { wrap } from "../../terminal/wrap.ts";
import type { DoctorResult, ShownCheck } from "./result.ts";
import { joinNames } from "../../values/join-names.ts";

const signs: Readonly<Record<Verdict, string>> = {
  pass: "✔",
  warn: "!",
  fail: "✘",
  inconclusive: "?",
  skipped: "-",
  crashed: "✘",
};

const paintOf: Readonly<Record<Verdict, keyof Style>> = {
  pass: "good",
  warn: "warning",
  fail: "bad",
  inconclusive: "warning",
  skipped: "faint",
  crashed: "bad",
};

/** How texts are laid out. */
interface Layout {
  readonly style: Style;
  readonly width: number;
  /** True to name what passed, and what was skipped, too. */
  readonly isWhole: boolean;
}

/** What is wrong, with what to do; of all else how much there is, and with --verbose each check. */
export function createDoctorView({ verbose }: Pick<Interaction, "verbose">): View<DoctorResult> {
  return {
    stdout: (result, style, width) => describeChecks(result, { style, width, isWhole: verbose }),
    stderr: (result, style, width) => summarize(result, { style, width, isWhole: verbose }),
  };
}

function summarize({ counts, fixable, fixCommand, signedInTo, ok }: DoctorResult, layout: Layout): string {
  const { style } = layout;
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
  const mark = ok ? style.good("✔") : style.bad("✘");
  return [
    `${mark} ${said.join(", ")}.\n`,
    signedInTo === null && ok ? "  The app and its policies were looked at from outside only.\n" : "",
    // When a check failed, the error says it.
    ok && fixable ? `  Fix it: ${fixCommand}\n` : "",
  ].join("");
}

function describeChecks({ checks }: DoctorResult, layout: Layout): string {
  const sections = [...new Set(checks.map(({ projects }) => joinNames(projects)))].map((name) => {
    const ours = checks.filter(({ projects }) => joinNames(projects) === name);
    const text = (Object.keys(groups) as Group[]).map((group) => describeGroup(ours, group, layout)).join("");
    return name === "" ? text : `${layout.style.strong(name)}\n${text}`;
  });
  return `${sections.join("\n")}${describeSkipped(checks, layout)}\n`;
}

/** One line for a group in which all is well; else what is wrong below it. */
function describeGroup(checks: readonly ShownCheck[], group: Group, layout: Layout): string {
  const { style, isWhole } = layout;
  const ran = checks.filter((check) => check.group === group && check.verdict !== "skipped");
  if (ran.length === 0) return "";
  const worst = ran.find(isProblem) ?? ran.find(({ verdict }) => verdict === "warn") ?? ran[0];
  const verdict = worst?.verdict ?? "pass";
  const shown = isWhole ? ran : ran.filter((check) => check.verdict !== "pass");
  const passed = ran.filter((check) => check.verdict === "pass").length;
  const count = `${passed === ran.length ? "" : `${passed} of `}${countChecks(ran.length)} passed`;
  return [
    `${style[paintOf[verdict]](signs[verdict])} ${style.strong(groups[group])} ${style.faint(`(${count})`)}\n`,
    ...shown.map((check) => describeCheck(check, layout)),
  ].join("");
}

function countChecks(count: number): string {
  return count === 1 ? "1 check" : `${count} checks`;
}

function describeCheck({ title, verdict, evidence, fix }: ShownCheck, layout: Layout): string {
  const { style, width } = layout;
  const line = (text: string): string => `    ${wrap(text, { width, indent: 4 })}\n`;
  return [
    `  ${style[paintOf[verdict]](signs[verdict])} ${wrap(title, { width, indent: 4 })}\n`,
    style.faint(line(evidence)),
    fix === null || verdict === "pass" ? "" : line(fix),
  ].join("");
}

/** Checks that were skipped for the same reason, in one line. */
function describeSkipped(checks: readonly ShownCheck[], { style, width, isWhole }: Layout): string {
  const skipped = checks.filter(({ verdict }) => verdict === "skipped");
  const line = (text: string): string => `  ${wrap(text, { width, indent: 2 })}\n`;
  const reasons = [...new Set(skipped.map(({ evidence }) => evidence))].map((reason) => {
    const ours = skipped.filter(({ evidence }) => evidence === reason);
    const fix = ours[0]?.fix ?? null;
    return [
      style.faint(
        `${signs.skipped} ${wrap(`${countChecks(ours.length)} skipped: ${reason}`, { width, indent: 2 })}\n`,
      ),
      isWhole ? style.faint(line([...new Set(ours.map(({ id }) => id))].join(", "))) : "",
      fix === null ? "" : line(fix),
    ].join("");
  });
  return reasons.join("");
}
