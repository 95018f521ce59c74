import type { Json, JsonObject } from "../json.ts";
import { toObject, omit, toText } from "../json.ts";
import type { Problem } from "../http/problems.ts";
import { check } from "../http/problems.ts";

/** What is wrong with the public keys (RFC 7517) that a client signs its assertions with. */
export function findJwksProblems(settings: JsonObject, method: string): Problem[] {
  const field = "jwks";
  const { jwks, jwks_uri: uri } = settings;
  if (jwks === undefined || jwks === null) {
    const isNeeded = method === "private_key_jwt" && toText(uri) === "";
    return check(!isNeeded, field, "'jwks' or 'jwks_uri' is required for 'private_key_jwt'.");
  }
  const keys = readKeys(jwks);
  if (keys === undefined || keys.length === 0)
    return [{ field, text: "The value must hold a list of keys." }];
  const kids = keys.map(({ kid }) => kid);
  return [
    ...check(
      keys.length === 1 || new Set(kids).size === keys.length,
      field,
      "All keys in the 'jwks' must have a unique 'kid'.",
    ),
    ...keys.flatMap((key) => findKeyProblems(field, key)),
  ];
}

function findKeyProblems(field: string, key: JsonObject): Problem[] {
  const type = toText(key["kty"]);
  if (type === "EC") {
    const isWhole = toText(key["x"]) !== "" && toText(key["y"]) !== "";
    return check(isWhole, field, "An EC key needs 'crv', 'x' and 'y'.");
  }
  if (type !== "RSA") return [{ field, text: `'${type}' is not a supported 'kty'.` }];
  const bits = Buffer.from(toText(key["n"]), "base64url").length * 8;
  return check(
    bits >= 2048,
    field,
    "RSA key length in the 'jwks' is less than '2,048' bits for the given key.",
  );
}

function readKeys(jwks: Json): readonly JsonObject[] | undefined {
  const keys = toObject(jwks)?.["keys"];
  if (!Array.isArray(keys)) return undefined;
  const objects = (keys as readonly Json[]).map(toObject).filter((key) => key !== undefined);
  return objects.length === keys.length ? objects : undefined;
}

const privateParts = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/** The keys without their private parts, in case a client sent those by mistake. */
export function keepPublicKeys(jwks: Json | undefined): JsonObject {
  const keys = jwks === undefined || jwks === null ? undefined : readKeys(jwks);
  return keys === undefined ? {} : { jwks: { keys: keys.map((key) => omit(key, privateParts)) } };
}
