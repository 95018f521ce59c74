/**
 * How the shells of Windows read a line, as far as what we print needs it. There is neither of them on the machines that these
 * tests were written on: each rule names its source. The real shells read such lines in shell-quote.test.ts, on Windows.
 */
export interface ShellRule {
  readonly shell: "PowerShell" | "cmd";
  readonly rule: string;
  readonly source: string;
  readonly line: string;
  readonly words: readonly string[] | "obeyed";
}

const parsing = "https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_parsing";
const quoting =
  "https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules";
const splatting =
  "https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_splatting";
const cmd = "https://learn.microsoft.com/windows-server/administration/windows-commands/cmd";
const argv = "https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments";

/** The rules, each with a line that shows it. */
export const shellRules: readonly ShellRule[] = [
  {
    shell: "PowerShell",
    rule: "double quotes keep blanks",
    source: quoting,
    line: 'x "a b"',
    words: ["x", "a b"],
  },
  {
    shell: "PowerShell",
    rule: "single quotes keep all",
    source: quoting,
    line: "x 'a $5 `b'",
    words: ["x", "a $5 `b"],
  },
  {
    shell: "PowerShell",
    rule: "a single quote is doubled",
    source: quoting,
    line: "x 'a''b'",
    words: ["x", "a'b"],
  },
  {
    shell: "PowerShell",
    rule: "typographic quotes are quotes",
    source: parsing,
    line: "x ‘a b’",
    words: ["x", "a b"],
  },
  {
    shell: "PowerShell",
    rule: "$ is obeyed in double quotes",
    source: quoting,
    line: 'x "$(calc)"',
    words: "obeyed",
  },
  { shell: "PowerShell", rule: "a backtick escapes", source: quoting, line: "x a`nb", words: "obeyed" },
  {
    shell: "PowerShell",
    rule: "a comma makes a list",
    source: parsing,
    line: "x group:a,b",
    words: "obeyed",
  },
  { shell: "PowerShell", rule: "@name is splatted", source: splatting, line: "x @app", words: "obeyed" },
  {
    shell: "PowerShell",
    rule: "these end a command, or begin another",
    source: parsing,
    line: "x a;b",
    words: "obeyed",
  },
  { shell: "PowerShell", rule: "< is not supported", source: parsing, line: "x < y", words: "obeyed" },
  { shell: "PowerShell", rule: "# begins a comment", source: parsing, line: "x #a", words: "obeyed" },
  {
    shell: "PowerShell",
    rule: "a bare backslash is itself",
    source: parsing,
    line: String.raw`x C:\a\b`,
    words: ["x", String.raw`C:\a\b`],
  },
  {
    shell: "cmd",
    rule: "double quotes keep blanks and signs",
    source: cmd,
    line: 'x "a & b"',
    words: ["x", "a & b"],
  },
  {
    shell: "cmd",
    rule: "& | < > ^ are obeyed outside quotes",
    source: cmd,
    line: "x a&calc",
    words: "obeyed",
  },
  {
    shell: "cmd",
    rule: "%NAME% is replaced, in quotes too",
    source: cmd,
    line: 'x "%PATH%"',
    words: "obeyed",
  },
  { shell: "cmd", rule: "single quotes are letters", source: cmd, line: "x 'a b'", words: ["x", "'a", "b'"] },
  {
    shell: "cmd",
    rule: "a backslash before a quote escapes it",
    source: argv,
    line: String.raw`x "a\" b`,
    words: ["x", 'a" b'],
  },
  {
    shell: "cmd",
    rule: "a backslash elsewhere is itself",
    source: argv,
    line: String.raw`x "C:\a b"`,
    words: ["x", String.raw`C:\a b`],
  },
];

/** The words of a line; `obeyed` where the shell would do something with it. */
export function readLine(shell: ShellRule["shell"], line: string): readonly string[] | "obeyed" {
  return shell === "cmd" ? readByCmd(line) : readByPowerShell(line);
}

function readByCmd(line: string): readonly string[] | "obeyed" {
  // What is in quotes for cmd, which knows no escape in them.
  const outside = line.replaceAll(/"[^"]*(?:"|$)/gu, "");
  if (line.includes("%") || /[&|<>^]/u.test(outside)) return "obeyed";
  return splitByRuntime(line);
}

/** What a program of C, and Node, makes of its command line. */
function splitByRuntime(line: string): readonly string[] {
  const words = line.match(/(?:\\.|"(?:\\"|[^"])*"?|[^\s"\\]|\\)+/gu) ?? [];
  return words.map((word) =>
    word.replaceAll(/(\\?)"/gu, (_all, escape: string) => (escape === "" ? "" : '"')),
  );
}

const singleQuotes = "['‘’‚‛]";
const doubleQuotes = '["“”„]';

function readByPowerShell(line: string): readonly string[] | "obeyed" {
  const single = `${singleQuotes}(?:[^'‘’‚‛]|${singleQuotes}{2})*${singleQuotes}`;
  const double = `${doubleQuotes}[^$\`"“”„]*${doubleQuotes}`;
  const bare = "[^\\s'\"‘’‚‛“”„$`,;&|<>(){}@#][^\\s'\"‘’‚‛“”„$`,;&|<>(){}]*";
  const word = new RegExp(`(?:${single}|${double}|${bare})`, "uy");
  const words: string[] = [];
  for (let at = 0; at < line.length; at += 1) {
    word.lastIndex = at;
    const [found] = word.exec(line) ?? [];
    if (found === undefined) return "obeyed";
    at += found.length;
    if (at < line.length && line[at] !== " ") return "obeyed";
    const text = unquote(found);
    // Before PowerShell 7.3 the program gets the text between quotes of its own, without an escape for those in it.
    if (text.includes('"') || (/\s/u.test(text) && text.endsWith("\\"))) return "obeyed";
    words.push(text);
  }
  return words;
}

function unquote(word: string): string {
  if (new RegExp(`^${doubleQuotes}`, "u").test(word)) return word.slice(1, -1);
  if (!new RegExp(`^${singleQuotes}`, "u").test(word)) return word;
  return word.slice(1, -1).replaceAll(new RegExp(`(${singleQuotes})${singleQuotes}`, "gu"), "$1");
}
