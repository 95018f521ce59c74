import { expect, test } from "vitest";
import { createSecretRegistry, findApiTokens } from "../../../src/terminal/secrets.ts";

test("a secret is masked in each form it may take", () => {
  const secrets = createSecretRegistry();
  secrets.add('00a/b"c+d');
  expect(secrets.mask('plain 00a/b"c+d')).toBe("plain ********");
  expect(secrets.mask(`url ${encodeURIComponent('00a/b"c+d')}`)).toBe("url ********");
  expect(secrets.mask(JSON.stringify({ token: '00a/b"c+d' }))).toBe('{"token":"********"}');
});

test("a secret that holds another leaves no rest", () => {
  const secrets = createSecretRegistry();
  secrets.add("abcdef");
  secrets.add("abcdefghi");
  expect(secrets.mask("abcdefghi abcdef")).toBe("******** ********");
});

test("a JWT is masked without being known, with its signature or without", () => {
  const secrets = createSecretRegistry();
  const [head, claims, signature] = ["eyJhbGciOiJSUzI1NiJ9", "eyJzdWIiOiJtZSJ9", "c2lnbmF0dXJl"];
  const text = `Okta: ${head}.${claims}.${signature}, and ${head}.${claims}`;
  expect(secrets.mask(text)).toBe("Okta: ********, and ********");
  expect(secrets.mask("eyJ is how one begins; a.b.c is none")).toBe("eyJ is how one begins; a.b.c is none");
});

test("each JWT is masked where it stands: behind a hyphen, a scheme and a dot, and one after the other", () => {
  const secrets = createSecretRegistry();
  const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl";
  expect(secrets.mask(`https://a.example.com/?t=${jwt}#x`)).toBe("https://a.example.com/?t=********#x");
  expect(secrets.mask(`x.y-${jwt}.${jwt}.z`)).toBe("x.y-********.********.z");
  expect(secrets.mask("_eyJhbGciOiJSUzI1NiJ9.short, eyJnothing..")).toBe(
    "_eyJhbGciOiJSUzI1NiJ9.short, eyJnothing..",
  );
});

test.each(["eyJ-", "-eyJabcdefgh.", "a", "SSWS ==", "-----BEGIN "])(
  "a megabyte of %j is read once, not once from each place",
  (text) => {
    const long = text.repeat(1e6 / text.length);
    expect(createSecretRegistry().mask(long)).not.toBe("");
    expect(findApiTokens(long)).toHaveLength(0);
  },
);

test("text that is too short to be a secret is left alone", () => {
  const secrets = createSecretRegistry();
  secrets.add("a");
  expect(secrets.mask("banana")).toBe("banana");
});

const token = "00aB3dE6gH9jK2mN5pQ8sT1vW4yZ7_c-F0hJ3lN6pR";

test.each([
  ["base64 of it", btoa(token)],
  ["base64 of its header", btoa(`SSWS ${token}`)],
  ["base64 of a whole request", btoa(`GET / HTTP/1.1\r\nAuthorization: SSWS ${token}\r\nAccept: */*`)],
  ["base64url of it", Buffer.from(`x${token}y`).toString("base64url")],
  ["hexadecimal", Buffer.from(token).toString("hex")],
  ["hexadecimal in capitals", Buffer.from(token).toString("hex").toUpperCase()],
  ["its first 30 characters", token.slice(0, 30)],
  ["its last 16 characters", token.slice(-16)],
  ["a part inside another word", `abc${token.slice(5, 30)}def`],
  ["a part of its base64", btoa(token).slice(6, 40)],
])("an org that gives back a token as %s does not get it printed", (_what, reflected) => {
  const secrets = createSecretRegistry();
  secrets.add(token);
  const masked = secrets.mask(`it says: ${reflected}.`);
  expect(masked).toMatch(/^it says: .*\*{8}.*\.$/);
  for (let start = 0; start + 16 <= reflected.length; start += 1) {
    const part = reflected.slice(start, start + 16);
    if (part.startsWith("abc") || part.endsWith("def") || reflected.length > 100) continue;
    expect(masked).not.toContain(part);
  }
});

test("a password, a host and a path are masked whole only, so that messages stay readable", () => {
  const secrets = createSecretRegistry();
  secrets.add("correct-horse-battery-staple-horse");
  secrets.add("http://ann:secret1@proxy.example-company-1.com:8080");
  expect(secrets.mask("correct-horse-battery proxy.example-company-1.com")).toBe(
    "correct-horse-battery proxy.example-company-1.com",
  );
});

test.each([
  token,
  `SSWS ${token}`,
  `https://${token}.okta.com`,
  `ssws: ${token.slice(2)}`,
  `--name=${token}`,
  `"SSWS ${token}"`,
])("the API token in %j is found, also as the host that it is taken for", (text) => {
  const secrets = createSecretRegistry();
  for (const found of findApiTokens(text)) secrets.add(found);
  const body = token.slice(2);
  expect(secrets.mask(text)).not.toContain(body);
  expect(secrets.mask(text.toLowerCase())).not.toContain(body.toLowerCase());
});

test.each(["0oa1b2c3d4e5f6g7h8i9", "00u1b2c3d4e5f6g7h8i9", "SSWS", "PrivateKey", "SSWS or PrivateKey"])(
  "%s is no token",
  (text) => {
    expect(findApiTokens(text)).toEqual([]);
  },
);

test.each([
  "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----",
  "-----BEGIN RSA PRIVATE KEY-----\\nMIIEvQIBADANBg\\n-----END RSA PRIVATE KEY-----",
  "-----BEGIN EC PRIVATE KEY----- MIIEvQIBADANBg",
  '{"kty":"EC","d":"MIIEvQIBADANBgkqhkiG"}',
  String.raw`{\"kty\":\"EC\",\"d\":\"MIIEvQIBADANBgkqhkiG\"}`,
])("a private key is masked without being known: %s", (text) => {
  expect(createSecretRegistry().mask(text)).not.toContain("MIIEvQIBADANBg");
});
