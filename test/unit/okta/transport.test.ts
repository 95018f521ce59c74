import { createServer as createHttpServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect as connectSocket, type AddressInfo, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import type { Duplex } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";
import { createFetch } from "../../../src/okta/transport.ts";
import { makeCertificates } from "./certificates.ts";
import { listen, serve } from "./loopback.ts";
import { errorOf } from "./org-context.ts";

function open(env: Record<string, string> = {}) {
  const transport = createFetch(env);
  onTestFinished(() => transport.close());
  return transport;
}

/** A proxy that tunnels every host to `targetPort` on loopback and notes what it was asked for. */
async function startProxy(targetPort: number) {
  const tunnels: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createHttpServer();
  server.on("connect", (request, clientSocket, head) => {
    tunnels.push(request.url ?? "");
    authorizations.push(request.headers["proxy-authorization"]);
    const upstream = connectSocket(targetPort, "127.0.0.1", () => {
      clientSocket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.write(head);
      upstream.pipe(clientSocket).pipe(upstream);
    });
    for (const socket of [upstream, clientSocket]) socket.on("error", () => socket.destroy());
    onTestFinished(() => {
      upstream.destroy();
      clientSocket.destroy();
    });
  });
  return { port: await listen(server), tunnels, authorizations };
}

async function startTls() {
  const { authority, certificate, key } = await makeCertificates();
  const server = createTlsServer({ cert: certificate, key }, (_request, response) => response.end("trusted"));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `https://localhost:${(server.address() as AddressInfo).port}`, authority };
}

describe("fetch", () => {
  test("sends method, headers and body, and gives status, headers and body back", async () => {
    const server = await serve((_request, response) =>
      response.writeHead(201, { "x-test": "yes" }).end("made"),
    );
    const response = await open().fetch(`${server.url}/a?b=c`, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: "hello",
    });
    expect([response.status, response.headers.get("x-test"), await response.text()]).toEqual([
      201,
      "yes",
      "made",
    ]);
    expect(server.seen[0]).toMatchObject({ method: "POST", url: "/a?b=c", body: "hello" });
  });

  test.each([301, 302, 303, 307, 308])(
    "returns a redirect with status %i instead of following it",
    async (status) => {
      const server = await serve((_request, response) =>
        response.writeHead(status, { location: "/next" }).end(),
      );
      const response = await open().fetch(server.url);
      expect([response.status, response.headers.get("location")]).toEqual([status, "/next"]);
      expect(server.seen).toHaveLength(1);
    },
  );

  test("stops when its signal aborts, with the signal's reason", async () => {
    const server = await serve(() => {});
    const controller = new AbortController();
    const reason = new Error("enough");
    const pending = errorOf(open().fetch(server.url, { signal: controller.signal }));
    setTimeout(() => controller.abort(reason), 20);
    expect(await pending).toBe(reason);
  });

  test("stops in the middle of a body, with the signal's reason", async () => {
    const server = await serve((_request, response) => response.writeHead(200).write("half"));
    const controller = new AbortController();
    const reason = new Error("enough");
    const response = await open().fetch(server.url, { signal: controller.signal });
    const pending = errorOf(response.text());
    setTimeout(() => controller.abort(reason), 20);
    expect(await pending).toBe(reason);
  });

  test("does not start when its signal has aborted before", async () => {
    const server = await serve((_request, response) => response.end());
    const reason = new Error("enough");
    expect(await errorOf(open().fetch(server.url, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(server.seen).toEqual([]);
  });

  test.each([
    ["gzip", gzipSync],
    ["x-gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
    ["GZIP", gzipSync],
    // RFC 9110, 8.4: in the order that they were applied.
    ["gzip, br", (text: string) => brotliCompressSync(gzipSync(text))],
  ])("decompresses %s, which it asks for", async (encoding, compress) => {
    const server = await serve((_request, response) =>
      response.writeHead(200, { "content-encoding": encoding }).end(compress("ü".repeat(5000))),
    );
    expect(await (await open().fetch(server.url)).text()).toBe("ü".repeat(5000));
    expect(server.seen[0]?.headers["accept-encoding"]).toBe("gzip, deflate, br");
  });

  test.each([
    ["gzip", "without its checksum", gzipSync("found").subarray(0, -8)],
    ["deflate", "without the header of zlib", deflateRawSync("found")],
    ["br", "followed by something else", Buffer.concat([brotliCompressSync("found"), Buffer.from("more")])],
  ])("reads %s %s, as browsers do", async (encoding, _how, body) => {
    const server = await serve((_request, response) =>
      response.writeHead(200, { "content-encoding": encoding }).end(body),
    );
    expect(await (await open().fetch(server.url)).text()).toBe("found");
  });

  test.each(["identity", "compress", "gzip, compress"])(
    "leaves a body with the coding %s as it is",
    async (encoding) => {
      const server = await serve((_request, response) =>
        response.writeHead(200, { "content-encoding": encoding }).end("as it is"),
      );
      expect(await (await open().fetch(server.url)).text()).toBe("as it is");
    },
  );

  test("rejects as for a lost connection when the server switches protocols instead of answering", async () => {
    const server = await serve((_request, response) => {
      response.socket?.end(
        "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n",
      );
    });
    const error = await errorOf(open().fetch(server.url));
    expect(error).toMatchObject({ message: "fetch failed", cause: { code: "ECONNRESET" } });
  });

  test("reads a body as UTF-8 without its byte order mark, and an empty one whatever its encoding", async () => {
    const server = await serve((_request, response, count) =>
      count === 1 ? response.end("\uFEFF{}") : response.writeHead(200, { "content-encoding": "gzip" }).end(),
    );
    const { fetch } = open();
    expect(await (await fetch(server.url)).text()).toBe("{}");
    expect(await (await fetch(server.url)).text()).toBe("");
  });

  test.each([
    ["a compressed body that is damaged", { "content-encoding": "gzip" }],
    ["a body that is cut off", { "content-length": "1000" }],
  ])("rejects as fetch does for %s", async (_what, headers) => {
    const server = await serve((_request, response) => {
      response.writeHead(200, headers);
      response.write("no gzip at all", () => response.destroy());
    });
    const response = await open().fetch(server.url);
    const error = await errorOf(response.text());
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message: "terminated", cause: expect.any(Error) as Error });
  });

  test("joins headers of one name, and finds a name in any case", async () => {
    const server = await serve((_request, response) =>
      response.writeHead(200, ["Link", "<a>", "LINK", "<b>", "Date", "then", "X-Empty", ""]).end(),
    );
    const { headers } = await open().fetch(server.url);
    expect(["link", "Link", "DATE", "x-empty", "x-missing"].map((name) => headers.get(name))).toEqual([
      "<a>, <b>",
      "<a>, <b>",
      "then",
      "",
      null,
    ]);
  });

  test("keeps a connection for the next request, and drops it on close", async () => {
    const sockets = new Set<unknown>();
    const closed: unknown[] = [];
    const server = createHttpServer((_request, response) => response.end("ok"));
    server.on("connection", (socket) => {
      sockets.add(socket);
      socket.on("close", () => closed.push(socket));
    });
    const url = `http://127.0.0.1:${await listen(server)}`;
    const transport = open();
    await (await transport.fetch(url)).text();
    await delay(20);
    await (await transport.fetch(url)).text();
    expect(sockets.size).toBe(1);
    await transport.close();
    await expect.poll(() => closed.length).toBe(1);
  });
});

describe("behind a proxy", () => {
  const environments = [
    ["HTTP_PROXY", "http://127.0.0.1:"],
    ["http_proxy", "http://127.0.0.1:"],
    ["HTTP_PROXY", "127.0.0.1:"],
    ["HTTP_PROXY", "http://user:p%40ss@127.0.0.1:"],
  ] as const;

  test.each(environments)("%s=%s<port> is the way to other hosts", async (name, prefix) => {
    const target = await serve((_request, response) => response.end("through the tunnel"));
    const proxy = await startProxy(target.port);
    const { fetch } = open({ [name]: prefix + proxy.port });
    const response = await fetch("http://org.example.test/hello");
    expect(await response.text()).toBe("through the tunnel");
    expect(proxy.tunnels).toEqual(["org.example.test:80"]);
    const basic = prefix.includes("@") ? `Basic ${btoa("user:p@ss")}` : undefined;
    expect(proxy.authorizations).toEqual([basic]);
  });

  test("HTTPS_PROXY is the way to https hosts", async () => {
    const proxy = await startProxy((await serve((_request, response) => response.end())).port);
    await errorOf(open({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` }).fetch("https://org.example.test"));
    expect(proxy.tunnels).toEqual(["org.example.test:443"]);
  });

  test("the certificate at the end of a tunnel is checked", async () => {
    const proxy = await startProxy(Number(new URL((await startTls()).url).port));
    const { fetch } = open({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` });
    const error = await errorOf(fetch("https://org.example.test"));
    expect((error.cause as { code: string }).code).toMatch(/UNABLE_TO_VERIFY|SELF_SIGNED|UNABLE_TO_GET/);
    expect(proxy.tunnels).toEqual(["org.example.test:443"]);
  });

  test("several requests share a tunnel", async () => {
    const target = await serve((_request, response) => response.end("through the tunnel"));
    const proxy = await startProxy(target.port);
    const { fetch } = open({ HTTP_PROXY: `http://127.0.0.1:${proxy.port}` });
    for (const path of ["a", "b", "c"]) {
      expect(await (await fetch(`http://org.example.test/${path}`)).text()).toBe("through the tunnel");
      await delay(10);
    }
    expect(proxy.tunnels).toEqual(["org.example.test:80"]);
  });

  test("HTTP_PROXY is the way to https hosts, too, when HTTPS_PROXY is not set", async () => {
    const proxy = await startProxy((await serve((_request, response) => response.end())).port);
    await errorOf(
      open({ HTTP_PROXY: `http://127.0.0.1:${proxy.port}` }).fetch("https://org.example.test:8443"),
    );
    expect(proxy.tunnels).toEqual(["org.example.test:8443"]);
  });

  test("a proxy can be reached by TLS", async () => {
    const { certificate, key } = await makeCertificates();
    const asked: (string | undefined)[] = [];
    const server = createTlsServer({ cert: certificate, key });
    server.on("connect", ({ url }, socket) => {
      asked.push(url);
      socket.end("HTTP/1.1 403 No\r\n\r\n");
    });
    const port = await listen(server);
    const error = await errorOf(
      open({ HTTPS_PROXY: `https://localhost:${port}` }).fetch("https://org.example.test"),
    );
    // Its certificate is checked before it learns anything.
    expect((error.cause as { code: string }).code).toMatch(/UNABLE_TO_VERIFY|SELF_SIGNED|UNABLE_TO_GET/);
    expect(asked).toEqual([]);
  });

  test("reads what comes with the proxy's answer: a host that does not speak TLS", async () => {
    const proxy = createHttpServer();
    proxy.on("connect", (_request, socket) =>
      socket.end("HTTP/1.1 200 Connection Established\r\n\r\n220 mail.example.test ESMTP\r\n"),
    );
    const { fetch } = open({ HTTPS_PROXY: `http://127.0.0.1:${await listen(proxy)}` });
    const error = await errorOf(fetch("https://org.example.test"));
    expect((error.cause as { code: string }).code).toMatch(/EPROTO|ERR_SSL/u);
  });

  test.each([
    { does: "hangs up", answer: (socket: Socket) => socket.end(), code: "ECONNRESET" },
    {
      does: "speaks another protocol",
      answer: (socket: Socket) => socket.write("SSH-2.0-OpenSSH_9.6\r\n"),
      code: "HPE_INVALID_CONSTANT",
    },
    { does: "sends headers without end", answer: sendHeadersForEver, code: "HPE_HEADER_OVERFLOW" },
  ])("a proxy that $does fails the request at once", async ({ answer, code }) => {
    const proxy = createHttpServer();
    proxy.on("connect", (_request, socket: Socket) => {
      socket.on("error", () => {});
      answer(socket);
    });
    const transport = open({ HTTPS_PROXY: `http://127.0.0.1:${await listen(proxy)}` });
    const error = await errorOf(transport.fetch("https://org.example.test"));
    expect(error.cause).toMatchObject({ code });
  });

  test("a signal stops the wait for a proxy that does not answer, and closing drops its connection", async () => {
    const proxy = createHttpServer();
    const sockets: Duplex[] = [];
    proxy.on("connect", (_request, socket) => sockets.push(socket));
    const transport = open({ HTTPS_PROXY: `http://127.0.0.1:${await listen(proxy)}` });
    const controller = new AbortController();
    const reason = new Error("enough");
    const pending = errorOf(transport.fetch("https://org.example.test", { signal: controller.signal }));
    await expect.poll(() => sockets.length).toBe(1);
    controller.abort(reason);
    expect(await pending).toBe(reason);
    await transport.close();
    await expect.poll(() => sockets[0]?.destroyed || sockets[0]?.readableEnded).toBe(true);
  });

  test.each(["127.0.0.1", "localhost"])("loopback (%s) is reached directly", async (host) => {
    const target = await serve((_request, response) => response.end("direct"));
    const proxy = await startProxy(target.port);
    const address = `http://127.0.0.1:${proxy.port}`;
    const { fetch } = open({ HTTP_PROXY: address, HTTPS_PROXY: address });
    expect(await (await fetch(`http://${host}:${target.port}`)).text()).toBe("direct");
    expect(proxy.tunnels).toEqual([]);
  });

  test.each(["example.org", "org.example.test:8080", "xample.test", "g.example.test"])(
    "NO_PROXY=%s is about other hosts",
    async (noProxy) => {
      const target = await serve((_request, response) => response.end("through the tunnel"));
      const proxy = await startProxy(target.port);
      const { fetch } = open({ HTTP_PROXY: `http://127.0.0.1:${proxy.port}`, NO_PROXY: noProxy });
      await (await fetch("http://org.example.test")).text();
      expect(proxy.tunnels).toEqual(["org.example.test:80"]);
    },
  );

  test.each([
    "org.example.test",
    ".example.test",
    "other.test,example.test",
    "*",
    "*.example.test",
    "ORG.example.test:80",
    "other.test org.example.test",
  ])("a host in NO_PROXY=%s is reached directly", async (noProxy) => {
    const proxy = await startProxy((await serve((_request, response) => response.end())).port);
    const { fetch } = open({ HTTP_PROXY: `http://127.0.0.1:${proxy.port}`, NO_PROXY: noProxy });
    await errorOf(fetch("http://org.example.test"));
    expect(proxy.tunnels).toEqual([]);
  });

  test("the environment of the process itself does not matter", async () => {
    const target = await serve((_request, response) => response.end());
    const proxy = await startProxy(target.port);
    const before = process.env["HTTP_PROXY"];
    process.env["HTTP_PROXY"] = `http://127.0.0.1:${proxy.port}`;
    onTestFinished(() => {
      if (before === undefined) delete process.env["HTTP_PROXY"];
      else process.env["HTTP_PROXY"] = before;
    });
    await errorOf(open({}).fetch("http://org.example.test"));
    expect(proxy.tunnels).toEqual([]);
  });

  test.each(["socks5://127.0.0.1:1", "http://", "::::", "http://me:50%@127.0.0.1:1", "http://%FF:p@h:1"])(
    "a proxy of %s is refused by name, not by value",
    async (value) => {
      const error = await errorOf(open({ HTTPS_PROXY: value }).fetch("https://org.example.test"));
      expect(error).toMatchObject({ code: "invalid-value" });
      expect(error.message).toContain("HTTPS_PROXY");
      expect(error.message).not.toContain(value);
    },
  );
});

describe("a certificate authority to trust", () => {
  test("lets a server of that authority be reached", async () => {
    const { url, authority } = await startTls();
    expect(await (await open().fetch(url, { trust: authority })).text()).toBe("trusted");
  });

  test("is needed for it, and holds for its own requests only", async () => {
    const { url, authority } = await startTls();
    const { fetch } = open();
    await (await fetch(url, { trust: authority })).text();
    const error = await errorOf(fetch(url));
    expect((error.cause as { code: string }).code).toMatch(/UNABLE_TO_VERIFY|SELF_SIGNED|UNABLE_TO_GET/);
  });
});

/** A few kilobytes at a time, for as long as somebody reads. */
function sendHeadersForEver(socket: Socket): void {
  socket.write("HTTP/1.1 200 OK\r\n");
  const timer = setInterval(() => socket.write(`x: ${"y".repeat(8000)}\r\n`), 1);
  socket.once("close", () => clearInterval(timer));
}
