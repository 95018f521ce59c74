import { expect, test } from "vitest";
import { manifestName } from "../../../src/project/manifest.ts";
import type { LockAfter } from "../../../src/values/unlock.ts";
import { okta, planNamed, textOf } from "./ios-plan.ts";

test("the rendered files are as they were read last; the manifest holds the hash of all others", async () => {
  const plan = await planNamed("Café “Sample”");
  for (const { path, contents } of plan.files) {
    if (!rendered.test(path)) continue;
    await expect(contents).toMatchFileSnapshot(`__snapshots__/ios/${path}.txt`);
  }
});

test("a project on the local org differs from any other in its README alone: no build is loosened", async () => {
  const [local, remote] = [
    await planNamed("Sample"),
    await planNamed("Sample", { ...okta, localOrg: false }),
  ];
  const differing = local.files.filter(({ sha256 }, index) => sha256 !== remote.files[index]?.sha256);
  expect(differing.map(({ path }) => path)).toEqual(["README.md", "okta-unlock.json"]);
  expect(local.files.map(({ path }) => path)).toEqual(remote.files.map(({ path }) => path));
});

test("no build accepts plain HTTP, and no code judges certificates by itself", async () => {
  const { files } = await planNamed("Sample");
  const texts = files.filter(({ path }) => !path.endsWith("README.md"));
  const loosened =
    /NSAppTransportSecurity|NSAllows|NSExceptionDomains|urlSession\([^)]*didReceive|serverTrust|SecTrust|DefaultIDTokenValidator/u;
  expect(texts.filter(({ contents }) => loosened.test(String(contents)))).toEqual([]);
  expect(texts.length).toBeGreaterThan(40);
});

test("deletion of the account is in these files, and in these lines", async () => {
  const [without, whole] = [
    await planNamed("Sample"),
    await planNamed("Sample", okta, { accountDeletion: true }),
  ];
  const texts = new Map(without.files.map(({ path, contents }) => [path, String(contents)]));
  const paths = whole.files.map(({ path }) => path);
  expect([...texts.keys()].filter((path) => !paths.includes(path))).toEqual([]);
  const differences = whole.files
    .filter(({ path, contents }) => path !== manifestName && String(contents) !== texts.get(path))
    .map(({ path, contents }) =>
      [path, ...describeDifference(texts.get(path) ?? "", String(contents))].join("\n"),
    );
  await expect(`${differences.join("\n\n")}\n`).toMatchFileSnapshot("__snapshots__/ios-account-deletion.txt");
});

/** The lines that only one of two texts has. */
function describeDifference(before: string, after: string): readonly string[] {
  const [old, young] = [before.split("\n"), after.split("\n")];
  const gone = old.filter((line) => !young.includes(line)).map((line) => `- ${line}`);
  const added = young.filter((line) => !old.includes(line)).map((line) => `+ ${line}`);
  return [...gone, ...added];
}

const rendered =
  /(?:project\.pbxproj|\.xcscheme|AppSettings\.swift|InfoPlist\.xcstrings|Okta\.plist|README\.md|okta-unlock\.json)$/u;

test("the README says what an app that was there before has to have, and nothing of it for an app of ours", async () => {
  const { org: _org, appId: _id, ...given } = { ...okta, localOrg: false };
  const [theirs, ours] = [await planNamed("Sample", given), await planNamed("Sample")];
  const needs = [
    /native app/u,
    /Refresh Token/u,
    /access policy\*\* of the authorization/u,
    /two redirect URIs/u,
  ];
  for (const need of needs) {
    expect(textOf(theirs, /^README\.md$/u)).toMatch(need);
    expect(textOf(ours, /^README\.md$/u)).not.toMatch(need);
  }
});

test.each([
  ["0", "locks when somebody comes back to it, however short they were away"],
  ["60", "locks when somebody comes back to it after 60 seconds or more"],
])("with --lock-after %s the README says that %s", async (seconds, sentence) => {
  const plan = await planNamed("Sample", okta, { lockAfter: seconds as LockAfter });
  expect(textOf(plan, /^README\.md$/u).replaceAll(/\s+/gu, " ")).toContain(sentence);
});
