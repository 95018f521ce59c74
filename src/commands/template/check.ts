import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { findTemplateFolder } from "../../flows/own-template.ts";
import { hint } from "../../hints.ts";
import { checkTemplate } from "../../project/template-source/check-template.ts";
import { formatFault, type TemplateFault } from "../../project/template-source/faults.ts";
import { viewNames } from "../../project/template-view.ts";
import type { View } from "../../terminal/session.ts";
import { wrap } from "../../terminal/wrap.ts";

/** What `template check` found. */
interface CheckResult {
  /** As it was typed. */
  readonly folder: string;
  /** Null when the template can't be read. */
  readonly template: {
    readonly title: string;
    readonly version: string;
    readonly platform: string;
    readonly sha256: string;
  } | null;
  /** How many files a project has at most. */
  readonly files: number;
  readonly problems: readonly TemplateFault[];
}

/** Checks a template; `failure` is a `check-failed` when something is wrong with it. Throws `invalid-value` for no folder. */
export async function runTemplateCheck(
  context: Pick<Context, "cwd">,
  folder: string,
): Promise<{ readonly result: CheckResult; readonly failure?: OktaUnlockError }> {
  const { template, files, faults } = await checkTemplate(findTemplateFolder(context, folder));
  const { title = "", version = "", platform = "", sha256 = "" } = template ?? {};
  const named = template === undefined ? null : { title, version, platform, sha256 };
  const result = { folder, template: named, files, problems: faults };
  if (faults.length === 0) return { result };
  const failure = new OktaUnlockError("check-failed", {
    message: `The template has ${faults.length === 1 ? "a problem" : `${faults.length} problems`}.`,
    ...(faults.some(({ problem }) => problem.endsWith("is not a name of the view")) && {
      why: `The names of the view are: ${viewNames.join(", ")}.`,
    }),
    next: `Correct what is listed, then check it again: ${hint("template check", { args: [folder] })}`,
  });
  return { result, failure };
}

/** One line for each problem on stdout, as compilers print them. */
export const checkView: View<CheckResult> = {
  stdout: ({ problems }, _style, width) =>
    problems.map((problem) => `${fitFault(problem, width)}\n`).join(""),
  stderr({ folder, template, files, problems }, style) {
    if (template === null || problems.length > 0) return "";
    const { title, version, platform } = template;
    return [
      `${style.good("✔")} ${title} ${version} (${platform}): no problems, ${files} files.\n`,
      `\nMake a project with it: ${hint("create", { args: ["<dir>"], template: folder })}\n`,
    ].join("");
  },
};

/** A program reads one line of each fault, as it is. */
function fitFault(fault: TemplateFault, width: number): string {
  const line = formatFault(fault);
  return Number.isFinite(width) ? wrap(line, { width, indent: 2 }) : line;
}
