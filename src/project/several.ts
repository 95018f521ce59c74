import { namePlatform } from "../values/platform.ts";
import { escapeView } from "./escape.ts";
import { hashContents } from "./manifest.ts";
import type { PlannedFile, ProjectPlan } from "./plan.ts";
import { type Generator, type TemplateView, toTemplateView } from "./template-view.ts";

/** A folder that holds one project for each of several platforms, as data: nothing is written yet. */
export interface SeveralPlan {
  readonly projects: readonly ProjectPlan[];
  /** Those of every project below the folder that its platform names, and what lies beside these folders. */
  readonly files: readonly PlannedFile[];
}

/** Puts the projects of one app side by side; each stays what it would be alone. */
export function planSeveral(
  projects: readonly [ProjectPlan, ...ProjectPlan[]],
  generator: Generator,
): SeveralPlan {
  const files = projects.flatMap(({ platform, files: own }) =>
    own.map((file) => ({ ...file, path: `${platform}/${file.path}` })),
  );
  return { projects, files: [...files, planReadme(projects, generator)] };
}

function planReadme(projects: readonly [ProjectPlan, ...ProjectPlan[]], generator: Generator): PlannedFile {
  const [{ answers, okta }] = projects;
  const view = escapeView(toTemplateView(answers, okta, generator), "markdown");
  const contents = `${listLines(projects, view).join("\n")}\n`;
  return { path: "README.md", kind: "markdown", contents, sha256: hashContents(contents) };
}

function listLines(projects: readonly ProjectPlan[], view: TemplateView): string[] {
  return [
    `# ${view.displayName}`,
    "",
    "One app at Okta, and a project for each platform. Each folder is a whole project with a README of its own and needs nothing",
    "of the others.",
    "",
    "| folder | platform | begin with |",
    "| --- | --- | --- |",
    ...projects.map(
      ({ platform }) =>
        `| \`${platform}\` | ${namePlatform(platform)} | [${platform}/README.md](${platform}/README.md) |`,
    ),
    "",
    "## What they share",
    "",
    "The app at Okta. A change of it there, such as another redirect URI, is a change for every project.",
    "",
    "| at Okta | |",
    "| --- | --- |",
    ...listShared(view).map(([label, value]) => `| ${label} | \`${value}\` |`),
    "",
    "Each project has its copy of these values, and an `okta-unlock.json` of its own. `update` changes those, and not this page.",
    "",
    "## Add a platform",
    "",
    "At the end of each project's README is the command that made it. Run it with another folder and another `--platform`: it finds",
    "the same app.",
    "",
    `Made with ${view.generator}:`,
    "",
    "```sh",
    view.command,
    "```",
  ];
}

function listShared(view: TemplateView): readonly (readonly [string, string])[] {
  const rows = [
    ["Issuer", view.issuer],
    ["Client ID", view.clientId],
    ["Sign-in redirect URI", view.redirectUri],
    ["Sign-out redirect URI", view.postLogoutRedirectUri],
    ["Scopes", view.scopes],
    ["Org", view.org],
    ["App ID", view.appId],
  ] as const;
  return rows.filter(([, value]) => value !== "");
}
