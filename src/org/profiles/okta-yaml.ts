import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import type { Context } from "../../context.ts";
import { type OrgUrl, parseOrgUrl } from "../../values/org-url.ts";

/** An API token that another tool of Okta's left behind. */
export interface YamlSignIn {
  /** Absolute path of the file. */
  readonly path: string;
  readonly orgUrl: OrgUrl;
  readonly token: string;
}

const oktaYaml = v.looseObject({
  okta: v.looseObject({ client: v.looseObject({ orgUrl: v.string(), token: v.string() }) }),
});

/** Reads `~/.okta/okta.yaml`. Undefined when it is absent, is no YAML, or has no org with an API token. */
export async function readOktaYaml({
  env,
  secrets,
}: Pick<Context, "env" | "secrets">): Promise<YamlSignIn | undefined> {
  const home = env["HOME"] ?? env["USERPROFILE"];
  if (home === undefined) return undefined;
  const path = join(home, ".okta", "okta.yaml");
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = v.safeParse(oktaYaml, await parseYaml(text));
  if (!parsed.success) return undefined;
  const { orgUrl, token } = parsed.output.okta.client;
  secrets.add(token);
  const url = parseOrgUrl(orgUrl);
  return url.ok ? { path, orgUrl: url.value, token } : undefined;
}

async function parseYaml(text: string): Promise<unknown> {
  const { parse } = await import("yaml");
  try {
    return parse(text, { logLevel: "silent" });
  } catch {
    return undefined;
  }
}
