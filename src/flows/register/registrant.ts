import type { Registrant } from "../../auth/registration/register-org.ts";
import { accepted, type Parsed, refused } from "../../values/branded.ts";
import type { Field, Gathering } from "../fields.ts";

/** Who an org is made for, as typed. */
export interface RegistrantFlags {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly country?: string;
}

/** Gathers who the org is for; what is missing or refused is undefined. */
export async function gatherRegistrant(
  gathering: Gathering,
  flags: RegistrantFlags,
): Promise<{ readonly [Name in keyof Registrant]: Registrant[Name] | undefined }> {
  const firstName = await gathering.resolve(firstNameField, flags.firstName);
  const lastName = await gathering.resolve(lastNameField, flags.lastName);
  const email = await gathering.resolve(emailField, flags.email);
  const country = await gathering.resolve(countryField, flags.country);
  return { firstName, lastName, email, country };
}

const firstNameField: Field<string> = {
  label: "first name",
  flag: "--first-name <name>",
  variable: "OKTA_UNLOCK_FIRST_NAME",
  question: "First name:",
  parse: (text) => parseLine(text, "name"),
};

const lastNameField: Field<string> = {
  label: "last name",
  flag: "--last-name <name>",
  variable: "OKTA_UNLOCK_LAST_NAME",
  question: "Last name:",
  parse: (text) => parseLine(text, "name"),
};

const emailField: Field<string> = {
  label: "e-mail",
  flag: "--email <address>",
  variable: "OKTA_UNLOCK_EMAIL",
  question: "Business e-mail:",
  parse: parseEmail,
};

const countryField: Field<string> = {
  label: "country",
  flag: "--country <country>",
  variable: "OKTA_UNLOCK_COUNTRY",
  question: "Country:",
  parse: (text) => parseLine(text, "country"),
};

const longest = 50;

/** Okta takes names of up to 50 characters. */
function parseLine(text: string, what: string): Parsed<string> {
  const line = text.trim();
  if (line === "") return refused(`The ${what} is empty.`);
  if (/\p{Cc}/u.test(line)) return refused(`The ${what} has a control character in it.`);
  return line.length > longest
    ? refused(`The ${what} is longer than ${longest} characters.`)
    : accepted(line);
}

function parseEmail(text: string): Parsed<string> {
  const address = text.trim();
  return /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+\.[^\s@.\p{Cc}]+$/u.test(address) && address.length <= 100
    ? accepted(address)
    : refused("That is not an e-mail address: it looks like ada@example.com.");
}
