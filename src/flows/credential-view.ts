import type { SignInMethod } from "../auth/profiles/profile.ts";
import type { CredentialCheck } from "../auth/check-credential.ts";
import type { OrgIdentity } from "../auth/identify-org.ts";
import type { Right, Verdict } from "../auth/rights.ts";
import type { Style } from "../context.ts";
import { wrap } from "../terminal/wrap.ts";

/** Who a credential is, in one word: a login, or the client ID of an app. */
export function readLogin({ who }: CredentialCheck): string {
  return who.kind === "client" ? who.clientId : (who.login ?? who.id ?? "an unnamed user");
}

const areaNames: Readonly<Record<Right["area"], string>> = {
  apps: "Apps",
  groups: "Groups",
  authorizationServers: "Authorization servers",
  policies: "Sign-on policies",
};

/** Rows of a table: what the credential can do in each part of the org. */
export function listRights({ rights }: CredentialCheck): (readonly [string, string])[] {
  return rights.map(({ area, read, manage }) => [areaNames[area], describeAbility(read, manage)]);
}

function describeAbility(read: Verdict, manage: Verdict | undefined): string {
  if (read.can !== "yes") return "can't be read";
  if (manage === undefined) return "read";
  if (manage.can === "yes") return "read and change";
  return manage.can === "no" ? "read, but not change" : "read; change not known";
}

/** What is missing, with a paragraph for each place where to get it. Empty when nothing is. */
export function describeMissingRights({ rights }: CredentialCheck, style: Style, width: number): string {
  const lacks = rights.flatMap(({ area, read, manage }) => findLack(area, [read, manage]));
  const places = [...new Set(lacks.map(({ where }) => where))];
  return places
    .map((where) => {
      const what = lacks.filter((lack) => lack.where === where).map((lack) => lack.what);
      const text = `Missing ${what.join("; ")}. ${where}`;
      return `${style.warning("!")} ${wrap(text, { width, indent: 2 })}\n`;
    })
    .join("");
}

function findLack(area: Right["area"], verdicts: readonly (Verdict | undefined)[]) {
  const lack = verdicts.find((verdict) => verdict?.can === "no");
  if (lack?.can !== "no") return [];
  const { kind, name } = lack.missing;
  return [{ what: `for ${areaNames[area].toLowerCase()}: the ${kind} ${name}`, where: lack.where }];
}

/** How people call the ways to sign in. */
export const methodNames: Readonly<Record<SignInMethod["kind"], string>> = {
  "api-token": "API token",
  "service-app": "service app",
  device: "device",
};

export const engineNames: Readonly<Record<NonNullable<OrgIdentity["engine"]>, string>> = {
  identity: "Identity Engine",
  classic: "Classic Engine",
};
