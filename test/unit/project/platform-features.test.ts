import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { isPlayedOnReactNative, unlockScenarios } from "../../projects/support/scenarios.ts";
import { type Backing, type Cell, features } from "./platform-features.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const data = "test/unit/project/platform-features.ts";
const dataLines = readFileSync(join(root, data), "utf8").split("\n");
const page = join(root, "docs/projects.md");
const { scenarios } = await unlockScenarios();

const platforms = { ios: "ios", android: "android", reactNative: "react-native" } as const;
const names = Object.keys(platforms) as (keyof typeof platforms)[];

/** All source texts of each template, for its regions. */
const sources = Object.fromEntries(
  Object.values(platforms).map((folder) => [
    folder,
    readdirSync(join(root, "templates", folder), { recursive: true, encoding: "utf8" })
      .filter((path) => /\.(?:swift|kt|tsx?)(?:\.hbs)?$/u.test(path))
      .map((path) => readFileSync(join(root, "templates", folder, path), "utf8"))
      .join("\n"),
  ]),
);

function isThere(by: Backing, folder: string): boolean {
  if ("scenario" in by) {
    const scenario = scenarios.find(({ name }) => name === by.scenario);
    return scenario !== undefined && (folder !== "react-native" || isPlayedOnReactNative(scenario));
  }
  if ("test" in by) return readFileSync(join(root, by.test), "utf8").includes(JSON.stringify(by.titled));
  if ("region" in by)
    return new RegExp(String.raw`// #region ${by.region}$`, "mu").test(sources[folder] ?? "");
  const path = join(root, "templates", folder, by.file);
  return existsSync(path) && readFileSync(path, "utf8").includes(by.text);
}

function nameOf(by: Backing): string {
  if ("scenario" in by) return by.scenario;
  if ("region" in by) return by.region;
  return "test" in by ? by.titled : (by.file.split("/").at(-1) ?? "");
}

/** What is missing, and where the table names it. */
function missing(by: Backing, folder: string): readonly string[] {
  if (isThere(by, folder)) return [];
  const named = nameOf(by);
  const line = dataLines.findIndex((text) => text.includes(named)) + 1;
  return [`${data}:${line}: ${folder} has no ${JSON.stringify(by)}`];
}

test("every cell of the table is backed by a scenario, a region or a file of its platform", () => {
  const gone = features.flatMap((row) =>
    names.flatMap((name) => ("by" in row[name] ? missing(row[name].by, platforms[name]) : [])),
  );
  expect(gone).toEqual([]);
});

test("a backing that is not there is found, with the line that names it", () => {
  const [found] = missing({ region: "sign-in-twice" }, "ios");
  expect(found).toContain(`${data}:`);
  expect(missing({ scenario: "no such story" }, "android")).toHaveLength(1);
  const titled = "no such test";
  expect(missing({ test: "test/projects/react-native/okta.test.ts", titled }, "react-native")).toHaveLength(
    1,
  );
  expect(missing({ file: "README.md.hbs", text: "no such text" }, "react-native")).toHaveLength(1);
});

test("a scenario backs a platform that plays it, and no other", () => {
  const passcode = { scenario: "with the passcode allowed, removed biometrics end nothing" };
  expect(missing(passcode, "ios")).toEqual([]);
  expect(missing(passcode, "react-native")).toHaveLength(1);
});

function renderPage(): string {
  const reasons: string[] = [];
  const show = (cell: Cell): string => {
    if ("by" in cell) return cell.says;
    if (!reasons.includes(cell.reason)) reasons.push(cell.reason);
    return `no (${reasons.indexOf(cell.reason) + 1})`;
  };
  const rows = features.map((row) => [row.feature].concat(names.map((name) => show(row[name]))));
  const all = [["", "iOS", "Android", "React Native"], ["---", "---", "---", "---"], ...rows];
  const table = all.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  const notes = reasons.map(
    (reason, index) => `${index + 1}. ${reason[0]?.toUpperCase()}${reason.slice(1)}.`,
  );
  return `# What each project does

The three projects behave the same: they are tested with the same stories of what happens to a session. They
differ only where the platforms do. Each cell of this table names something that is there: the tests of
okta-unlock look for it.

${table}

${notes.join("\n")}
`;
}

test("docs/projects.md shows that table (WRITE_TABLES=1 writes it anew)", () => {
  const made = renderPage();
  if (process.env["WRITE_TABLES"] !== undefined) writeFileSync(page, made);
  expect(readFileSync(page, "utf8")).toBe(made);
  expect(Math.max(...made.split("\n").map((line) => line.length))).toBeLessThanOrEqual(110);
});
