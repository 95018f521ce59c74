import type { JsonObject } from "../json.ts";
import { asObject, isTextList, textOf } from "../json.ts";
import type { StoredAuthorizationServer } from "../store/collections.ts";
import type { Stored } from "../store/stored.ts";
import type { Problem } from "./problems.ts";
import { blank, check, throwIfAny } from "./problems.ts";

/** What a body can't change. */
type Fixed = Stored & Pick<StoredAuthorizationServer, "status" | "default">;

/** The authorization server that a body describes. Throws E0000001. */
export function authorizationServerFrom(body: JsonObject, fixed: Fixed): StoredAuthorizationServer {
  throwIfAny(problemsOf(body));
  const audiences = body["audiences"];
  const signing = asObject(asObject(body["credentials"])?.["signing"]);
  const known = asObject(asObject(fixed["credentials"])?.["signing"]);
  return {
    ...fixed,
    name: textOf(body["name"]),
    description: body["description"] ?? "",
    audiences: isTextList(audiences) ? audiences : [],
    issuerMode: body["issuerMode"] ?? fixed["issuerMode"] ?? "ORG_URL",
    credentials: {
      signing: { rotationMode: signing?.["rotationMode"] ?? known?.["rotationMode"] ?? "AUTO" },
    },
  };
}

function problemsOf(body: JsonObject): Problem[] {
  const { name, audiences, issuerMode = "ORG_URL" } = body;
  const mode = asObject(asObject(body["credentials"])?.["signing"])?.["rotationMode"] ?? "AUTO";
  return [
    ...check(textOf(name).trim() !== "", "name", blank),
    ...check(
      isTextList(audiences) && audiences.length === 1 && audiences[0] !== "",
      "audiences",
      "Exactly one audience is required.",
    ),
    ...oneOf("issuerMode", textOf(issuerMode), ["ORG_URL", "CUSTOM_URL", "DYNAMIC"]),
    ...oneOf("rotationMode", textOf(mode), ["AUTO", "MANUAL"]),
  ];
}

/** The problem of a value that isn't one of those allowed. */
export function oneOf(field: string, value: string, allowed: readonly string[]): Problem[] {
  return check(allowed.includes(value), field, `The value must be one of [${allowed.join(", ")}].`);
}
