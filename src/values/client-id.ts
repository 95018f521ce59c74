import type { Branded, Parsed } from "./branded.ts";
import { accepted, refused } from "./branded.ts";

/** 6 to 100 characters of Okta's client ID alphabet. */
export type ClientId = Branded<"ClientId">;

const placeholder = /[{}<>]|^\$\w+$|^your[-_ ]?client[-_ ]?id$/iu;
const foreignCharacter = /[^A-Za-z0-9$\-_.+!*'(),]/u;

/** Parses a client ID by Okta's rule for `credentials.oauthClient.client_id`; surrounding blanks are dropped. */
export function parseClientId(text: string): Parsed<ClientId> {
  const clientId = text.trim();
  const problem = findClientIdProblem(clientId);
  return problem === undefined ? accepted(clientId as ClientId) : refused(problem);
}

/** True for a text of the form of an app's ID at Okta, which is its client ID unless somebody chose another. */
export function isAppId(text: string): boolean {
  return /^0oa\w+$/u.test(text);
}

function findClientIdProblem(clientId: string): string | undefined {
  if (clientId === "") return "The client ID is empty.";
  if (placeholder.test(clientId)) return "The client ID is still a placeholder.";
  if (foreignCharacter.test(clientId))
    return "The client ID contains a character that Okta never uses in client IDs.";
  if (clientId.length < 6) return "The client ID is too short: Okta's have at least 6 characters.";
  if (clientId.length > 100) return "The client ID is too long: Okta's have at most 100 characters.";
  return clientId === "ALL_CLIENTS"
    ? "ALL_CLIENTS is a keyword of Okta's policies, not a client ID."
    : undefined;
}
