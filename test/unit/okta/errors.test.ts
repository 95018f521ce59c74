import { createServer as createHttpServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { isRefusal } from "../../../src/okta/errors.ts";
import { toNetworkError } from "../../../src/okta/network-errors.ts";
import { makeCertificates } from "./certificates.ts";
import { listen, oktaError, sendJson, serve, unusedPort } from "./loopback.ts";
import { connect, createOrgContext, errorOf, token } from "./org-context.ts";

const asked = { purpose: "read the app", orgUrl: "https://org.example.test" };

function fetchFailed(cause: unknown): TypeError {
  return new TypeError("fetch failed", { cause });
}

describe("Okta's refusals", () => {
  test.each([
    [400, "E0000001", "okta-refused", 4],
    [401, "E0000004", "credential-rejected", 3],
    [403, "E0000005", "permission-denied", 3],
    [403, "E0000006", "permission-denied", 3],
    [404, "E0000007", "not-found", 4],
    [404, "E0000008", "not-an-okta-org", 6],
    [500, "E0000009", "okta-unavailable", 4],
    [503, "E0000010", "okta-unavailable", 4],
    [401, "E0000011", "credential-rejected", 3],
    [401, "E0000015", "feature-missing", 4],
    [405, "E0000022", "permission-denied", 3],
    [400, "E0000040", "app-conflict", 5],
    [403, "E0000056", "okta-refused", 4],
    [409, "E0000113", "okta-refused", 4],
    [423, "E0000239", "okta-refused", 4],
    [403, "E0000260", "okta-refused", 4],
    [400, "E0009999", "okta-refused", 4],
    [401, "E0009999", "credential-rejected", 3],
    [403, "E0009999", "permission-denied", 3],
    [500, "E0009999", "okta-unavailable", 4],
  ])("%i %s is %s", async (status, errorCode, code, exitCode) => {
    const server = await serve((_request, response) =>
      sendJson(response, status, oktaError(errorCode, "Okta's words")),
    );
    const error = await errorOf(connect(server.url).createApp({ label: "x", signOnMode: "OPENID_CONNECT" }));
    expect(error).toMatchObject({ code, exitCode });
    expect(isRefusal(error, errorCode)).toBe(true);
    expect(error.next).not.toBe("");
  });

  test("list Okta's causes, and keep its ids for support", async () => {
    const body = oktaError("E0000001", "Api validation failed: redirect_uris", [
      "redirect_uris: 'a b' is not a valid URI",
      "label: must not be longer than 100",
    ]);
    const server = await serve((_request, response) =>
      sendJson(response, 400, body, { "x-okta-request-id": "req-7" }),
    );
    const error = await errorOf(connect(server.url).createApp({ label: "x", signOnMode: "OPENID_CONNECT" }));
    expect(error.message).toBe("Okta refused to create the app: Api validation failed: redirect_uris.");
    expect(error.details).toEqual([
      "redirect_uris: 'a b' is not a valid URI",
      "label: must not be longer than 100",
      "Okta: E0000001 Api validation failed: redirect_uris, error id oaeExampleErrorId, request id req-7",
    ]);
  });

  test("of a label that an older org wants once are a conflict", async () => {
    const cause = 'label: An active OpenID Connect Client instance with the label "x" already exists.';
    const body = oktaError("E0000001", "Api validation failed: label", [cause]);
    const server = await serve((_request, response) => sendJson(response, 400, body));
    const error = await errorOf(connect(server.url).createApp({ label: "x", signOnMode: "OPENID_CONNECT" }));
    expect(error).toMatchObject({ code: "app-conflict", exitCode: 5 });
  });
});

describe("answers that are not Okta's", () => {
  test.each([
    ["a page", 200, "text/html", "<!doctype html><title>Sign in to the network</title>", "not-an-okta-org"],
    ["a page of a missing path", 404, "text/html", "<html>404</html>", "not-an-okta-org"],
    ["JSON of another API", 404, "application/json", '{"error":"nope"}', "not-an-okta-org"],
    ["JSON of another shape", 200, "application/json", '{"hello":1}', "okta-unavailable"],
    ["half a JSON", 200, "application/json", '{"id":"0oa1","na', "okta-unavailable"],
    ["nothing", 200, "application/json", "", "okta-unavailable"],
    ["a gateway's page", 500, "text/html", "<html>oops</html>", "okta-unavailable"],
    ["a proxy's refusal", 407, "text/html", "<html>proxy</html>", "network-unreachable"],
  ])("such as %s (%i) say so", async (_name, status, type, body, code) => {
    const server = await serve((_request, response) =>
      response.writeHead(status, { "content-type": type }).end(body),
    );
    const error = await errorOf(connect(server.url).getApp("a"));
    expect(error).toMatchObject({ code });
    expect(error.message + error.next).not.toContain(token);
  });

  test("such as a list that is none say so", async () => {
    const server = await serve((_request, response) => sendJson(response, 200, { apps: [] }));
    expect(await errorOf(connect(server.url).findApps("a"))).toMatchObject({ code: "okta-unavailable" });
  });

  test("such as a body that is cut off say so", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('{"id":');
      setTimeout(() => response.destroy(), 10);
    });
    const error = await errorOf(connect(server.url).createApp({ label: "x", signOnMode: "OPENID_CONNECT" }));
    expect(error).toMatchObject({ code: "network-unreachable" });
    expect(error.message).toContain("broke off");
    expect(server.seen).toHaveLength(1);
  });
});

describe("a network that fails", () => {
  test("because nothing listens names the host and how to start the local org", async () => {
    const port = await unusedPort();
    const error = await errorOf(connect(`http://127.0.0.1:${port}`).getApp("a"));
    expect(error).toMatchObject({ code: "network-unreachable", exitCode: 6 });
    expect(error.message).toContain(`127.0.0.1:${port}`);
    expect(error.next).toMatch(/okta-unlock local start$/);
  });

  test("because both addresses of localhost refuse is read from the aggregate", async () => {
    const error = await errorOf(connect(`http://localhost:${await unusedPort()}`).getApp("a"));
    expect(error.message).toContain("refuses the connection");
  });

  test("because the certificate is not trusted names what to set", async () => {
    const { certificate, key } = await makeCertificates();
    const server = createTlsServer({ cert: certificate, key });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    onTestFinished(() => {
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const error = await errorOf(connect(`https://localhost:${port}`).getApp("a"));
    expect(error).toMatchObject({ code: "tls-untrusted", exitCode: 6 });
    expect(error.next).toContain("NODE_EXTRA_CA_CERTS");
    expect(error.next).toContain("--org local");
    expect(error.why).toContain("HTTPS_PROXY");
  });

  test("because the server speaks no TLS says so", async () => {
    const server = createSocketServer((socket) => socket.on("error", () => {}).end("hello\n"));
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    onTestFinished(() => {
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const error = await errorOf(connect(`https://localhost:${port}`).getApp("a"));
    expect(error).toMatchObject({ code: "network-unreachable" });
    expect(error.message).toContain("does not answer in TLS");
  });

  test.each([
    [407, "user name"],
    [403, "rules"],
  ])("because the proxy refuses with %i says what the proxy wants", async (status, why) => {
    const proxy = createHttpServer();
    proxy.on("connect", (_request, socket) => socket.end(`HTTP/1.1 ${status} No\r\n\r\n`));
    const context = createOrgContext({ env: { HTTPS_PROXY: `http://127.0.0.1:${await listen(proxy)}` } });
    const error = await errorOf(connect("https://org.example.test", context).getApp("a"));
    expect(error).toMatchObject({ code: "network-unreachable" });
    expect(error.message).toContain(`status ${status}`);
    expect(error.why).toContain(why);
  });

  test.each([
    ["ENOTFOUND", "no host named org.example.test"],
    ["EAI_AGAIN", "can't be reached"],
    ["ENETUNREACH", "can't be reached"],
    ["EHOSTUNREACH", "can't be reached"],
    ["ETIMEDOUT", "can't be reached"],
    ["ECONNRESET", "broke off"],
    ["EPIPE", "broke off"],
    ["CERT_HAS_EXPIRED", "has expired"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "made for another host"],
  ])("with %s says: %s", (code, words) => {
    const error = toNetworkError(asked, fetchFailed(Object.assign(new Error("low level"), { code })));
    expect(error).toMatchObject({ exitCode: 6, message: expect.stringContaining(words) as string });
  });

  test("with a code nobody knows still says that the host can't be reached", () => {
    const error = toNetworkError(asked, fetchFailed(new Error("strange things")));
    expect(error).toMatchObject({ message: "org.example.test can't be reached: strange things." });
  });

  test("leaves a bug of ours a bug", () => {
    const bug = new RangeError("ours");
    expect(toNetworkError(asked, bug)).toBe(bug);
  });
});
