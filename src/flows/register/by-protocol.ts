import { type Registrant, awaitOrg, requestOrg } from "../../auth/registration/register-org.ts";
import type { NewOrg, RegistrationServer } from "../../auth/registration/server.ts";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { hint, setVariable } from "../../hints.ts";
import { accepted, type Parsed, refused } from "../../values/branded.ts";
import { type Gathering, startGathering } from "../fields.ts";
import type { Field } from "../read-field.ts";
import { type LoginResult, runLogin } from "../sign-in/login.ts";
import { findKeyringProblem } from "../sign-in/secret-place.ts";

/** The flags that matter here. */
interface ProtocolFlags extends RegistrantFlags {
  readonly name?: string;
  readonly insecureStorage?: boolean;
}

/** Has the server make an org, waits for it, and signs in with the API token that comes with it. */
export async function registerByProtocol(
  context: Context,
  server: RegistrationServer,
  flags: ProtocolFlags,
): Promise<LoginResult> {
  context.log.info(`Registering at ${server.url}, from OKTA_CLI_REGISTRATION_URL.`);
  const interval = readInterval(context);
  const gathering = startGathering(context);
  const gathered = await gatherRegistrant(gathering, flags);
  await checkTokenCanBeKept(context, gathering, flags);
  const registrant = gathering.all(gathered);
  const { orgUrl, apiToken } = await context.log.step(`Register ${registrant.email}`, async (update) => {
    const cliToken = await requestOrg(context, server, registrant);
    update("Waiting for the org; confirm the e-mail if you get one (Ctrl-C stops)");
    return waitForNewOrg(context, server, { cliToken, interval });
  });
  const { name, insecureStorage } = flags;
  // As if it were piped in: the token is kept in memory only, and given out once.
  return runLogin(
    { ...context, readInput: async () => apiToken },
    {
      org: orgUrl,
      withToken: true,
      ...(name !== undefined && { name }),
      ...(insecureStorage !== undefined && { insecureStorage }),
    },
  );
}

async function waitForNewOrg(
  context: Context,
  server: RegistrationServer,
  waiting: Parameters<typeof awaitOrg>[2],
): Promise<NewOrg> {
  try {
    return await awaitOrg(context, server, waiting);
  } catch (error) {
    if (!context.signal.aborted) throw error;
    throw new OktaUnlockError("interrupted", {
      message: "Stopped while the org was being created. The server continues.",
      next: `When you get an e-mail with the org's URL, sign in to it: ${hint("login")}`,
      cause: error,
    });
  }
}

/** The token comes once: where nobody can agree to a file, the keyring has to answer before anything is made. */
async function checkTokenCanBeKept(
  context: Context,
  gathering: Gathering,
  { insecureStorage }: ProtocolFlags,
): Promise<void> {
  if (insecureStorage === true || context.interaction.canAsk) return;
  const problem = await findKeyringProblem(context);
  if (problem === undefined) return;
  gathering.missing(`a place for the API token: --insecure-storage keeps it in a file. ${problem.message}`);
}

const usualSeconds = 4;

/** Milliseconds between two questions: OKTA_UNLOCK_REGISTRATION_INTERVAL, in seconds. */
function readInterval({ env }: Pick<Context, "env">): number {
  const text = env["OKTA_UNLOCK_REGISTRATION_INTERVAL"] ?? String(usualSeconds);
  const seconds = /^\d{1,2}(?:\.\d+)?$/u.test(text) ? Number(text) : 0;
  if (seconds >= 0.05 && seconds <= 60) return seconds * 1000;
  throw new OktaUnlockError("invalid-value", {
    message: `OKTA_UNLOCK_REGISTRATION_INTERVAL can't be ${JSON.stringify(text)}.`,
    why: "It must be the seconds between two requests, from 0.05 to 60.",
    next: `Use the default: ${setVariable("OKTA_UNLOCK_REGISTRATION_INTERVAL", String(usualSeconds))}`,
  });
}

/** Who an org is made for, as typed. */
export interface RegistrantFlags {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly country?: string;
}

/** Gathers who the org is for; what is missing or refused is undefined. */
async function gatherRegistrant(
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
    : refused("That is not an e-mail address. Use the form ada@example.com.");
}
