import { afterAll, expect, test } from "vitest";
import { identifyOrg } from "../../../src/auth/identify-org.ts";
import { startTestOrg } from "../local-org/support.ts";
import { oktaError, sendJson, serve, unusedPort } from "../okta/loopback.ts";
import { createOrgContext, errorOf } from "../okta/org-context.ts";

const org = await startTestOrg({}, afterAll);
const identify = async (orgUrl: string) => identifyOrg(createOrgContext(), orgUrl);

test("an org says who it is", async () => {
  expect(await identifyOrg(createOrgContext(), org.url, org.caCertificate)).toEqual({
    id: expect.stringMatching(/^00o/u),
    engine: "identity",
    canonicalUrl: org.url,
    customUrl: undefined,
  });
});

test.each([
  ["idx", "identity"],
  ["v1", "classic"],
  ["v9", undefined],
])("pipeline %s is the engine %s, and a custom domain is told", async (pipeline, engine) => {
  const server = await serve(({ headers }, response) => {
    expect(headers.authorization).toBeUndefined();
    sendJson(response, 200, {
      id: "00o1",
      pipeline,
      _links: {
        organization: { href: "https://example.okta.com" },
        alternate: { href: "https://login.example.com/" },
      },
    });
  });
  expect(await identify(server.url)).toEqual({
    id: "00o1",
    engine,
    canonicalUrl: "https://example.okta.com",
    customUrl: "https://login.example.com",
  });
});

const html = { "content-type": "text/html" };

test.each<[string, (response: Parameters<Parameters<typeof serve>[0]>[1]) => void]>([
  ["a web page", (response) => response.writeHead(200, html).end("<html>Hello</html>")],
  ["a page that was not found", (response) => response.writeHead(404, html).end("<h1>404</h1>")],
  ["an API of another kind", (response) => sendJson(response, 200, { hello: "world" })],
  ["an API that knows no such path", (response) => sendJson(response, 404, { message: "Not Found" })],
  [
    "Okta, for a name that no org has",
    (response) => sendJson(response, 404, oktaError("E0000007", "Not found")),
  ],
  [
    "a hotel that sends everybody to its own page",
    (response) => response.writeHead(302, { location: "https://wifi.example.com/" }).end(),
  ],
])("%s is no org", async (_what, answer) => {
  const server = await serve((_request, response) => {
    answer(response);
  });
  expect(await errorOf(identify(server.url))).toMatchObject({ code: "not-an-okta-org", exitCode: 6 });
});

test("a certificate that is not trusted is named", async () => {
  expect(await errorOf(identify(org.url))).toMatchObject({ code: "tls-untrusted", exitCode: 6 });
});

test("a deactivated org is named", async () => {
  const server = await serve((_request, response) =>
    sendJson(response, 403, oktaError("E0000260", "This org is deactivated")),
  );
  expect(await errorOf(identify(server.url))).toMatchObject({ code: "okta-refused" });
});

test("a port on which nothing listens is unreachable", async () => {
  const error = await errorOf(identify(`http://127.0.0.1:${await unusedPort()}`));
  expect(error.code).toBe("network-unreachable");
});
