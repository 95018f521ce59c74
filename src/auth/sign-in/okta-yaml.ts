import { dirname, join } from "node:path";
import * as v from "valibot";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { readTextFile } from "../../files/read-file.ts";
import { type OrgUrl, parseOrgUrl } from "../../values/org-url.ts";
import type { ApiTokenCredential, ServiceAppCredential } from "../credential.ts";
import { readEnvironmentCredential } from "./environment-credential.ts";

/** A sign-in that another tool of Okta's left behind. */
export interface YamlSignIn {
  /** Absolute path of the file. */
  readonly path: string;
  readonly orgUrl: OrgUrl;
  readonly credential: ApiTokenCredential | ServiceAppCredential;
}

const text = v.exactOptional(v.string());

const client = v.looseObject({
  orgUrl: v.string(),
  token: text,
  authorizationMode: text,
  clientId: text,
  scopes: v.exactOptional(v.union([v.string(), v.array(v.string())])),
  privateKey: text,
  keyId: text,
  privateKeyId: text,
});

const oktaYaml = v.looseObject({ okta: v.looseObject({ client }) });

/** Reads `~/.okta/okta.yaml`. Undefined when it is absent, is no YAML, or has no org with a credential that can be used. */
export async function readOktaYaml({
  env,
  secrets,
}: Pick<Context, "env" | "secrets">): Promise<YamlSignIn | undefined> {
  const home = env["HOME"] ?? env["USERPROFILE"];
  if (home === undefined) return undefined;
  const path = join(home, ".okta", "okta.yaml");
  const content = readContent(path);
  if (content === undefined) return undefined;
  const parsed = v.safeParse(oktaYaml, await parseYaml(content));
  if (!parsed.success) return undefined;
  const settings = parsed.output.okta.client;
  const url = parseOrgUrl(settings.orgUrl);
  const credential = readYamlCredential(settings, { secrets, cwd: dirname(path) });
  return url.ok && credential ? { path, orgUrl: url.value, credential } : undefined;
}

/** Many times what the settings of one org take. */
const largest = 1024 * 1024;

function readContent(path: string): string | undefined {
  try {
    return readTextFile(path, { largest });
  } catch {
    return undefined;
  }
}

/** The file's settings are those of the environment by other names (Okta's SDKs: Configuration). */
function readYamlCredential(
  settings: v.InferOutput<typeof client>,
  source: Pick<Context, "secrets" | "cwd">,
): YamlSignIn["credential"] | undefined {
  const { token, authorizationMode, clientId, scopes, privateKey, keyId, privateKeyId } = settings;
  const env = {
    OKTA_CLIENT_TOKEN: token,
    OKTA_CLIENT_AUTHORIZATIONMODE: authorizationMode,
    OKTA_CLIENT_CLIENTID: clientId,
    OKTA_CLIENT_SCOPES: typeof scopes === "string" ? scopes : scopes?.join(" "),
    OKTA_CLIENT_PRIVATEKEY: privateKey,
    OKTA_CLIENT_KEYID: keyId ?? privateKeyId,
  };
  try {
    return readEnvironmentCredential({ ...source, env });
  } catch (error) {
    if (error instanceof OktaUnlockError) return undefined;
    throw error;
  }
}

async function parseYaml(content: string): Promise<unknown> {
  const { parse } = await import("yaml");
  try {
    return parse(content, { logLevel: "silent" });
  } catch {
    return undefined;
  }
}
