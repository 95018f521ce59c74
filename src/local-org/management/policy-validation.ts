import type { JsonObject } from "../json.ts";
import { asObject, isTextList, textOf } from "../json.ts";
import type { Problem } from "./problems.ts";
import { blank, check, lengthOf, taken, throwIfAny } from "./problems.ts";

export interface Named {
  readonly name: string;
}

/** Okta's rules for an access policy; `others` are those it must differ from by name. Throws E0000001. */
export function validatePolicy(body: JsonObject, others: readonly Named[]): void {
  const clients = asObject(asObject(body["conditions"])?.["clients"])?.["include"];
  const type = body["type"] ?? "OAUTH_AUTHORIZATION_POLICY";
  throwIfAny([
    ...check(
      type === "OAUTH_AUTHORIZATION_POLICY",
      "type",
      "The value must be 'OAUTH_AUTHORIZATION_POLICY'.",
    ),
    ...nameProblems(body, others),
    ...textProblems(body, "description", 255),
    ...commonProblems(body),
    ...check(
      isTextList(clients) && clients.length > 0,
      "conditions.clients.include",
      "At least one client ID or 'ALL_CLIENTS' is required.",
    ),
  ]);
}

export function nameProblems(body: JsonObject, others: readonly Named[]): Problem[] {
  const problems = textProblems(body, "name", 100);
  if (problems.length > 0) return problems;
  return check(
    others.every((other) => other.name !== body["name"]),
    "name",
    taken,
  );
}

export function commonProblems(body: JsonObject): Problem[] {
  const { status = "ACTIVE", priority = 1 } = body;
  return [
    ...check(
      ["ACTIVE", "INACTIVE"].includes(textOf(status)),
      "status",
      "The value must be one of [ACTIVE, INACTIVE].",
    ),
    ...check(
      Number.isInteger(priority) && Number(priority) >= 1,
      "priority",
      "The value must be a positive whole number.",
    ),
  ];
}

function textProblems(body: JsonObject, field: string, longest: number): Problem[] {
  const text = textOf(body[field]);
  if (text.trim() === "") return [{ field, text: blank }];
  return check(lengthOf(text) <= longest, field, `The field must not be longer than ${longest} characters`);
}
