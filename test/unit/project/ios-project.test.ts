import { expect, test } from "vitest";
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

const rendered =
  /(?:project\.pbxproj|\.xcscheme|AppInfo\.swift|AppSettings\.swift|InfoPlist\.xcstrings|Okta\.plist|README\.md|okta-unlock\.json)$/u;

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
