import { expect, test } from "vitest";
import { createSecretRegistry } from "../../../src/terminal/secrets.ts";

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

test("text that is too short to be a secret is left alone", () => {
  const secrets = createSecretRegistry();
  secrets.add("a");
  expect(secrets.mask("banana")).toBe("banana");
});
