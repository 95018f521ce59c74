import type { ServerResponse } from "node:http";
import { brotliCompressSync, constants, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { largestBody } from "../../../src/okta/body-limit.ts";
import type { OktaOrg } from "../../../src/okta/port.ts";
import { type Answering, oktaError, sendJson, serve } from "./loopback.ts";
import { connect, createOrgContext, errorOf, exampleApp } from "./org-context.ts";

/** Some kilobytes that decode to four times the limit. */
const text = Buffer.alloc(4 * largestBody, " ");
const bombs = {
  gzip: gzipSync(text),
  deflate: deflateSync(text),
  br: brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } }),
  "gzip, gzip": gzipSync(gzipSync(text)),
} as const;

/** Sends JSON without end, as fast as it is read, and says how much went out. */
function sendEndlessly(response: ServerResponse, onSent: (bytes: number) => void): void {
  const chunk = Buffer.alloc(256 * 1024, "[");
  const send = (): void => {
    if (response.destroyed) return;
    onSent(chunk.length);
    if (response.write(chunk)) setImmediate(send);
    else response.once("drain", send);
  };
  response.writeHead(200, { "content-type": "application/json" });
  send();
}

const calls: readonly (readonly [string, (org: OktaOrg) => Promise<unknown>])[] = [
  ["a GET", (org) => org.getApp("0oa1")],
  ["a POST", (org) => org.createApp({ label: "x" })],
  ["a DELETE", (org) => org.deleteApp("0oa1")],
  ["a list", (org) => org.findGroups("x")],
  ["an open endpoint", (org) => org.describe()],
];

describe("a body", () => {
  test.each(Object.entries(bombs))(
    "that %s makes small is given up when it grows",
    async (encoding, bomb) => {
      for (const status of [200, 403, 500]) {
        const server = await serve((_request, response) =>
          response.writeHead(status, { "content-encoding": encoding }).end(bomb),
        );
        expect(await errorOf(connect(server.url).createApp({ label: "x" }))).toMatchObject({
          code: "not-an-okta-org",
          message: `${server.url} answered with more than 16 MB when asked to create the app.`,
        });
        expect(server.seen).toHaveLength(1);
      }
    },
  );

  test.each(calls)("without end is given up, and not asked for again, at %s", async (_name, call) => {
    let sent = 0;
    const server = await serve((_request, response) => sendEndlessly(response, (bytes) => (sent += bytes)));
    expect(await errorOf(call(connect(server.url)))).toMatchObject({ code: "not-an-okta-org", exitCode: 6 });
    expect(server.seen).toHaveLength(1);
    expect(sent).toBeLessThan(2 * largestBody);
  });

  test("of the largest page that Okta can send is read", async () => {
    const apps = Array.from({ length: 200 }, () => ({ ...exampleApp, notes: "x".repeat(50_000) }));
    const server = await serve((_request, response) => sendJson(response, 200, apps));
    expect(await connect(server.url).findApps(exampleApp.label)).toHaveLength(200);
  });

  test("that nests deeper than any of Okta's is damaged", async () => {
    const deep = `{"x":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
    const server = await serve((_request, response) =>
      response.writeHead(200).end(`{"id":"0oa1","name":"a","label":"a","status":"ACTIVE","profile":${deep}}`),
    );
    expect(await errorOf(connect(server.url).getApp("0oa1"))).toMatchObject({ code: "okta-unavailable" });
  });
});

describe("a list", () => {
  const link = (url: string) => ({ link: `<${url}>; rel="next"` });

  test.each<[string, Answering]>([
    [
      "whose page names itself",
      ({ url, headers }, response) => sendJson(response, 200, [], link(`http://${headers.host}${url}`)),
    ],
    [
      "whose pages name each other",
      ({ url }, response) =>
        sendJson(response, 200, [], link(`/api/v1/x?after=${url.endsWith("after=b") ? "c" : "b"}`)),
    ],
  ])("%s ends in an error", async (_name, answer) => {
    const server = await serve(answer);
    for (const call of [(org: OktaOrg) => org.findApps("x"), (org: OktaOrg) => org.findGroups("x")]) {
      const error = await errorOf(call(connect(server.url)));
      expect(error).toMatchObject({ code: "okta-unavailable", exitCode: 4 });
      expect(error.message).toContain("does not end");
    }
    expect(server.seen.length).toBeLessThan(7);
  });

  test("with a new cursor on each page ends in an error after a thousand", async () => {
    const server = await serve((_request, response, count) =>
      sendJson(response, 200, [], link(`/api/v1/apps?after=${count}`)),
    );
    expect(await errorOf(connect(server.url).findApps("x"))).toMatchObject({
      code: "okta-unavailable",
      why: "It has more than 1000 pages.",
    });
    expect(server.seen).toHaveLength(1000);
  });
});

describe("a rate limit", () => {
  const date = "Thu, 26 Nov 2026 12:00:00 GMT";

  test.each([
    [
      "an hour away",
      { "x-rate-limit-limit": "1", "x-rate-limit-reset": "1795698000" },
      "60 minutes",
      "13:00",
    ],
    ["named by a proxy", { "retry-after": "7200" }, "2 hours", "14:00"],
    ["named as a date", { "retry-after": "Thu, 26 Nov 2026 12:30:00 GMT" }, "30 minutes", "12:30"],
  ])("%s is said with its time", async (_name, headers, wait, time) => {
    for (const body of [JSON.stringify(oktaError("E0000047", "slow down")), "<html>slow down</html>"]) {
      const context = createOrgContext();
      const server = await serve((_request, response) =>
        response.writeHead(429, { date, ...headers }).end(body),
      );
      const error = await errorOf(connect(server.url, context).getApp("0oa1"));
      expect(error).toMatchObject({ code: "rate-limited", exitCode: 4 });
      expect(error.message).toContain(`reset only in ${wait}, at 2026-11-26 ${time} UTC`);
      expect(error.next).toBe(`Run the command again after 2026-11-26 ${time} UTC.`);
      expect(context.slept).toEqual([]);
    }
  });

  test.each([
    { "x-rate-limit-reset": "9e99" },
    { "x-rate-limit-reset": "99999999999" },
    { "retry-after": "never" },
  ])("of an absurd time, %j, is a rate limit all the same", async (headers) => {
    const server = await serve((_request, response) => response.writeHead(429, headers).end("no"));
    expect(await errorOf(connect(server.url).getApp("0oa1"))).toMatchObject({
      code: "rate-limited",
      next: "Run the command again in a minute.",
    });
  });
});
