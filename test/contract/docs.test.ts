import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { errorCodes, exitCodes, OktaUnlockError } from "../../src/errors.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const exitCodePage = readFileSync(new URL("../../docs/exit-codes.md", import.meta.url), "utf8");

test.each(errorCodes)("docs/exit-codes.md lists the error code %s beside its exit code", (code) => {
  const { exitCode } = new OktaUnlockError(code, { message: "", next: "" });
  const row = exitCodePage.split("\n").find((line) => line.startsWith(`| ${exitCode} |`));
  expect(row).toContain(`\`${code}\``);
});

test("docs/exit-codes.md lists each exit code once", () => {
  const listed = [...exitCodePage.matchAll(/^\| (\d+) \|/gmu)].map(([, code]) => Number(code));
  expect(listed).toEqual(Object.values(exitCodes));
});

test("the README, which is the package's page, has the heading that errors link to", () => {
  const { hash } = new URL(new OktaUnlockError("unexpected", { message: "", next: "" }).docs);
  const headings = [...readme.matchAll(/^## (.+)$/gmu)].map(([, title = ""]) =>
    title.toLowerCase().replaceAll(" ", "-"),
  );
  expect(headings).toContain(hash.slice(1));
});

test("the README says what matters before anything is run", () => {
  expect(readme).toContain("not an Okta product");
  expect(readme).toContain("no telemetry");
  expect(readme).toContain("OKTA_UNLOCK_UPDATE_NOTICE=off");
  expect(readme).toContain("npm cit");
});

const root = new URL("../../", import.meta.url);
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...readdirSync(new URL("docs", root))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
  ...readdirSync(new URL("src", root), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith("README.md"))
    .map((name) => `src/${name.replaceAll("\\", "/")}`),
];

test.each(pages)("every file and script of this project that %s names exists", (page) => {
  const text = readFileSync(new URL(page, root), "utf8");
  expect([...listNamedFiles(text, page), ...listNamedScripts(text)]).toEqual([]);
});

/** Paths in code spans that begin with one of our folders, and links to files; those that don't exist. */
function listNamedFiles(text: string, page: string): string[] {
  const spans = [...text.matchAll(/`((?:src|test|\.config|\.ci|templates|bin|docs)\/[\w./-]*)`/gu)]
    .map(([, path]) => path ?? "")
    .filter((path) => !existsSync(new URL(path, root)));
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/gu)]
    .map(([, path]) => path ?? "")
    .filter((path) => !existsSync(new URL(path, new URL(page, root))));
  return [...spans, ...links];
}

function listNamedScripts(text: string): string[] {
  const { scripts } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as {
    scripts: Record<string, string>;
  };
  return [...text.matchAll(/npm run ([\w:-]+)/gu)]
    .map(([, name]) => name ?? "")
    .filter((name) => scripts[name] === undefined);
}
