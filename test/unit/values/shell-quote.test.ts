import { execFileSync, spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasControls } from "../../../src/values/controls.ts";
import { formatCommand, quoteArgument } from "../../../src/values/shell-quote.ts";
import { readLine, shellRules } from "./windows-shells.ts";

test("a quoted command line gives a real shell the very arguments", () => {
  const argument = fc
    .string({ unit: "grapheme", maxLength: 30 })
    .filter((text) => !hasControls(text) && text !== "");
  const run = (args: readonly string[]): string[] =>
    execFileSync("sh", ["-c", formatCommand(["printf", String.raw`%s\0`, ...args], "linux")], {
      encoding: "utf8",
    })
      .split("\0")
      .slice(0, -1);
  fc.assert(
    fc.property(fc.array(argument, { minLength: 1, maxLength: 5 }), (args) => {
      expect(run(args)).toEqual(args);
    }),
    { numRuns: 60 },
  );
});

test.each([
  ["C:\\Users\\ann\\ca.pem", '"C:\\Users\\ann\\ca.pem"'],
  ["C:\\Users\\Jane Doe\\ca.pem", '"C:\\Users\\Jane Doe\\ca.pem"'],
  ["C:\\Users\\ann\\", "C:\\Users\\ann\\"],
  ["group:a,b", '"group:a,b"'],
  ["https://acme.okta.com:443/a-b", "https://acme.okta.com:443/a-b"],
  ["Ann's app", '"Ann\'s app"'],
  ["a & b", '"a & b"'],
  ["a,b", '"a,b"'],
  ["@home", '"@home"'],
  ["A $5 app", "'A $5 app'"],
  ["Ann's $5 app", "'Ann''s $5 app'"],
  ["5’s $", "'5’’s $'"],
])(
  "on Windows %s is the same argument for cmd and PowerShell, or harmless in cmd: %s",
  (argument, expected) => {
    expect(quoteArgument(argument, "win32")).toBe(expected);
  },
);

test.each(["$(id)&calc", "%PATH%", 'a"&calc"', "“$(calc)”|x", "a\nb", "a\u009B31m", "a\u202Eb"])(
  "%j has no form that both shells of Windows would leave alone",
  (argument) => {
    expect(quoteArgument(argument, "win32")).toBeUndefined();
    expect(formatCommand(["--name", argument], "win32")).toBe("--name <value>");
  },
);

test.each(["=ls", "~", "a b", "$(id)", "`id`", "a;b", "{a,b}", "#a", "!!", "*"])(
  "a POSIX shell reads %s as itself only in quotes",
  (argument) => {
    expect(quoteArgument(argument, "linux")).toBe(`'${argument}'`);
  },
);

describe("the shells of Windows", () => {
  test.each(shellRules)("$shell: $rule ($source)", ({ shell, line, words }) => {
    expect(readLine(shell, line)).toEqual(words);
  });

  const written = fc.string({
    unit: fc.constantFrom(...Array.from("ab 5'\"$`%&|<>^(){};,@#~!*?=:./\\-’“”é")),
    minLength: 1,
    maxLength: 12,
  });

  test("whatever is quoted for them is the very argument in PowerShell, and in cmd too or nothing that it obeys", () => {
    const check = (argument: string): void => {
      const quoted = quoteArgument(argument, "win32");
      if (quoted === undefined) return;
      const line = `x ${quoted}`;
      expect(readLine("PowerShell", line)).toEqual(["x", argument]);
      const inCmd = readLine("cmd", line);
      expect(quoted.startsWith("'") ? inCmd !== "obeyed" : inCmd).toEqual(
        quoted.startsWith("'") || ["x", argument],
      );
    };
    fc.assert(fc.property(written, check), { numRuns: 3000 });
  });
});

describe.skipIf(process.platform !== "win32")("the real shells of Windows", () => {
  const values = [
    "a b",
    "Ann's app",
    "a & b",
    "group:a,b",
    "@home",
    String.raw`C:\Users\Jane Doe\app`,
    "a;b",
    "#a",
  ];
  const line = formatCommand([process.execPath, "-p", "process.argv.slice(1).join('|')", ...values], "win32");
  const encoded = Buffer.from(`& ${line}`, "utf16le").toString("base64");

  test.each(["powershell", "pwsh"])("%s hands on what was quoted", (shell) => {
    const said = execFileSync(shell, ["-NoProfile", "-EncodedCommand", encoded], { encoding: "utf8" });
    expect(said.trim()).toBe(values.join("|"));
  });

  test("cmd hands on what was quoted", () => {
    const { stdout: said } = spawnSync("cmd", ["/d", "/s", "/c", `"${line}"`], {
      encoding: "utf8",
      windowsVerbatimArguments: true,
    });
    expect(said.trim()).toBe(values.join("|"));
  });
});
