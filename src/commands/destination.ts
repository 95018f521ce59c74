import type { Context } from "../context.ts";
import { parseOrgUrl, type OrgUrl } from "../values/org-url.ts";
import { explain, type Gathering } from "./fields.ts";

/** The org that a command works on, and the credential for it. */
export type Destination =
  | { readonly kind: "local" }
  | { readonly kind: "okta"; readonly orgUrl: OrgUrl; readonly token: string };

type Source = Pick<Context, "env" | "interaction" | "log" | "prompts" | "secrets">;

const urlVariable = "OKTA_CLIENT_ORGURL";
const tokenVariable = "OKTA_CLIENT_TOKEN";

/** Finds the org: `--org`, then OKTA_UNLOCK_ORG, then OKTA_CLIENT_ORGURL, then the question. */
export async function chooseDestination(
  context: Source,
  gathering: Gathering,
  flag: string | undefined,
): Promise<Destination | undefined> {
  const given = flag ?? context.env["OKTA_UNLOCK_ORG"] ?? context.env[urlVariable];
  const wanted = given ?? (context.interaction.canAsk ? await askForOrg(context) : undefined);
  if (wanted === undefined) {
    return gathering.missing(`org: --org <local or URL>, or ${urlVariable} with ${tokenVariable}`);
  }
  if (wanted === "local") return { kind: "local" };
  const orgUrl = readOrgUrl(context, gathering, wanted);
  const token = await readToken(context, gathering, wanted);
  return orgUrl === undefined || token === undefined ? undefined : { kind: "okta", orgUrl, token };
}

function readOrgUrl(context: Source, gathering: Gathering, text: string): OrgUrl | undefined {
  const parsed = parseOrgUrl(text);
  if (!parsed.ok) return gathering.refused(`org (--org): ${explain(parsed)}`);
  for (const note of parsed.notes) context.log.info(note);
  return parsed.value;
}

async function readToken(context: Source, gathering: Gathering, org: string): Promise<string | undefined> {
  const token =
    context.env[tokenVariable] ?? (context.interaction.canAsk ? await askForToken(context) : undefined);
  if (token === undefined || token.trim() === "") {
    return gathering.missing(`API token for ${org}: ${tokenVariable} (never a flag)`);
  }
  context.secrets.add(token.trim());
  return token.trim();
}

async function askForOrg({ prompts }: Source): Promise<string> {
  const kind = await prompts.select({
    message: "Which Okta org?",
    choices: [
      { value: "local", name: "A local one", description: "runs on this machine; no account, no network" },
      { value: "okta", name: "My own", description: "its URL and an API token" },
    ],
  });
  if (kind === "local") return "local";
  return prompts.input({
    message: "The URL of your org:",
    validate: (text) => {
      const parsed = parseOrgUrl(text);
      return parsed.ok ? true : parsed.problem;
    },
  });
}

async function askForToken({ prompts, log }: Source): Promise<string> {
  log.info("  Make an API token in the Admin Console: Security > API > Tokens > Create token.");
  return prompts.password({
    message: "API token (not shown, not kept):",
    validate: (text) => (text.trim() === "" ? "Paste the token." : true),
  });
}
