import { hint, readingFile } from "../../hints.ts";
import type { ServiceAppCredential } from "../../auth/credential.ts";
import { readKeyFile, readKeyOrFile, registerKey } from "../../auth/sign-in/key-file.ts";
import { looksLikeKey } from "../../auth/sign-in/key-text.ts";
import { parseScopes } from "../../auth/sign-in/scopes.ts";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { type ClientId, parseClientId } from "../../values/client-id.ts";
import type { Gathering } from "../fields.ts";
import type { Field } from "../read-field.ts";
import type { LoginFlags } from "./flags.ts";

/** A service app by flags, `OKTA_CLIENT_*` and questions. Throws `invalid-value` for a key that can't be used. */
export async function gatherServiceApp(
  context: Context,
  gathering: Gathering,
  flags: LoginFlags,
  usualScopes: readonly string[],
): Promise<ServiceAppCredential | undefined> {
  const { env } = context;
  const clientId = await gathering.resolve(createClientIdField("service app"), flags.clientId);
  const privateKey = await gathering.attempt("private key (--private-key <file>)", () =>
    gatherKey(context, gathering, flags.privateKey),
  );
  const scopes = flags.scopes ?? env["OKTA_CLIENT_SCOPES"];
  const keyId = flags.keyId ?? env["OKTA_CLIENT_KEYID"] ?? env["OKTA_CLIENT_PRIVATEKEYID"];
  if (clientId === undefined || privateKey === undefined) return undefined;
  return {
    kind: "service-app",
    clientId,
    privateKey,
    scopes: scopes === undefined ? usualScopes : parseScopes(scopes),
    ...(keyId !== undefined && { keyId }),
  };
}

async function gatherKey(
  context: Context,
  gathering: Gathering,
  flag: string | undefined,
): Promise<string | undefined> {
  const { env, interaction } = context;
  if (flag === "-") return readKeyFromInput(context, gathering);
  if (flag !== undefined) return readKeyFile(context, "--private-key", assertPath(context, flag));
  const variable = env["OKTA_CLIENT_PRIVATEKEY"];
  if (variable !== undefined) return readKeyOrFile(context, "OKTA_CLIENT_PRIVATEKEY", variable);
  if (interaction.canAsk) return askForKey(context);
  const correction = { flag: "--private-key <file>" };
  return gathering.missing(
    "private key: --private-key <file> (- reads stdin), or OKTA_CLIENT_PRIVATEKEY",
    correction,
  );
}

async function readKeyFromInput(context: Context, gathering: Gathering): Promise<string | undefined> {
  const text = await context.readInput();
  return text.trim() === ""
    ? gathering.missing("private key: stdin is empty")
    : registerKey(context, "stdin", text);
}

/** Other processes and the shell's history see arguments. */
function assertPath({ secrets }: Context, text: string): string {
  if (!looksLikeKey(text)) return text;
  secrets.add(text);
  throw new OktaUnlockError("invalid-value", {
    message: "--private-key takes the path of a file, not the key itself.",
    why: "Other programs and your shell history can see the command line.",
    next: `Pipe the key in: ${readingFile(hint("login", { "client-id": "<id>", "private-key": "-" }), "key.pem")}`,
  });
}

async function askForKey(context: Context): Promise<string> {
  const path = await context.prompts.input({
    message: "File with its private key (PEM or JWK):",
    validate(text) {
      try {
        readKeyFile(context, "The file", text.trim());
        return true;
      } catch (error) {
        if (error instanceof OktaUnlockError) return `${error.message} ${error.why ?? ""}`.trim();
        throw error;
      }
    },
  });
  return readKeyFile(context, "The file", path.trim());
}

/** The client ID of the app to sign in by; `kind` says which one, for the question. */
export function createClientIdField(kind: "native app" | "service app"): Field<ClientId> {
  return {
    label: `client ID of the ${kind}`,
    flag: "--client-id <id>",
    variable: "OKTA_CLIENT_CLIENTID",
    question: `Client ID of the ${kind}:`,
    parse: parseClientId,
  };
}
