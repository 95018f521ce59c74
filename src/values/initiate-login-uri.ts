import type { Branded, Parsed } from "./branded.ts";
import { accepted, refused } from "./branded.ts";
import { readWebAddress } from "./web-address.ts";

/**
 * The page of an app that begins a sign-in (OpenID Connect Core 1.0, section 4): https, no fragment. Okta sends people there
 * who come from elsewhere, such as from the e-mail of a password reset.
 */
export type InitiateLoginUri = Branded<"InitiateLoginUri">;

const longest = 1024;

/** Parses an initiate login URI; it is kept letter by letter. */
export function parseInitiateLoginUri(text: string): Parsed<InitiateLoginUri> {
  const uri = text.trim();
  const problem = findProblem(uri);
  return problem === undefined ? accepted(uri as InitiateLoginUri) : refused(problem, suggest(uri));
}

function findProblem(uri: string): string | undefined {
  if (uri.length > longest) return `The initiate login URI is longer than ${longest} characters.`;
  const address = readWebAddress(uri, "initiate login URI");
  if (!address.ok) return address.problem;
  if (address.url.protocol !== "https:") return "The initiate login URI must use https.";
  return uri.includes("#") ? "An initiate login URI can't contain a fragment (#)." : undefined;
}

/** With https, without user name, password and fragment. */
function suggest(uri: string): string | undefined {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (url === undefined || !/^https?:$/u.test(url.protocol)) return undefined;
  const suggestion = `https://${url.host}${url.pathname}${url.search}`;
  return findProblem(suggestion) === undefined ? suggestion : undefined;
}
