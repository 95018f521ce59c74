import { join } from "node:path";
import { parse as parseProjectFile } from "@bacons/xcode/json";
import fc from "fast-check";
import { parse as parsePropertyList } from "plist";
import { expect, test } from "vitest";
import type { OktaSettings } from "../../../src/project/okta-settings.ts";
import { planProject, type ProjectPlan } from "../../../src/project/plan.ts";
import type { Parsed } from "../../../src/values/branded.ts";
import { parseBundleId } from "../../../src/values/bundle-id.ts";
import { parseClientId } from "../../../src/values/client-id.ts";
import { parseIssuer } from "../../../src/values/issuer.ts";
import { defaultLockAfter } from "../../../src/values/unlock.ts";
import { parseOrgUrl } from "../../../src/values/org-url.ts";
import { parseProjectName } from "../../../src/values/project-name.ts";
import { parseRedirectUri } from "../../../src/values/redirect-uri.ts";

const templatesDirectory = join(import.meta.dirname, "../../../templates");

const okta: OktaSettings = {
  org: valid(parseOrgUrl("https://example.okta.com")),
  issuer: valid(parseIssuer("https://example.okta.com/oauth2/default")),
  clientId: valid(parseClientId("0oa1b2c3d4e5f6g7h8i9")),
  appId: "0oa1b2c3d4e5f6g7h8i9",
  scopes: ["openid", "profile", "email", "offline_access"],
  localOrg: true,
};

test(
  "500 legal names give projects whose files parse and which show that very name",
  { timeout: 60_000 },
  async () => {
    const names = fc.sample(legalName(), { numRuns: 500, seed: 7 });
    expect(new Set(names).size).toBeGreaterThan(450);
    for (const name of names) {
      const plan = await planNamed(name);
      const projectFile = parseProjectFile(textOf(plan, /project\.pbxproj$/u)) as {
        readonly objects: object;
      };
      expect(Object.keys(projectFile.objects).length).toBeGreaterThan(20);
      expect(parsePropertyList(textOf(plan, /Okta\.plist$/u))).toMatchObject({ client_id: okta.clientId });
      expect(shownName(plan)).toBe(name);
      const manifest = JSON.parse(textOf(plan, /okta-unlock\.json$/u)) as { answers: { name: string } };
      expect(manifest.answers.name).toBe(name);
    }
  },
);

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

/** Any text that the border lets through, in the form it gives it. */
function legalName(): fc.Arbitrary<string> {
  const text = fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
    fc.string({ unit: "binary", minLength: 1, maxLength: 40 }),
    fc
      .array(
        fc.constantFrom(
          '"',
          "\\",
          "$(HOME)",
          "${x}",
          "'",
          "<",
          "&",
          "🔓",
          "שלום",
          "class",
          "}}",
          "{{name}}",
          " ",
        ),
        {
          minLength: 1,
          maxLength: 8,
        },
      )
      .map((parts) => parts.join("")),
  );
  return text
    .map((candidate) => parseProjectName(candidate))
    .filter((parsed) => parsed.ok)
    .map(({ value }) => value.display);
}

function planNamed(name: string, settings = okta): Promise<ProjectPlan> {
  const answers = {
    platform: "ios",
    name: valid(parseProjectName(name)),
    bundleId: valid(parseBundleId("com.example.sample")),
    redirectUri: valid(parseRedirectUri("com.example.sample:/callback")),
    postLogoutRedirectUri: valid(parseRedirectUri("com.example.sample:/logout")),
    unlockPolicy: "biometric",
    lockAfter: defaultLockAfter,
  } as const;
  return planProject(answers, settings, {
    command: "npx okta-unlock create",
    version: "0.0.0",
    templatesDirectory,
  });
}

function shownName(plan: ProjectPlan): string | undefined {
  const { strings } = JSON.parse(textOf(plan, /InfoPlist\.xcstrings$/u)) as {
    strings: Record<string, { localizations: { en: { stringUnit: { value: string } } } }>;
  };
  return strings["CFBundleDisplayName"]?.localizations.en.stringUnit.value;
}

function textOf(plan: ProjectPlan, path: RegExp): string {
  const file = plan.files.find((candidate) => path.test(candidate.path));
  if (typeof file?.contents !== "string") throw new Error(`no text at ${path.source}`);
  return file.contents;
}

function valid<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
}
