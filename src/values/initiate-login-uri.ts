import type { Branded, Parsed } from "./branded.ts";
import { accepted, refused } from "./branded.ts";
import { readUrl } from "./read-url.ts";

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

/** Not by `readWebAddress`, which is loaded only where addresses of orgs are read: this is read by every start. */
function findProblem(uri: string): string | undefined {
  if (uri === "") return "The initiate login URI is empty.";
  if (uri.length > longest) return `The initiate login URI is longer than ${longest} characters.`;
  if (/[\s\p{Cc}\\]/u.test(uri))
    return "The initiate login URI contains a space, a backslash or a control character.";
  if (/[^ -~]/u.test(uri)) return "The initiate login URI contains a character that a URI writes encoded.";
  if (!/^https:\/\//iu.test(uri)) return "The initiate login URI must start with https://.";
  const url = readUrl(uri);
  if (url === undefined || /[^\w.:[\]-]/u.test(url.hostname))
    return "The initiate login URI is not a web address.";
  if (url.username !== "" || url.password !== "")
    return "The initiate login URI contains a user name or password.";
  return uri.includes("#") ? "An initiate login URI can't contain a fragment (#)." : undefined;
}

/** With https, without user name, password and fragment. */
function suggest(uri: string): string | undefined {
  const url = readUrl(uri);
  if (url === undefined || !/^https?:$/u.test(url.protocol)) return undefined;
  const suggestion = `https://${url.host}${url.pathname}${url.search}`;
  return findProblem(suggestion) === undefined ? suggestion : undefined;
}
