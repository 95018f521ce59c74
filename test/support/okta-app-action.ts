import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { parse } from "yaml";
import { type TestOrg } from "../unit/local-org/support.ts";
import { type ActionRun, runAction, type Step } from "./github-runner.ts";
import { cliPath, type World } from "./run-cli.ts";

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: Readonly<Record<string, string>>;
}

export const folder = new URL("../../.github/actions/okta-app/", import.meta.url);
export const action = parse(readFileSync(new URL("action.yml", folder), "utf8")) as ActionFile;

/** The inputs of a job: those that it gives, and the defaults of the others; empty without one, as the runner does it. */
export function inputsOf(given: Readonly<Record<string, string>>): Record<string, string> {
  const defaults = Object.entries(action.inputs).map(([name, { default: value = "" }]) => [name, value]);
  return { ...(Object.fromEntries(defaults) as Record<string, string>), ...given };
}

export function tokenInputs(org: TestOrg): Record<string, string> {
  return inputsOf({ "org-url": org.url, token: org.apiToken, cli: cliPath() });
}

export function runOktaApp(
  world: World,
  org: TestOrg,
  stage: "main" | "post",
  more: ActionRun,
): Promise<Step> {
  const env = { NODE_EXTRA_CA_CERTS: org.caCertificatePath, ...more.env };
  return runAction(world, new URL(action.runs[stage] ?? "", folder), { ...more, env });
}

export async function appsIn(org: TestOrg): Promise<string[]> {
  const { json } = await org.call("GET", "/api/v1/apps");
  const apps = json as readonly { readonly id: string; readonly name: string; readonly label: string }[];
  return apps.filter(({ name, label }) => name === "oidc_client" && label !== "CI").map(({ id }) => id);
}

export async function policiesIn(org: TestOrg): Promise<unknown[]> {
  const { json } = await org.call("GET", "/api/v1/authorizationServers/default/policies");
  return json as unknown[];
}

/** npx runs what is installed beside it, so that no registry is asked. */
export function installIn(world: World): void {
  const installation = inject("installation");
  for (const name of ["node_modules", "package.json"]) {
    symlinkSync(join(installation, name), world.path(name), "junction");
  }
}
