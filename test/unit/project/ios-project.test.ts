import { expect, test } from "vitest";
import { okta, planNamed } from "./ios-plan.ts";

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
