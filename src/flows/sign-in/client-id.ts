import { type ClientId, parseClientId } from "../../values/client-id.ts";
import type { Field } from "../fields.ts";

/** The client ID of the app to sign in by; `kind` says which one, for the question. */
export function clientIdField(kind: "native app" | "service app"): Field<ClientId> {
  return {
    label: `client ID of the ${kind}`,
    flag: "--client-id <id>",
    variable: "OKTA_CLIENT_CLIENTID",
    question: `Client ID of the ${kind}:`,
    parse: parseClientId,
  };
}
