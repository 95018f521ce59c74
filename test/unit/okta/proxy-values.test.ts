import { describe, expect, test } from "vitest";
import { chooseProxy, readProxySettings } from "../../../src/okta/proxy.ts";

const org = new URL("https://acme.okta.com");

const refused: readonly (readonly [value: string, why: RegExp])[] = [
  [String.raw`http://CORP\jane:secret@127.0.0.1:9`, /%5C/u],
  [String.raw`CORP\jane:secret@127.0.0.1:9`, /%5C/u],
  ['"http://127.0.0.1:9"', /quotation mark/u],
  ["'http://127.0.0.1:9'", /quotation mark/u],
  ["`http://127.0.0.1:9`", /quotation mark/u],
  ["http:/127.0.0.1:9", /two slashes/u],
  ["https:/127.0.0.1:9", /two slashes/u],
  ["http:127.0.0.1:9", /not a URL/u],
  ["http://jane:50%off@127.0.0.1:9", /%25/u],
  ["http://50%:secret@127.0.0.1:9", /%25/u],
  ["http://jane:secret word@127.0.0.1:9", /space/u],
  ["http://127.0.0.1:9\nX-Evil: 1", /space or a control/u],
  ["http://127.0.0.1:99999", /not a URL/u],
  ["http://", /not a URL/u],
  ["socks5://127.0.0.1:9", /socks5/u],
  ["file:///etc/hosts", /file/u],
];

describe("a proxy value", () => {
  test.each(refused)("%j is an error that names the variable, and not its value", (value, why) => {
    for (const name of ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"]) {
      expect(() => readProxySettings({ [name]: value })).toThrow(
        expect.objectContaining({
          code: "invalid-value",
          exitCode: 2,
          message: `The environment variable ${name} is not the URL of an HTTP proxy.`,
          why: expect.stringMatching(why),
          next: expect.stringMatching(new RegExp(`unset ${name}$`, "u")),
        }),
      );
    }
  });

  test.each([
    ["http://CORP%5Cjane:50%25off@127.0.0.1:9", "http://CORP%5Cjane:50%25off@127.0.0.1:9/"],
    ["  http://127.0.0.1:9/ ", "http://127.0.0.1:9/"],
    ["127.0.0.1:9", "http://127.0.0.1:9/"],
    ["proxy.example", "http://proxy.example/"],
    ["https://[::1]:9", "https://[::1]:9/"],
  ])("%j is taken", (value, url) => {
    const settings = readProxySettings({ HTTPS_PROXY: value });
    expect(settings && chooseProxy(settings, org)?.href).toBe(url);
  });
});
