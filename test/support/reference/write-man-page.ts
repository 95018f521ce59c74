import { type CommandPage, listPages, type OptionGroup, type Parameter } from "./command-page.ts";

/** What the man page says besides the commands. */
export interface ManFacts {
  readonly globalOptions: readonly Parameter[];
  readonly exitCodes: readonly Parameter[];
  readonly variables: readonly Parameter[];
}

/** `docs/okta-unlock.1`, in the macros of man(7), which every system reads. */
export function writeManPage(program: CommandPage, facts: ManFacts): string {
  const commands = listPages(program).filter(({ children }) => children.length === 0);
  const lines = [
    String.raw`.\" Made by test/unit/commands/reference.test.ts: change the commands, then run it with --update.`,
    `.TH OKTA-UNLOCK 1 ${date} okta-unlock`,
    // A flag that is broken into two lines can't be copied.
    ".nh",
    ".ad l",
    ...writeSection("NAME", [String.raw`okta\-unlock \- ${purpose}`]),
    ...writeSection("SYNOPSIS", [
      String.raw`\fBokta\-unlock\fR \fIcommand\fR [\fIoptions\fR]`,
      ".br",
      String.raw`\fBokta\-unlock\fR \fIcommand\fR \fB\-\-help\fR`,
    ]),
    ...writeSection("DESCRIPTION", introduction.flatMap(writeParagraph).slice(1)),
    ...writeSection("OPTIONS", ["Every command has these options.", ...writeTerms(facts.globalOptions)]),
    ...writeSection("COMMANDS", commands.flatMap(writeCommand)),
    ...writeSection("EXIT STATUS", writeTerms(facts.exitCodes)),
    ...writeSection("ENVIRONMENT", writeTerms(facts.variables)),
    ...writeSection("FILES", writeTerms(files)),
    ...writeSection("SEE ALSO", writeParagraph(seeAlso).slice(1)),
  ];
  return `${lines.join("\n")}\n`;
}

function writeSection(title: string, lines: readonly string[]): readonly string[] {
  return [`.SH ${title.includes(" ") ? `"${title}"` : title}`, ...lines];
}

function writeCommand(page: CommandPage): readonly string[] {
  const { path, usage, description, parameters, optionGroups, sections, examples, notes, aliases } = page;
  const titled = [
    ...optionGroups,
    ...sections.map(({ title, rows }) => ({ title, options: toParameters(rows) })),
  ];
  return [
    `.SS ${quoteMacro(escapeText(["okta-unlock", ...path, usage].join(" ")))}`,
    ...fill(escapeText(description)),
    ...writeTerms(parameters),
    ...titled.flatMap(writeGroup),
    ...(aliases.length === 0 ? [] : writeParagraph(`Also: ${aliases.join(", ")}`)),
    ...(examples.length === 0 ? [] : [...writeParagraph("Examples:"), ...writeLines(examples)]),
    ...(notes === undefined ? [] : writeNotes(notes)),
  ];
}

function writeGroup({ title, options }: OptionGroup): readonly string[] {
  const heading = title === "Options" ? [] : writeParagraph(`${title.replace(/:$/u, "")}:`);
  return heading.concat(writeTerms(options));
}

function toParameters(rows: readonly (readonly [string, string])[]): readonly Parameter[] {
  return rows.map(([term, description]) => ({ term, description }));
}

function writeTerms(rows: readonly Parameter[]): readonly string[] {
  return rows.flatMap(({ term, description }) => [
    ".TP",
    guardLine(String.raw`\fB${escapeText(term)}\fR`),
    ...fill(escapeText(description)),
  ]);
}

function writeParagraph(text: string): readonly string[] {
  return [".PP", ...fill(escapeText(text))];
}

function writeNotes(notes: string): readonly string[] {
  return notes
    .split(/\n(?=\S)|(?<=^\S.*)\n/gmu)
    .filter((block) => block.trim() !== "")
    .flatMap((block) =>
      block.startsWith(" ")
        ? writeLines(
            block
              .trimEnd()
              .split("\n")
              .map((line) => line.replace(/^ {2}/u, "")),
          )
        : writeParagraph(block.trim()),
    );
}

/** Lines that stand as they are, set in. */
function writeLines(lines: readonly string[]): readonly string[] {
  return [
    ".PP",
    ".RS 4",
    ".nf",
    ...lines.flatMap(breakLine).map((line) => guardLine(escapeText(line))),
    ".fi",
    ".RE",
  ];
}

/** A long command, as it can be typed in several lines. */
function breakLine(line: string): readonly string[] {
  if (line.length <= widest) return [line];
  const place = line.lastIndexOf(" --", widest);
  if (place <= 0) return [line];
  return [String.raw`${line.slice(0, place)} \ `.trimEnd(), ...breakLine(`  ${line.slice(place + 1)}`)];
}

/** 80 columns without the margins of the page. */
const widest = 66;

/** Lines of at most 80 bytes. A line that begins with a control character would be a request. */
function fill(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/u)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 78) lines.push(`${lines.pop()} ${word}`);
    else lines.push(word);
  }
  return lines.map(guardLine);
}

function guardLine(line: string): string {
  return /^[.']/u.test(line) ? String.raw`\&${line}` : line;
}

function quoteMacro(text: string): string {
  return `"${text.replaceAll('"', String.raw`\(dq`)}"`;
}

const named: Readonly<Record<string, string>> = {
  "\\": String.raw`\e`,
  "-": String.raw`\-`,
  "'": String.raw`\(aq`,
  "`": String.raw`\(ga`,
  "^": String.raw`\(ha`,
  "~": String.raw`\(ti`,
};

/** Characters as they are printed, in ASCII. */
function escapeText(text: string): string {
  return text
    .replaceAll(/[\\'`^~-]/gu, (sign) => named[sign] ?? sign)
    .replaceAll(
      /[^\0-\x7F]/gu,
      (sign) => String.raw`\[u${sign.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}]`,
    );
}

/** When the page was last rewritten; mandoc wants a date. */
const date = "2026-11-27";

const purpose = "make a mobile app that signs in with Okta";

const introduction = [
  "okta-unlock creates a native OIDC app in an Okta org, adds what the app needs there, and writes a complete project for iOS, Android or React Native.",
  "Standard output is data: with --json it is one object. Prompts, progress and warnings go to standard error. Nothing is asked when no person is there: what is missing is listed at once, with exit status 2.",
];

const files: readonly Parameter[] = [
  {
    term: "okta-unlock.json",
    description:
      "In a project: its answers, the version of its template, and the hashes of its files. It holds no secret.",
  },
  {
    term: "$XDG_CONFIG_HOME/okta-unlock, ~/.config/okta-unlock",
    description:
      "On Linux: the profiles, and the secrets that you chose to keep in a file. OKTA_UNLOCK_CONFIG_DIR names another folder.",
  },
  {
    term: "$XDG_DATA_HOME/okta-unlock, ~/.local/share/okta-unlock",
    description: "On Linux: the local org. OKTA_UNLOCK_DATA_DIR names another folder.",
  },
];

const seeAlso = "https://www.npmjs.com/package/okta-unlock has the documentation by task.";
