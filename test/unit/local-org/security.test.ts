import { request } from "node:https";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { connect as connectTls } from "node:tls";
import { afterAll, expect, test } from "vitest";
import { nativeApp, startTestOrg } from "./support.ts";

const org = await startTestOrg({}, afterAll);

test("without a token the API says Invalid session; with an unknown one E0000011", async () => {
  const none = await org.call("GET", "/api/v1/apps", undefined, { token: undefined });
  expect([none.status, none.json.errorCode]).toEqual([403, "E0000005"]);
  for (const token of [
    "00wrong",
    `${org.apiToken}x`,
    org.apiToken.slice(0, -1),
    org.apiToken.toLowerCase(),
  ]) {
    const wrong = await org.call("GET", "/api/v1/apps", undefined, { token });
    expect(wrong.json).toEqual({
      errorCode: "E0000011",
      errorSummary: "Invalid token provided",
      errorLink: "E0000011",
      errorId: expect.stringMatching(/^oae/),
      errorCauses: [],
    });
    expect(wrong.status).toBe(401);
  }
});

test("a bearer token that is an API token is not one", async () => {
  const headers = { authorization: `Bearer ${org.apiToken}` };
  expect((await org.call("GET", "/api/v1/apps", undefined, { token: undefined, headers })).status).toBe(401);
});

// Routes that took any case were matched behind checks that did not: the whole API answered without a token.
test.each([
  "/API/v1/apps",
  "/Api/v1/users",
  "/API/LOCAL/V1/faults",
  "/api/V1/apps",
  "/ACTIVITY",
  "/Activity/users",
])("%s is no other spelling of a path that is guarded", async (path) => {
  for (const token of [undefined, org.apiToken]) {
    const { status } = await org.call("GET", path, undefined, { token });
    expect([403, 404]).toContain(status);
  }
});

function statusForHost(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { host, authorization: `SSWS ${org.apiToken}` };
    const options = { ca: org.caCertificate, headers, agent: false, servername: "localhost" };
    request(`${org.url}/api/v1/org`, options, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
}

test.each(["localhost", "127.0.0.1", "[::1]", "10.0.2.2", "LOCALHOST"])(
  "the host %s is answered",
  async (host) => {
    expect(await statusForHost(`${host}:${org.port}`)).toBe(200);
  },
);

test.each(["evil.example", "localhost.evil.example", "localhost", "127.0.0.1:1", "localhost:0"])(
  "the host %j is refused, so that a web page can't reach the org under a name of its own",
  async (host) => {
    expect(await statusForHost(host)).toBe(421);
    expect(await statusForHost(`evil.example:${org.port}`)).toBe(421);
  },
);

test("it listens on loopback only", async () => {
  const outside = Object.values(networkInterfaces())
    .flat()
    .filter((address) => address !== undefined && !address.internal && address.family === "IPv4");
  for (const address of outside) {
    const outcome = await new Promise((resolve) => {
      const socket = connect({ host: address?.address ?? "", port: org.port, timeout: 1000 });
      socket
        .on("connect", () => resolve("connected"))
        .on("error", () => resolve("refused"))
        .on("timeout", () => resolve("refused"));
    });
    expect(outcome).toBe("refused");
  }
});

test("plain HTTP gets nothing", async () => {
  const outcome = await new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port: org.port });
    let text = "";
    socket
      .on("data", (chunk) => (text += chunk.toString()))
      .on("close", () => resolve(text))
      .on("error", () => resolve(text));
    socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  });
  expect(outcome).toBe("");
});

test("every answer carries Okta's headers and none lets other web pages read it", async () => {
  for (const path of ["/api/v1/apps", "/api/v1/none", "/.well-known/okta-organization", "/"]) {
    const { headers } = await org.call("GET", path, undefined, {
      headers: { origin: "https://evil.example" },
    });
    expect(headers.get("x-okta-request-id")).toMatch(/^[\w-]{22}$/);
    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toContain("no-store");
    expect(headers.get("set-cookie")).toBeNull();
    expect(Date.parse(headers.get("date") ?? "")).toBeGreaterThan(0);
  }
  const { headers } = await org.call("GET", "/api/v1/apps");
  expect(headers.get("content-type")).toMatch(/^application\/json/);
  expect(headers.get("x-rate-limit-limit")).toBe("600");
  expect(Number(headers.get("x-rate-limit-reset")) * 1000).toBeGreaterThan(Date.now());
});

test("a preflight request is not answered with permission", async () => {
  const headers = { origin: "https://evil.example", "access-control-request-method": "POST" };
  const answer = await org.call("OPTIONS", "/api/v1/apps", undefined, { token: undefined, headers });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.headers.get("access-control-allow-origin")).toBeNull();
});

test("a body of over 1 MB is refused, announced or not", async () => {
  const body = JSON.stringify(nativeApp("x".repeat(1_100_000)));
  expect((await org.call("POST", "/api/v1/apps", body)).status).toBe(413);
  const unannounced = await new Promise<number | undefined>((resolve, reject) => {
    const headers = { authorization: `SSWS ${org.apiToken}`, "content-type": "application/json" };
    const call = request(
      `${org.url}/api/v1/apps`,
      { method: "POST", ca: org.caCertificate, headers, agent: false },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    call.on("error", reject);
    for (let index = 0; index < 20; index += 1) call.write("x".repeat(100_000));
    call.end();
  });
  expect(unannounced).toBe(413);
});

test.each(["{", "", "nonsense", '{"a":}', "\u0000"])("the body %j is not well formed", async (body) => {
  const { status, json } = await org.call("POST", "/api/v1/apps", body === "" ? "[]" : body);
  expect([status, json.errorCode]).toEqual([400, "E0000003"]);
});

test("a form is refused: only JSON changes anything", async () => {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  expect((await org.call("POST", "/api/v1/apps", "a=b", { headers })).status).toBe(415);
});

test.each([
  ["PATCH", "/api/v1/apps", 405, "E0000022"],
  ["DELETE", "/api/v1/users", 405, "E0000022"],
  ["GET", "/api/v1/nothing", 404, "E0000008"],
  ["GET", "/nothing", 404, "E0000008"],
  ["GET", "/api/v1/apps/..%2F..%2Fetc%2Fpasswd", 404, "E0000007"],
  ["GET", "/api/v1/apps/__proto__", 404, "E0000007"],
  ["GET", "/api/v1/apps/constructor", 404, "E0000007"],
  ["GET", "/api/v1/apps/%00", 404, "E0000007"],
  ["GET", "/api/v1/apps/%E0%A4%A", 404, "E0000007"],
  ["GET", `/api/v1/apps?filter=${encodeURIComponent('__proto__ eq "x"')}`, 400, "E0000031"],
])("%s %s answers %i %s", async (method, path, status, errorCode) => {
  const answer = await org.call(method, path);
  expect([answer.status, answer.json.errorCode]).toEqual([status, errorCode]);
  expect(answer.text).not.toMatch(/node_modules|\bat \//);
});

test("a request with an absolute address for another host is answered as any other", async () => {
  const outcome = await new Promise<string>((resolve) => {
    const socket = connectTls({
      host: "127.0.0.1",
      port: org.port,
      ca: org.caCertificate,
      servername: "localhost",
    });
    let text = "";
    socket.on("data", (chunk) => (text += chunk.toString())).on("close", () => resolve(text));
    const headers = `Host: localhost:${org.port}\r\nAuthorization: SSWS ${org.apiToken}\r\nConnection: close`;
    socket.write(`GET https://evil.example/api/v1/apps?limit=1 HTTP/1.1\r\n${headers}\r\n\r\n`);
  });
  expect(outcome).toMatch(/^HTTP\/1\.1 200 /);
  expect(outcome).toContain(`Link: <${org.url}/api/v1/apps?limit=1>; rel="self"`);
  expect(outcome).not.toContain("evil");
});

test("a body with __proto__ changes no other object", async () => {
  const body = JSON.stringify(nativeApp("Proto")).replace("{", '{"__proto__":{"polluted":true},');
  const { status, json } = await org.call("POST", "/api/v1/apps", body);
  expect(status).toBe(200);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect((await org.call("GET", `/api/v1/apps/${json.id}`)).status).toBe(200);
});

test("line breaks in a query don't get into a header", async () => {
  const answer = await org.call("GET", "/api/v1/apps?limit=1&q=%0d%0aX-Evil:%201");
  expect(answer.headers.get("x-evil")).toBeNull();
});

test("the first page says that this is a development tool", async () => {
  const { status, headers, text } = await org.call("GET", "/", undefined, { token: undefined });
  expect(status).toBe(200);
  expect(headers.get("content-type")).toMatch(/^text\/html/);
  expect(headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(text).toContain("Development tool");
  expect(text).not.toContain(org.apiToken);
});

test.each(["TLSv1", "TLSv1.1"] as const)("%s is refused", async (version) => {
  const outcome = await new Promise((resolve) => {
    const options = { host: "127.0.0.1", port: org.port, ca: org.caCertificate, servername: "localhost" };
    connectTls({ ...options, minVersion: version, maxVersion: version, ciphers: "DEFAULT@SECLEVEL=0" })
      .on("secureConnect", () => resolve("connected"))
      .on("error", () => resolve("refused"));
  });
  expect(outcome).toBe("refused");
});

test("a failure inside is E0000009 for the client, and known in full to whoever watches only", async () => {
  const failures: unknown[] = [];
  let calls = 0;
  let isBroken = false;
  // The third look at the clock in a request is for the new object.
  const now = () => {
    calls += 1;
    if (isBroken && calls === 3) throw new Error("the clock is broken");
    return new Date();
  };
  const failing = await startTestOrg({ clock: { now }, onRequest: ({ failure }) => failures.push(failure) });
  calls = 0;
  isBroken = true;
  const { status, json, text } = await failing.call("POST", "/api/v1/apps", nativeApp("App"));
  expect([status, json.errorCode]).toEqual([500, "E0000009"]);
  expect(text).not.toMatch(/clock|\.ts|\.js/);
  expect(failures).toEqual([expect.objectContaining({ message: "the clock is broken" })]);
});
