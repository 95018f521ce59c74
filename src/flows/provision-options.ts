import { refused } from "../values/branded.ts";
import type { Context } from "../context.ts";
import type { ProvisionSettings } from "../provision/desired.ts";
import {
  type Assignment,
  formatAssignment,
  parseAssignment,
  splitAssignments,
} from "../values/assignment.ts";
import { parseBoolean } from "../values/boolean.ts";
import type { Gathering } from "./fields.ts";
import { explain } from "./read-field.ts";

/** How an app stands in its org, as typed; the same wherever an app is made. */
export interface ProvisionFlags {
  readonly assign?: readonly string[];
  readonly authorizationServer?: string;
  readonly signOnPolicy?: string;
  readonly implicitAssignment?: boolean;
}

/** The same, parsed. What was not asked for is left out. */
export type ProvisionChoices = Pick<
  ProvisionSettings,
  "assignment" | "keepsGroups" | "authorizationServer" | "signOnPolicy" | "implicitAssignment"
>;

type Source = Pick<Context, "env">;

/** Reads the flags and their environment variables. Nobody is asked: each has a default that most apps keep. */
export function gatherProvisionChoices(
  { env }: Source,
  gathering: Gathering,
  flags: ProvisionFlags,
): ProvisionChoices {
  const implicitAssignment = readImplicit(env, gathering, flags);
  const assignment = readAssignment({ env }, gathering, flags.assign);
  if (implicitAssignment && assignment !== undefined && assignment !== "none") {
    gathering.refused(
      "assignment (--assign): with --implicit-assignment everyone may use the app, and Okta refuses to assign it. Leave one of them out",
    );
  }
  return {
    // A named group would be the exception to "everyone", and "everyone" is what Federation Broker Mode means.
    assignment: assignment ?? (implicitAssignment ? "none" : "everyone"),
    ...(assignment === undefined && { keepsGroups: true as const }),
    ...(implicitAssignment && { implicitAssignment }),
    ...readNamed({ env }, gathering, "authorizationServer", {
      what: "authorization server",
      flag: "--authorization-server <server>",
      variable: "OKTA_UNLOCK_AUTHORIZATION_SERVER",
      text: flags.authorizationServer,
    }),
    ...readNamed({ env }, gathering, "signOnPolicy", {
      what: "authentication policy",
      flag: "--sign-on-policy <name>",
      variable: "OKTA_UNLOCK_SIGN_ON_POLICY",
      text: flags.signOnPolicy,
    }),
  };
}

/** `--assign`, or its environment variable; undefined when neither is given, or what is given was refused. */
export function readAssignment(
  { env }: Source,
  gathering: Gathering,
  flag: readonly string[] | undefined,
): Assignment | undefined {
  const variable = env["OKTA_UNLOCK_ASSIGN"];
  const texts = flag ?? (variable === undefined ? undefined : splitAssignments(variable));
  if (texts === undefined) return undefined;
  const parsed = parseAssignment(texts);
  if (parsed.ok) return parsed.value;
  const by = flag === undefined ? "OKTA_UNLOCK_ASSIGN" : "--assign <who>";
  const [only, ...others] = texts;
  const correction = { flag: "--assign <who>", refused: only, value: parsed.suggestion };
  return gathering.refused(
    `assignment (${by}): ${explain(parsed)}`,
    // Which one of several is wrong is not known here.
    others.length === 0 ? correction : undefined,
  );
}

/** The flags that give these choices; none for what is taken anyway, unless it was typed. */
export function formatProvisionFlags(choices: ProvisionChoices, typed: ProvisionFlags): readonly string[] {
  const { assignment, implicitAssignment, authorizationServer, signOnPolicy } = choices;
  const isUsual = typed.assign === undefined && (assignment === "everyone" || implicitAssignment === true);
  return [
    ...(isUsual ? [] : formatAssignment(assignment).flatMap((word) => ["--assign", word])),
    ...(implicitAssignment === true ? ["--implicit-assignment"] : []),
    ...(authorizationServer === undefined ? [] : ["--authorization-server", authorizationServer]),
    ...(signOnPolicy === undefined ? [] : ["--sign-on-policy", signOnPolicy]),
  ];
}

function readImplicit(env: Source["env"], gathering: Gathering, flags: ProvisionFlags): boolean {
  if (flags.implicitAssignment !== undefined) return flags.implicitAssignment;
  const text = env["OKTA_UNLOCK_IMPLICIT_ASSIGNMENT"];
  if (text === undefined) return false;
  const parsed = text.trim() === "" ? refused("It is empty.") : parseBoolean(text);
  if (parsed.ok) return parsed.value;
  gathering.refused(`implicit assignment (OKTA_UNLOCK_IMPLICIT_ASSIGNMENT): ${explain(parsed)}`);
  return false;
}

interface Named {
  readonly what: string;
  readonly flag: string;
  readonly variable: string;
  readonly text: string | undefined;
}

function readNamed<K extends "authorizationServer" | "signOnPolicy">(
  { env }: Source,
  gathering: Gathering,
  key: K,
  { what, flag, variable, text = env[variable] }: Named,
): Partial<Record<K, string>> {
  if (text === undefined) return {};
  const value = text.trim();
  // A flag is never empty.
  if (value === "") gathering.refused(`${what} (${variable}): It is empty.`, { flag });
  return { [key]: value } as Record<K, string>;
}
