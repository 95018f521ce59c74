import { createHash } from "node:crypto";
import { parse as parsePbxproj } from "@bacons/xcode/json";
import fc from "fast-check";
import { parse as parsePlist } from "plist";
import { describe, expect, test } from "vitest";
import { placeholderSettings } from "../../../src/project/okta-settings.ts";
import { type LocalOrgCommands, planProject } from "../../../src/project/plan.ts";
import { legalName } from "../values/legal-names.ts";
import {
  answersFor,
  compiledTemplate,
  fixturePlan,
  oktaSettings,
  planWith,
  templateJsonFor,
  templateFiles,
  textOf,
  writeTemplates,
} from "./fixture.ts";

describe("a planned project", () => {
  test("has every file of the template under its name in the project, and okta-unlock.json last", async () => {
    const plan = await fixturePlan("My App");
    expect(plan.files.map((file) => file.path)).toEqual([
      ".gitignore",
      "MyApp.xcodeproj/project.pbxproj",
      "MyApp/Name.swift",
      "MyApp/Okta.plist",
      "MyApp/Plain.swift",
      "Name.kt",
      "README.md",
      "app.json",
      "app.properties",
      "app.toml",
      "icon.png",
      "name.ts",
      "scheme.xml",
      "okta-unlock.json",
    ]);
    expect(plan).toMatchObject({
      platform: "ios",
      templateVersion: "1.2.3",
      directory: "my-app",
      nextSteps: ["cd my-app", "open MyApp.xcodeproj"],
    });
  });

  test.each([
    [true, ["a.txt", "b.txt", "okta-unlock.json"]],
    [false, ["a.txt", "okta-unlock.json"]],
  ])("has a file with a condition only when that is true: %s", async (accountDeletion, paths) => {
    const files = { "a.txt": "a", "b.txt": "b" };
    const exceptions = [{ from: "b.txt", when: "accountDeletion" }];
    const folder = writeTemplates(files, { ...templateJsonFor([]), exceptions });
    const answers = { ...answersFor("My App"), accountDeletion };
    const plan = await planWith(compiledTemplate(folder), answers, oktaSettings, folder);
    expect(plan.files.map(({ path }) => path)).toEqual(paths);
  });

  test("has the steps of its answers alone", async () => {
    const template = compiledTemplate(writeTemplates());
    const nextSteps = [
      "always",
      { step: "to delete", when: "accountDeletion" },
      { step: "to lock", when: "locksAtOnce" },
    ];
    const plan = await planProject({ ...answersFor("My App"), accountDeletion: true }, oktaSettings, {
      command: "okta-unlock create",
      version: "0.1.0",
      templatesDirectory: "",
      template: { ...template, nextSteps, files: [] },
    });
    expect(plan.nextSteps).toEqual(["always", "to delete"]);
  });

  test("begins its steps with what a device needs of the local org, and with the machine that builds it", async () => {
    const template = compiledTemplate(writeTemplates());
    const builtOn = { system: "darwin", elsewhere: "Copy it.", elsewhereWithLocalOrg: "Make it there." };
    const plan = (system: NodeJS.Platform, localOrg?: LocalOrgCommands) =>
      planProject(answersFor("My App"), oktaSettings, {
        command: "okta-unlock create",
        version: "0.1.0",
        templatesDirectory: "",
        template: { ...template, builtOn, files: [] },
        system,
        localOrg,
      });
    const rest = ["cd my-app", "open MyApp.xcodeproj"];
    expect((await plan("darwin")).nextSteps).toEqual(rest);
    expect((await plan("linux")).nextSteps).toEqual(["Copy it.", ...rest]);
    expect((await plan("darwin", { trust: "x trust", start: "x start" })).nextSteps).toEqual([
      "start: x start",
      "trust: x trust",
      ...rest,
    ]);
    expect((await plan("linux", { trust: "x trust" })).nextSteps).toEqual([
      "Make it there.",
      "trust: x trust",
      ...rest,
    ]);
  });

  test("has the hash of each file", async () => {
    const plan = await fixturePlan();
    for (const file of plan.files) {
      expect(file.sha256).toBe(createHash("sha256").update(file.contents).digest("hex"));
    }
  });

  test("copies what is no template byte for byte, but for region marks", async () => {
    const plan = await fixturePlan();
    expect(plan.files.find((file) => file.path === "icon.png")?.contents).toEqual(
      Buffer.from(templateFiles["icon.png"] ?? ""),
    );
    expect(textOf(plan, "MyApp/Plain.swift")).toBe("let plain = 1\n");
    expect(textOf(plan, "MyApp/Name.swift")).toBe('// My App\nimport Foundation\nlet name = "My App"\n');
  });

  test("is the same, byte by byte, when it is planned again", async () => {
    expect(await fixturePlan()).toEqual(await fixturePlan());
  });

  test("leaves out what depends on a value that is not known", async () => {
    const { org: _org, appId: _appId, ...unknown } = oktaSettings;
    const plan = await fixturePlan("My App", unknown);
    expect(JSON.parse(textOf(plan, "app.json"))).toEqual({ name: "My App", scopes: oktaSettings.scopes });
    expect(JSON.parse(textOf(plan, "okta-unlock.json"))).not.toHaveProperty("okta.org");
  });

  test("can be previewed before any org is known", async () => {
    const plan = await fixturePlan("My App", placeholderSettings(oktaSettings));
    const real = await fixturePlan("My App");
    expect(plan.files.map((file) => file.path)).toEqual(real.files.map((file) => file.path));
    expect(textOf(plan, "README.md")).toContain("`<issuer>`");
  });

  test("shows any legal name in every file that says it", async () => {
    const templatesDirectory = writeTemplates();
    const template = compiledTemplate(templatesDirectory);
    await fc.assert(
      fc.asyncProperty(legalName, async (name) => {
        const plan = await planWith(template, answersFor(name), oktaSettings, templatesDirectory);
        const { swiftModule } = plan.answers.name;
        const okta = parsePlist(textOf(plan, `${swiftModule}/Okta.plist`)) as Record<string, string>;
        expect(okta["name"]).toBe(name);
        expect(okta["issuer"]).toBe(oktaSettings.issuer);
        const project = parsePbxproj(textOf(plan, `${swiftModule}.xcodeproj/project.pbxproj`)) as unknown as {
          objects: { A1: Record<string, string> };
        };
        expect(project.objects.A1).toEqual({ isa: "X", name, path: swiftModule });
        expect(JSON.parse(textOf(plan, "app.json"))).toHaveProperty("name", name);
        expect(JSON.parse(textOf(plan, "okta-unlock.json"))).toHaveProperty("answers.name", name);
        expect(textOf(plan, `${swiftModule}/Name.swift`).split("\n")).toHaveLength(4);
      }),
      { numRuns: 500 },
    );
  });
});
