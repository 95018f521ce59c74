import { createPrivateKey } from "node:crypto";
import type { Lane } from "../../support/signed-in-lane.ts";
import type { Exchange } from "../../support/wire-tap.ts";

/** Where a secret was learned, and its text. */
export interface Secret {
  readonly what: string;
  readonly text: string;
}

/** A secret, and what would give it away. */
export interface SpelledSecret extends Secret {
  readonly spellings: readonly string[];
}

/** What the lane was made with: known before anything is sent. */
export function givenSecrets({ org, privateKey }: Lane): Secret[] {
  const key = createPrivateKey(privateKey).export({ format: "jwk" }) as Record<string, string>;
  const lines = privateKey.split("\n").filter((line) => line !== "" && !line.startsWith("-----"));
  return [
    { what: "API token", text: org.apiToken },
    { what: "password", text: org.user.password },
    { what: "password", text: org.admin.password },
    ...lines.map((text) => ({ what: "line of the private key", text })),
    ...["d", "p", "q", "dp", "dq", "qi"].map((name) => ({
      what: `member ${name} of the JWK`,
      text: key[name]!,
    })),
  ];
}

const inForms = [
  "client_assertion",
  "refresh_token",
  "device_code",
  "code_verifier",
  "token",
  "access_token",
];
const inAnswers = [
  "access_token",
  "refresh_token",
  "id_token",
  "device_code",
  "developerOrgCliToken",
  "apiToken",
];

/** What went over the wire: credentials that were sent, and tokens that were given. */
export function exchangedSecrets(exchanges: readonly Exchange[]): Secret[] {
  const found = exchanges.flatMap(({ sent, answered }) => [
    ...ofHeader("Authorization", sent.headers.authorization?.replace(/^\w+ /u, "")),
    ...ofHeader("DPoP", sent.headers["dpop"] as string | undefined),
    ...inForms.flatMap((name) => ofHeader(name, new URLSearchParams(sent.body).get(name) ?? undefined)),
    ...inAnswers.flatMap((name) => ofHeader(name, memberOf(answered.body, name))),
  ]);
  return [...new Map(found.map((secret) => [secret.text, secret])).values()];
}

function ofHeader(what: string, text: string | undefined): Secret[] {
  return text === undefined || text === "" ? [] : [{ what, text }];
}

function memberOf(body: string, name: string): string | undefined {
  return new RegExp(String.raw`"${name}":"([^"]+)"`, "u").exec(body)?.[1];
}

/** The secrets with their spellings, which are looked for in many texts. */
export function spellOut(secrets: readonly Secret[]): SpelledSecret[] {
  return secrets.map((secret) => ({ ...secret, spellings: [...new Set(spellingsOf(secret))] }));
}

/** A secret as it stands, and as URLs, JSON and headers write it. A JWT without its signature is one still. */
function spellingsOf({ text }: Secret): string[] {
  const bytes = Buffer.from(text);
  const jwt = /^(eyJ[\w-]+\.[\w-]+)\.([\w-]+)$/u.exec(text);
  return [
    text,
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    bytes.toString("base64"),
    bytes.toString("base64url"),
    ...(jwt === null ? [] : [jwt[1]!, jwt[2]!]),
  ];
}

/** The names of the secrets that are in a text. */
export function secretsIn(text: string, secrets: readonly SpelledSecret[]): string[] {
  const found = secrets.filter(({ spellings }) => spellings.some((spelling) => text.includes(spelling)));
  return [...new Set(found.map(({ what }) => what))];
}
