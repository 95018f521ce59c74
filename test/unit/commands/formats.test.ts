import { execFileSync } from "node:child_process";
import { parse } from "plist";
import { expect, test } from "vitest";
import { formatApp, formatEnvLines } from "../../../src/flows/format-app.ts";

const settings = {
  appId: "0oa1",
  org: "https://example.okta.com",
  issuer: "https://example.okta.com/oauth2/default",
  clientId: "0oa$(touch x)'&<>!*",
  redirectUri: "com.example.app:/callback?a=1&b=2",
  postLogoutRedirectUri: null,
};

test("env lines survive a real shell", () => {
  const script = `${formatApp(settings, "env")}printf '%s\\n' "$OKTA_CLIENT_ID" "$OKTA_REDIRECT_URI" "$OKTA_ISSUER"`;
  const printed = execFileSync("sh", ["-c", script], { encoding: "utf8" });
  expect(printed.split("\n")).toEqual([settings.clientId, settings.redirectUri, settings.issuer, ""]);
});

test("the property list holds the keys that the Swift SDK reads", () => {
  expect(parse(formatApp(settings, "plist"))).toEqual({
    issuer_url: settings.issuer,
    client_id: settings.clientId,
    scope: "openid profile email offline_access",
    redirect_uri: settings.redirectUri,
  });
});

test("the properties hold one line a value", () => {
  expect(formatApp(settings, "properties")).toBe(
    `issuer=${settings.issuer}\nclientId=${settings.clientId}\nscopes=openid profile email offline_access\nsignInRedirectUri=${settings.redirectUri}\n`,
  );
});

test("JSON is one object", () => {
  expect(JSON.parse(formatApp(settings, "json"))).toEqual(settings);
});

const lines = ["a\nOKTA_CLIENT_ID=evil", "a\rb", "a\u0085b", "a\u2028b", "a\u0000b", "a\u001B[2Jb"];

test.each(lines)("env lines can't hold %j, from which a line of its own would come", (redirectUri) => {
  for (const write of [
    () => formatApp({ ...settings, redirectUri }, "env"),
    () => formatEnvLines([["OKTA_REDIRECT_URI", redirectUri]]),
  ]) {
    expect(write).toThrow(
      expect.objectContaining({
        code: "okta-refused",
        message: expect.stringContaining("OKTA_REDIRECT_URI can't be written"),
      }),
    );
  }
});

test.each([...lines, " a", "\\a", "a\tb\fc", "Zoë:/", "\u{1F600}:/", "\uD800"])(
  "the properties bring %j back, in one line",
  (redirectUri) => {
    const text = formatApp({ ...settings, redirectUri }, "properties");
    expect(text.split("\n")).toHaveLength(5);
    expect(text).toMatch(/^[\n\x20-\x7E]+$/u);
    expect(readProperty(text, "signInRedirectUri")).toBe(redirectUri);
  },
);

/** By the rules of java.util.Properties.load. */
function readProperty(text: string, name: string): string | undefined {
  const line = text.split("\n").find((each) => each.startsWith(`${name}=`));
  return line
    ?.slice(name.length + 1)
    .replace(/^[ \t\f]+/u, "")
    .replaceAll(/\\(?:u([\da-f]{4})|(.))/gu, (_all, code: string | undefined, plain: string | undefined) =>
      code === undefined ? (plain ?? "") : String.fromCharCode(Number.parseInt(code, 16)),
    );
}

test.each(["a\nb", "a\r\nb", "a\tb", "Zoë & <b>", "\u{1F600}:/"])(
  "the property list brings %j back",
  (redirectUri) => {
    expect(parse(formatApp({ ...settings, redirectUri }, "plist"))).toMatchObject({
      redirect_uri: redirectUri,
    });
  },
);

test.each(["a\u0000b", "a\u0008b", "a\u001Bb", "a\uFFFEb", "a\uD800b"])(
  "the property list can't hold %j, which XML has no spelling for",
  (redirectUri) => {
    expect(() => formatApp({ ...settings, redirectUri }, "plist")).toThrow(
      expect.objectContaining({ code: "okta-refused" }),
    );
  },
);
