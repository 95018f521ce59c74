import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareWithDisk } from "../../../src/project/manifest.ts";
import { readManifest } from "../../../src/project/read-manifest.ts";
import { legalName } from "../values/legal-names.ts";
import { answersFor, fixturePlan, oktaSettings, temporaryFolder, textOf, writeTree } from "./fixture.ts";
import { schemaFaults } from "./json-schema.ts";
import { manifestText } from "../../../src/project/manifest.ts";

const schemaPath = join(import.meta.dirname, "../../../templates/okta-unlock.schema.json");
const schema = JSON.parse(readFileSync(schemaPath, "utf8")) as Record<string, unknown>;

async function manifestJson(): Promise<Record<string, Record<string, unknown>>> {
  return JSON.parse(textOf(await fixturePlan(), "okta-unlock.json")) as never;
}

function folderWith(manifest: unknown): string {
  const folder = temporaryFolder();
  writeTree(folder, {
    "okta-unlock.json": typeof manifest === "string" ? manifest : JSON.stringify(manifest),
  });
  return folder;
}

describe("okta-unlock.json", () => {
  test("says what the project was made of", async () => {
    const plan = await fixturePlan();
    const json = await manifestJson();
    expect(json).toMatchObject({
      schemaVersion: 1,
      generatorVersion: "0.1.0",
      platform: "ios",
      templateVersion: "1.2.3",
      answers: {
        name: "My App",
        bundleId: "com.example.myapp",
        redirectUri: "com.example.myapp:/callback",
        unlockPolicy: "biometric",
        lockAfter: 60,
        accountDeletion: false,
        webPreview: false,
      },
      okta: {
        issuer: oktaSettings.issuer,
        clientId: oktaSettings.clientId,
        scopes: oktaSettings.scopes,
        localOrg: false,
      },
    });
    const made = plan.files.filter((file) => file.path !== "okta-unlock.json");
    expect(json["files"]).toEqual(Object.fromEntries(made.map((file) => [file.path, file.sha256])));
  });

  test("has its hashes on one line, so that people see the rest", async () => {
    const lines = textOf(await fixturePlan(), "okta-unlock.json").split("\n");
    expect(lines.filter((line) => /[\da-f]{64}/u.test(line))).toHaveLength(1);
    expect(lines.length).toBeLessThan(40);
  });

  test("may have a bundle ID with a hyphen if it is for iOS, and is broken if it is for Android", async () => {
    const json = await manifestJson();
    Object.assign(json["answers"] ?? {}, { bundleId: "com.acme-corp.app" });
    expect(schemaFaults(schema, json)).toEqual([]);
    expect((await readManifest(folderWith(json)))?.answers.bundleId).toBe("com.acme-corp.app");
    await expect(readManifest(folderWith({ ...json, platform: "android" }))).rejects.toMatchObject({
      code: "data-unreadable",
    });
  });

  test("is read back as the very answers and settings", async () => {
    await fc.assert(
      fc.asyncProperty(legalName, fc.boolean(), async (name, isKnown) => {
        const { org: _org, appId: _appId, ...unknown } = oktaSettings;
        const manifest = {
          generatorVersion: "0.1.0",
          templateVersion: "1.0.0",
          answers: answersFor(name),
          okta: isKnown ? oktaSettings : unknown,
          files: { "a/b": "0".repeat(64) },
        };
        const folder = folderWith(manifestText(manifest));
        expect(await readManifest(folder)).toEqual(manifest);
        expect(schemaFaults(schema, JSON.parse(manifestText(manifest)))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test("of a project from before there was a choice stands for the defaults", async () => {
    const json = await manifestJson();
    delete json["answers"]?.["unlockPolicy"];
    delete json["answers"]?.["lockAfter"];
    delete json["answers"]?.["accountDeletion"];
    delete json["answers"]?.["webPreview"];
    expect(schemaFaults(schema, json)).toEqual([]);
    expect((await readManifest(folderWith(json)))?.answers).toEqual(answersFor("My App"));
  });

  test("is not there in a folder that has none", async () => {
    expect(await readManifest(temporaryFolder())).toBeUndefined();
  });

  test.each([
    ["no JSON", () => "{", /not JSON/u],
    ["an array", () => "[]", /not have the format that okta-unlock writes/u],
    ["null", () => "null", /not have the format that okta-unlock writes/u],
    ["another format", () => ({ schemaVersion: 0 }), /not have the format that okta-unlock writes/u],
  ])("that holds %s is broken", async (_, content, why) => {
    await expect(readManifest(folderWith(content()))).rejects.toMatchObject({
      code: "data-unreadable",
      why: expect.stringMatching(why) as string,
    });
  });

  test.skipIf(process.platform === "win32").each<[string, RegExp, (path: string) => unknown]>([
    ["a link to a device", /symbolic link/u, (path) => symlinkSync("/dev/zero", path)],
    ["a link to a file of the user's", /symbolic link/u, (path) => symlinkSync("/etc/passwd", path)],
    ["a link to itself", /symbolic link/u, (path) => symlinkSync("okta-unlock.json", path)],
    ["a pipe", /a pipe/u, (path) => execFileSync("mkfifo", [path])],
    ["a folder", /a folder/u, (path) => mkdirSync(path)],
    ["far too much", /too large/u, (path) => writeFileSync(path, Buffer.alloc(5 * 1024 * 1024))],
  ])("that is %s is not read", async (_what, why, make) => {
    const folder = temporaryFolder();
    make(join(folder, "okta-unlock.json"));
    await expect(readManifest(folder)).rejects.toMatchObject({
      code: "data-unreadable",
      why: expect.stringMatching(why) as string,
    });
  });

  test("that is no JSON is not quoted", async () => {
    const error = await readManifest(folderWith("secret of somebody")).catch((reason: unknown) => reason);
    expect(JSON.stringify(error)).not.toContain("secret");
  });

  test("that is far too large is to be restored, not made anew", async () => {
    const folder = folderWith(" ".repeat(5 * 1024 * 1024));
    const error = await readManifest(folder).catch((refused: unknown) => refused);
    expect(error).toMatchObject({
      code: "data-unreadable",
      said: { next: expect.stringMatching(/^Restore it .*: \S*git -C .* okta-unlock\.json/u) },
    });
  });

  test("with endless faults tells ten of them, shortened", async () => {
    const json = await manifestJson();
    const files = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`${index}`, "x".repeat(9999)]),
    );
    const error = await readManifest(folderWith({ ...json, files })).catch((reason: unknown) => reason);
    const { details } = error as { readonly details: readonly string[] };
    expect(details).toHaveLength(10);
    expect(details.join("").length).toBeLessThan(3000);
  });

  test.each(["file", "file/below"])("is not looked for in what is no folder: %s", async (path) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    expect(await readManifest(join(folder, path))).toBeUndefined();
  });

  test("made by a newer version asks for that version", async () => {
    await expect(readManifest(folderWith({ schemaVersion: 2 }))).rejects.toMatchObject({
      code: "data-unreadable",
      next: expect.stringContaining("npx okta-unlock@latest") as string,
    });
  });

  const changes: readonly (readonly [string, (json: Record<string, Record<string, unknown>>) => void])[] = [
    ["a path that leads out", (json) => Object.assign(json["files"] ?? {}, { "../x": "0".repeat(64) })],
    ["an absolute path", (json) => Object.assign(json["files"] ?? {}, { "/etc/hosts": "0".repeat(64) })],
    ["a hash that is none", (json) => Object.assign(json["files"] ?? {}, { x: "abc" })],
    [
      "an issuer that is none",
      (json) => Object.assign(json["okta"] ?? {}, { issuer: "javascript:alert(1)" }),
    ],
    ["a client ID that is none", (json) => Object.assign(json["okta"] ?? {}, { clientId: "a b" })],
    ["a scope with a blank", (json) => Object.assign(json["okta"] ?? {}, { scopes: ["a b"] })],
    ["no scopes", (json) => delete json["okta"]?.["scopes"]],
    ["a bundle id that is none", (json) => Object.assign(json["answers"] ?? {}, { bundleId: "app" })],
    [
      "a redirect URI that is none",
      (json) => Object.assign(json["answers"] ?? {}, { redirectUri: "https://x" }),
    ],
    [
      "an unlock policy that is none",
      (json) => Object.assign(json["answers"] ?? {}, { unlockPolicy: "passcode" }),
    ],
    ["a time that is none", (json) => Object.assign(json["answers"] ?? {}, { lockAfter: 1.5 })],
    ["a time that is too long", (json) => Object.assign(json["answers"] ?? {}, { lockAfter: 86_401 })],
    ["a switch that is a text", (json) => Object.assign(json["answers"] ?? {}, { accountDeletion: "true" })],
    ["an empty name", (json) => Object.assign(json["answers"] ?? {}, { name: "" })],
    ["an unknown platform", (json) => Object.assign(json, { platform: "windows" })],
    ["no files", (json) => delete json["files"]],
  ];

  test.each(changes)("with %s is refused by us and by the JSON schema", async (_, change) => {
    const json = await manifestJson();
    expect(schemaFaults(schema, json)).toEqual([]);
    change(json);
    expect(schemaFaults(schema, json)).not.toEqual([]);
    await expect(readManifest(folderWith(json))).rejects.toMatchObject({
      code: "data-unreadable",
      details: [expect.any(String)],
    });
  });

  test("names a schema that is part of the package", async () => {
    expect(await manifestJson()).toHaveProperty(
      "$schema",
      "https://unpkg.com/okta-unlock@0.1.0/templates/okta-unlock.schema.json",
    );
  });
});

describe("comparing a project with what was made", () => {
  test("tells unchanged, edited and missing files", async () => {
    const folder = temporaryFolder();
    const plan = await fixturePlan();
    writeTree(folder, Object.fromEntries(plan.files.map((file) => [file.path, file.contents])));
    const manifest = await readManifest(folder);
    writeFileSync(join(folder, "Name.kt"), "edited");
    rmSync(join(folder, "name.ts"));
    rmSync(join(folder, "MyApp"), { recursive: true });
    const crlf = textOf(plan, "app.toml").replaceAll("\n", "\r\n");
    writeFileSync(join(folder, "app.toml"), crlf);
    expect(manifest && compareWithDisk(manifest, folder)).toEqual({
      unchanged: [
        ".gitignore",
        "MyApp.xcodeproj/project.pbxproj",
        "README.md",
        "app.json",
        "app.properties",
        "app.toml",
        "icon.png",
        "scheme.xml",
      ],
      edited: ["Name.kt"],
      missing: ["MyApp/Name.swift", "MyApp/Okta.plist", "MyApp/Plain.swift", "name.ts"],
    });
  });

  test.skipIf(process.platform === "win32")(
    "never waits for a pipe or a device in the place of a file",
    async () => {
      const folder = temporaryFolder();
      execFileSync("mkfifo", [join(folder, "pipe")]);
      symlinkSync("/dev/zero", join(folder, "device"));
      const files = { pipe: "0".repeat(64), device: "0".repeat(64) };
      const manifest = await readManifest(folderWith({ ...(await manifestJson()), files }));
      expect(manifest && compareWithDisk(manifest, folder)).toEqual({
        unchanged: [],
        edited: ["pipe", "device"],
        missing: [],
      });
    },
  );
});
