import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { compileOurTemplate } from "../../../.config/template-source.ts";
import type { ProjectAnswers } from "../../../src/project/answers.ts";
import type { OktaSettings } from "../../../src/project/okta-settings.ts";
import { planProject } from "../../../src/project/plan.ts";
import type { ProjectPlan } from "../../../src/project/plan.ts";
import type { CompiledTemplate } from "../../../src/project/templates.ts";
import { parseBundleId } from "../../../src/values/bundle-id.ts";
import { parseClientId } from "../../../src/values/client-id.ts";
import { parseIssuer } from "../../../src/values/issuer.ts";
import { defaultLockAfter } from "../../../src/values/unlock.ts";
import { parseOrgUrl } from "../../../src/values/org-url.ts";
import { parseProjectName } from "../../../src/values/project-name.ts";
import { parseRedirectUri } from "../../../src/values/redirect-uri.ts";
import { valueOf } from "../values/values.ts";

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A temporary folder that anybody may enter, and that is gone when the tests of the file are. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "okta-unlock-test-"));
  chmodSync(folder, 0o755);
  made.push(folder);
  return folder;
}

/** Writes files, given by their path with forward slashes, below a folder. */
export function writeTree(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents);
  }
}

/** One file of each kind, each with the display name where names go. */
export const templateFiles: Readonly<Record<string, string | Uint8Array>> = {
  "App/Name.swift.hbs":
    '// {{displayName}}\nimport Foundation\n// #region name\nlet name = "{{displayName}}"\n// #endregion name\n',
  "App/Plain.swift": "// #region plain\nlet plain = 1\n// #endregion\n",
  "App/Okta.plist.hbs":
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- {{displayName}} -->\n<plist version="1.0"><dict>\n' +
    "<key>name</key><string>{{displayName}}</string>\n<key>issuer</key><string>{{issuer}}</string>\n" +
    "<key>scopes</key><string>{{scopes}}</string>\n</dict></plist>\n",
  "scheme.xml.hbs": '<Scheme name="{{displayName}}">{{displayName}}</Scheme>\n',
  "App.xcodeproj/project.pbxproj.hbs":
    '// !$*UTF8*$!\n{\n\tobjects = {\n\t\tA1 = {isa = X; name = "{{displayName}}"; path = {{swiftModule}}; };\n\t};\n}\n',
  "Name.kt.hbs": 'val name = "{{displayName}}"\n',
  "name.ts.hbs": 'export const name = "{{displayName}}";\n',
  "app.json.hbs":
    '{ "name": "{{displayName}}", "scopes": [{{#each scopeList}}"{{this}}"{{#unless @last}}, {{/unless}}{{/each}}]' +
    '{{#if org}}, "org": "{{org}}"{{/if}} }\n',
  "app.properties.hbs": "name={{displayName}}\n{{swiftModule}}.issuer={{issuer}}\n",
  "app.toml.hbs": 'name = "{{displayName}}"\n',
  "README.md.hbs": "# {{displayName}}\n\n{{displayName}} uses `{{issuer}}`.\n\n```sh\n{{command}}\n```\n",
  "icon.png": new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0xff, 0x00]),
  ".gitignore": "build\n",
};

const folders: Readonly<Record<string, string>> = {
  "App/": "{{swiftModule}}/",
  "App.xcodeproj/": "{{swiftModule}}.xcodeproj/",
};

/** A `template.json` for these files. */
export function templateJsonFor(files: readonly string[]): Record<string, unknown> {
  const mapped = Object.entries(folders).filter(([folder]) => files.some((file) => file.startsWith(folder)));
  return {
    platform: "ios",
    title: "iOS",
    version: "1.2.3",
    toolchain: { xcode: "16" },
    folders: Object.fromEntries(mapped),
    exceptions: [],
    localOrgSteps: ["start: {{start}}", "trust: {{trust}}"],
    nextSteps: ["cd {{directory}}", "open {{swiftModule}}.xcodeproj"],
  };
}

/** Writes the fixture template; returns the `templates` folder it is in. */
export function writeTemplates(
  files: Readonly<Record<string, string | Uint8Array>> = templateFiles,
  json: Record<string, unknown> = templateJsonFor(Object.keys(files)),
): string {
  const root = temporaryFolder();
  writeTree(join(root, "ios"), { ...files, "template.json": JSON.stringify(json) });
  return root;
}

/** Compiles a template as the build does. */
export function compiledTemplate(templatesRoot: string): CompiledTemplate {
  return JSON.parse(JSON.stringify(compileOurTemplate(templatesRoot, "ios"))) as CompiledTemplate;
}

export function answersFor(displayName: string): ProjectAnswers {
  return {
    platform: "ios",
    name: valueOf(parseProjectName(displayName)),
    bundleId: valueOf(parseBundleId("com.example.myapp")),
    redirectUri: valueOf(parseRedirectUri("com.example.myapp:/callback")),
    postLogoutRedirectUri: valueOf(parseRedirectUri("com.example.myapp:/logout")),
    initiateLoginUri: "",
    unlockPolicy: "biometric",
    lockAfter: defaultLockAfter,
    accountDeletion: false,
    webPreview: false,
  };
}

export const oktaSettings: OktaSettings = {
  issuer: valueOf(parseIssuer("https://dev-1.okta.com/oauth2/default")),
  clientId: valueOf(parseClientId("0oafxqCAJWWGELFTYASJ")),
  scopes: ["openid", "profile", "email", "offline_access"],
  org: valueOf(parseOrgUrl("https://dev-1.okta.com")),
  appId: "0oafxqCAJWWGELFTYASJ",
  localOrg: false,
};

export const command = "npx okta-unlock create my-app --platform ios";

/** A plan made from the fixture template. */
export async function fixturePlan(
  displayName = "My App",
  okta: OktaSettings = oktaSettings,
): Promise<ProjectPlan> {
  const templatesDirectory = writeTemplates();
  const template = compiledTemplate(templatesDirectory);
  return planWith(template, answersFor(displayName), okta, templatesDirectory);
}

/** A plan made from a template that is compiled already. */
export async function planWith(
  template: CompiledTemplate,
  answers: ProjectAnswers,
  okta: OktaSettings,
  templatesDirectory: string,
): Promise<ProjectPlan> {
  return planProject(answers, okta, { command, version: "0.1.0", templatesDirectory, template });
}

/** The text of a planned file. */
export function textOf(plan: ProjectPlan, path: string): string {
  const file = plan.files.find((candidate) => candidate.path === path);
  if (file === undefined)
    throw new Error(`no ${path} in ${plan.files.map((planned) => planned.path).join(", ")}`);
  return typeof file.contents === "string" ? file.contents : new TextDecoder().decode(file.contents);
}
