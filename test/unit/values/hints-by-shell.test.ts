import { describe, expect, test } from "vitest";
import { hint, readingFile, setVariable } from "../../../src/hints.ts";
import {
  askServer,
  inTurn,
  listFile,
  makePrivate,
  removeFile,
  removeFolder,
  renameFile,
  startShell,
  unsetVariable,
} from "../../../src/shell-lines.ts";
import { toPlainText } from "../../../src/values/command-text.ts";
import { readLine } from "./windows-shells.ts";

const shells = ["POSIX", "Windows", "Git Bash"] as const;

/** What a message would print where that shell is at hand. */
function inShell(shell: (typeof shells)[number], print: () => string): string {
  const platform = Object.getOwnPropertyDescriptor(process, "platform")!;
  const system = process.env["MSYSTEM"];
  Object.defineProperty(process, "platform", { ...platform, value: shell === "POSIX" ? "linux" : "win32" });
  if (shell === "Git Bash") process.env["MSYSTEM"] = "MINGW64";
  else delete process.env["MSYSTEM"];
  try {
    return toPlainText(print());
  } finally {
    Object.defineProperty(process, "platform", platform);
    if (system === undefined) delete process.env["MSYSTEM"];
    else process.env["MSYSTEM"] = system;
  }
}

const folder = String.raw`C:\Users\Jane Doe\okta`;
const rows: readonly { says: string; print: () => string; lines: readonly [string, string, string] }[] = [
  {
    says: "sets a variable",
    print: () => setVariable("OKTA_UNLOCK_TIMEOUT", "30"),
    lines: [
      "export OKTA_UNLOCK_TIMEOUT=30",
      '$env:OKTA_UNLOCK_TIMEOUT="30" (in cmd: set "OKTA_UNLOCK_TIMEOUT=30")',
      "export OKTA_UNLOCK_TIMEOUT=30",
    ],
  },
  {
    says: "sets a variable to a path",
    print: () => setVariable("OKTA_UNLOCK_CONFIG_DIR", folder),
    lines: [
      `export OKTA_UNLOCK_CONFIG_DIR='${folder}'`,
      `$env:OKTA_UNLOCK_CONFIG_DIR="${folder}" (in cmd: set "OKTA_UNLOCK_CONFIG_DIR=${folder}")`,
      `export OKTA_UNLOCK_CONFIG_DIR='${folder}'`,
    ],
  },
  {
    says: "removes a variable",
    print: () => unsetVariable("HTTPS_PROXY"),
    lines: [
      "unset HTTPS_PROXY",
      'Remove-Item Env:HTTPS_PROXY (in cmd: set "HTTPS_PROXY=")',
      "unset HTTPS_PROXY",
    ],
  },
  {
    says: "does two things",
    print: () => inTurn(renameFile("a b", "c"), hint("login")),
    lines: [
      "mv 'a b' c && okta-unlock login",
      'move "a b" c, then okta-unlock login',
      "mv 'a b' c && okta-unlock login",
    ],
  },
  {
    says: "pipes a file in",
    print: () => readingFile(hint("login", { "with-token": true }), "token.txt"),
    lines: [
      "okta-unlock login --with-token < token.txt",
      "type token.txt | okta-unlock login --with-token",
      "okta-unlock login --with-token < token.txt",
    ],
  },
  {
    says: "shows what a file is",
    print: () => listFile(folder),
    lines: [`ls -l '${folder}'`, `dir "${folder}"`, `ls -l '${folder}'`],
  },
  {
    says: "removes a file",
    print: () => removeFile(folder),
    lines: [`rm '${folder}'`, `del "${folder}"`, `rm '${folder}'`],
  },
  {
    says: "removes a folder",
    print: () => removeFolder(folder),
    lines: [`rm -r '${folder}'`, `delete the folder ${folder}`, `rm -r '${folder}'`],
  },
  {
    says: "keeps a file from others",
    print: () => makePrivate("secrets.json"),
    lines: [
      "chmod 600 secrets.json",
      "let only your own account read it, in Properties > Security",
      "let only your own account read it, in Properties > Security",
    ],
  },
  {
    says: "asks a server",
    print: () => askServer("-I", "https://acme.okta.com"),
    lines: [
      "curl -I https://acme.okta.com",
      "curl.exe -I https://acme.okta.com",
      "curl.exe -I https://acme.okta.com",
    ],
  },
  {
    says: "starts a shell by run",
    print: startShell,
    lines: [
      "okta-unlock run -- sh -c '<command line>'",
      'okta-unlock run -- cmd /d /c "<command line>"',
      "okta-unlock run -- sh -c '<command line>'",
    ],
  },
];

describe.each(rows)("what $says", ({ print, lines }) => {
  test.each(shells.map((shell, index) => [shell, lines[index]]))("is in %s: %s", (shell, line) => {
    expect(inShell(shell, print)).toBe(line);
  });
});

test.each([
  String.raw`sub\my-app`,
  "@app",
  "group:a,b",
  String.raw`C:\Users\Jane Doe\my-app`,
  "Ann's app & co",
])("a hint with %s is read alike by PowerShell and cmd", (value) => {
  const line = inShell("Windows", () => hint("apps show", { args: [value] }));
  for (const shell of ["PowerShell", "cmd"] as const) {
    expect(readLine(shell, line)).toEqual(["okta-unlock", "apps", "show", value]);
  }
});
