import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkTemplate } from "../../../../src/project/template-source/check-template.ts";
import { formatFault } from "../../../../src/project/template-source/faults.ts";
import { readOwnTemplate } from "../../../../src/project/template-source/own-template.ts";
import { renderTemplate } from "../../../../src/project/render.ts";
import { toTemplateView } from "../../../../src/project/template-view.ts";
import { answersFor, oktaSettings, templateJsonFor, temporaryFolder, writeTree } from "../fixture.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;

function writeTemplate(files: Files, change: Record<string, unknown> = {}): string {
  const folder = temporaryFolder();
  const json = JSON.stringify({ ...templateJsonFor([]), ...change }, undefined, 2);
  writeTree(folder, { "a.txt": "a", "template.json": json, ...files });
  return folder;
}

async function listProblems(folder: string): Promise<string> {
  return (await checkTemplate(folder)).faults.map(formatFault).join("\n");
}

const many = (text: string, times: number): string => text.repeat(times);
const exceptionTo = (to: string) => ({ exceptions: [{ from: "a.txt", to }] });

test.each<[what: string, files: Files, change: Record<string, unknown>, says: string]>([
  [
    "a prototype's name",
    { "b.md.hbs": "x\n{{constructor}}" },
    {},
    "b.md.hbs:2: {{constructor}} is not a name",
  ],
  ["__proto__", { "b.md.hbs": "{{#if __proto__}}{{/if}}" }, {}, "{{__proto__}} is not a name"],
  ["a way into a value", { "b.md.hbs": "{{displayName.constructor}}" }, {}, "is not a name of the view"],
  ["a lookup", { "b.md.hbs": '{{lookup this "constructor"}}' }, {}, "only a name is allowed"],
  ["a decorator", { "b.md.hbs": "{{* inline}}" }, {}, "is not allowed"],
  ["an inline partial", { "b.md.hbs": '{{#*inline "x"}}{{/inline}}{{> x}}' }, {}, "is not allowed"],
  ["block parameters", { "b.md.hbs": "{{#if org as |x|}}{{/if}}" }, {}, "takes one name"],
  ["a raw value", { "b.md.hbs": "{{{org}}}" }, {}, "write two braces"],
  [
    "braces without end",
    { "b.md.hbs": "x\n{{displayName" },
    {},
    "b.md.hbs:2: can't be parsed: each {{ has to have its }}, and each block its end",
  ],
  ["a block with another's end", { "b.md.hbs": "{{#if org}}{{/unless}}" }, {}, "if doesn't match unless"],
  ["another raw value", { "b.md.hbs": "{{&org}}" }, {}, "write two braces"],
  [
    "lists inside lists",
    { "b.md.hbs": many("{{#each scopeList}}", 20) + many("{{/each}}", 20) },
    {},
    "inside of #each",
  ],
  ["blocks without end", { "b.md.hbs": many("{{#if org}}", 20_000) }, {}, "more than 32 blocks"],
  [
    "a chain without end",
    { "b.md.hbs": `{{#if org}}${many("{{else if org}}", 20_000)}{{/if}}` },
    {},
    "more than 32",
  ],
  ["names without end", { "b.md.hbs": many("{{org}}", 50_001) }, {}, "more than 50000 braces"],
  ["a large text", { "b.md.hbs": many("x", 2 ** 20 + 1) }, {}, "b.md.hbs: is larger than 1 MB"],
  ["a NUL", { "b.md": "a\0b" }, {}, "b.md: is not UTF-8"],
  [
    "a region that ends another",
    { "b.md": "<!-- #region a -->\nx\n<!-- #endregion b -->" },
    {},
    "b.md:3: closes b, but a is open",
  ],
  ["a way out", {}, exceptionTo("../../out.txt"), "leads elsewhere"],
  ["an absolute path", {}, exceptionTo("/etc/cron.d/x"), "is not relative"],
  ["a drive", {}, exceptionTo("C:/x"), "is not relative"],
  ["a file from outside", {}, { exceptions: [{ from: "../secret", to: "x" }] }, "is not there: ../secret"],
  ["a hook of git", {}, exceptionTo(".git/hooks/post-commit"), "git's own folder"],
  ["a hook by another case", {}, exceptionTo("x/.GIT/config"), "git's own folder"],
  ["a hook by its short name", {}, exceptionTo("git~1/config"), "git's own folder"],
  ["a hook by hidden characters", {}, exceptionTo(".g\u200Cit/config"), "git's own folder"],
  ["the manifest", {}, exceptionTo("Okta-Unlock.json"), "writes okta-unlock.json itself"],
  ["a device of Windows", {}, exceptionTo("x/nul.txt"), "device on Windows"],
  ["names that are one", { "b.txt": "" }, exceptionTo("B.TXT"), "is there twice"],
  ["accents that are one", { "\u00E9.txt": "" }, exceptionTo("e\u0301.txt"), "is there twice"],
  ["a file that is a folder", { "x/b.txt": "" }, exceptionTo("X"), "both a file and a folder"],
  ["control characters", {}, { title: "x\u001b[2J" }, "template.json:3: title: has a control character"],
  ["a program of npm", {}, { packaged: [] }, "packaged: is not known"],
])("a template with %s is refused", async (_what, files, change, says) => {
  const problems = await listProblems(writeTemplate(files, change));
  expect(problems).toContain(says);
});

test("a project of more than 64 MB is not made", () => {
  const read = readOwnTemplate(writeTemplate({}));
  if (!("template" in read)) throw new Error("it has faults");
  const text = many("x", 2 ** 20);
  const files = Array.from({ length: 65 }, (_, index) => {
    const path = `${index}.txt`;
    return { from: path, to: path, kind: "text", text } as const;
  });
  const view = toTemplateView(answersFor("My App"), oktaSettings, { command: "", version: "1.0.0" });
  expect(() => renderTemplate({ ...read.template, files }, view, "")).toThrow("larger than 64 MB");
});

test.each([
  ["is no JSON", "{\n  nope\n}", "template.json:2: is not JSON"],
  ["ends too soon", '{\n"a": 1', "template.json:2: is not JSON"],
  ["is nested without end", many("[", 100_000) + many("]", 100_000), "template.json"],
  ["is no object", "1", "template.json:1: is"],
  ["has a __proto__", '{ "__proto__": { "platform": "ios" } }', "platform: is missing"],
])("a template.json that %s is refused", async (_what, text, says) => {
  expect(await listProblems(writeTemplate({ "template.json": text }))).toContain(says);
});

test("all problems are listed at once, each with its file and line, by file", async () => {
  const files = { "b.md.hbs": "// #region a\n{{x}}\n// #endregion\n{{y}}", "c.swift": "\uFEFF" };
  const problems = (await listProblems(writeTemplate(files, { version: "1", extra: 2 }))).split("\n");
  expect(problems.map((problem) => problem.replace(/ is not a name.*/u, ""))).toEqual([
    "b.md.hbs:2: {{x}}",
    "b.md.hbs:4: {{y}}",
    "c.swift: starts with a byte order mark",
    "template.json:4: version: a version such as 1.0.0",
    "template.json:18: extra: is not known",
  ]);
});

test("JSON that a name would break is found, and a quote where nothing is escaped", async () => {
  const broken = await listProblems(writeTemplate({ "b.json.hbs": '{ "a": {{displayName}} }' }));
  expect(broken).toContain('b.json.hbs: is not JSON with the name "My App"');
  expect(await listProblems(writeTemplate({ "b.yml.hbs": 'a: "{{displayName}}"' }))).toContain(
    "b.yml.hbs:1: {{displayName}} would not be escaped",
  );
});

test.skipIf(process.platform === "win32")("links, pipes and what is too large are not read", async () => {
  const folder = writeTemplate({ "big.png": "" });
  writeFileSync(join(folder, "../secret"), "secret");
  symlinkSync("../secret", join(folder, "link.txt"));
  symlinkSync("..", join(folder, "up"));
  execFileSync("mkfifo", [join(folder, "pipe")]);
  truncateSync(join(folder, "big.png"), 5 * 1024 * 1024);
  mkdirSync(join(folder, many("d/", 30)), { recursive: true });
  const problems = await listProblems(folder);
  for (const says of [
    "big.png: is larger than 4 MB",
    "link.txt: is a symbolic link",
    "up: is a symbolic link",
    "pipe: is a pipe",
    "in more than 24 folders",
  ])
    expect(problems).toContain(says);
});

test.skipIf(process.platform !== "linux")(
  "a name that is not Unicode is named, and no other file is blamed",
  async () => {
    const folder = writeTemplate({});
    writeFileSync(
      Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9]), Buffer.from(".txt")]),
      "x",
    );
    expect(await listProblems(folder)).toBe("caf\uFFFD.txt: has a name that is not Unicode");
  },
);

test("of a template with too many files, that is all that is said", async () => {
  const folder = writeTemplate(
    Object.fromEntries(Array.from({ length: 2001 }, (_, index) => [`${index}.txt`, ""])),
  );
  expect(await listProblems(folder)).toBe(".: has more than 2000 files and folders");
});

test.skipIf(process.platform === "win32")("the file of a folder that a link leads to is never read", () => {
  const folder = writeTemplate({ "sub/b.txt": "mine" });
  const outside = temporaryFolder();
  writeTree(outside, { "b.txt": "secret" });
  renameSync(join(folder, "sub"), join(folder, "was"));
  symlinkSync(outside, join(folder, "sub"));
  expect(JSON.stringify(readOwnTemplate(folder))).not.toContain("secret");
});

test("nothing is written, and the names of version control are no part of it", async () => {
  const folder = writeTemplate({ ".git/config": "{{x}}", ".DS_Store": "\0" });
  const { template, faults, files } = await checkTemplate(folder);
  expect(faults).toEqual([]);
  expect(files).toBe(2);
  expect(template?.files.map(({ from }) => from)).toEqual(["a.txt"]);
  expect(existsSync(join(folder, "okta-unlock.json"))).toBe(false);
  expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("a");
});

test("its hash is that of its files, wherever it lies", () => {
  const hashOf = (files: Files): string | undefined => {
    const read = readOwnTemplate(writeTemplate(files));
    return "template" in read ? read.template.sha256 : undefined;
  };
  expect(hashOf({ "b.txt": "1" })).toMatch(/^[0-9a-f]{64}$/u);
  expect(hashOf({ "b.txt": "1" })).toBe(hashOf({ "b.txt": "1" }));
  expect(hashOf({ "b.txt": "1" })).not.toBe(hashOf({ "b.txt": "2" }));
});
