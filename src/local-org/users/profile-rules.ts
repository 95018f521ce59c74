import { validationFailed } from "../http/api-error.ts";
import { blank, taken } from "../http/problems.ts";
import type { JsonObject } from "../json.ts";
import { textOf } from "../json.ts";
import type { Org } from "../org.ts";

const longest = { login: 100, email: 100, firstName: 50, lastName: 50 } as const;

type RequiredField = keyof typeof longest;

/**
 * Okta's rules for the default profile: required fields, the form of an email address, unique logins. `userId` is the user who has
 * the profile already. Throws E0000001.
 */
export function checkProfile(org: Org, profile: JsonObject, userId?: string): void {
  const causes = findProfileProblems(org, profile, userId);
  const [first] = causes;
  if (first !== undefined) throw validationFailed(first.slice(0, first.indexOf(":")), causes);
}

/** The problems that these rules find, one for each field: `field: problem`. */
export function findProfileProblems(org: Org, profile: JsonObject, userId?: string): string[] {
  return (Object.keys(longest) as RequiredField[]).flatMap((field) => {
    const problem = findProblem(org, field, { value: textOf(profile[field]), userId });
    return problem === undefined ? [] : [`${field}: ${problem}`];
  });
}

interface Given {
  readonly value: string;
  readonly userId: string | undefined;
}

function findProblem(org: Org, field: RequiredField, { value, userId }: Given): string | undefined {
  if (value.trim() === "") return blank;
  if (value.length > longest[field]) return `The field cannot exceed ${longest[field]} characters`;
  if (field === "email" && !isAddress(value)) return "Does not match required pattern";
  return field === "login" ? findLoginProblem(org, { value, userId }) : undefined;
}

function findLoginProblem(org: Org, { value: login, userId }: Given): string | undefined {
  if (!isAddress(login)) return "Username must be in the form of an email address";
  const wanted = login.toLowerCase();
  const isTaken = org.store
    .list("users")
    .some((user) => user.id !== userId && user.profile.login.toLowerCase() === wanted);
  return isTaken ? taken : undefined;
}

function isAddress(text: string): boolean {
  return /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+\.[^\s@.\p{Cc}]+$/u.test(text);
}
