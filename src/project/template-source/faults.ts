/** One thing that is wrong with a template. */
export interface TemplateFault {
  /** Relative to the folder of the template, with forward slashes. */
  readonly file: string;
  /** From 1; left out when the fault is none of a line. */
  readonly line?: number | undefined;
  /** What is wrong; without a full stop. */
  readonly problem: string;
}

/** The fault as compilers write it: `App/Name.swift.hbs:12: …`. */
export function formatFault({ file, line, problem }: TemplateFault): string {
  return `${file}${line === undefined ? "" : `:${line}`}: ${problem}`;
}
