import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { assertUnanswered } from "../../../src/local-org/assert-unanswered.ts";

async function listenOn(host: string): Promise<number> {
  const server = createServer().listen({ host, port: 0 });
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test.each(["127.0.0.1", "0.0.0.0"])("a program that listens on %s has the port", async (host) => {
  const port = await listenOn(host);
  await expect(assertUnanswered(port)).rejects.toMatchObject({ code: "EADDRINUSE", port });
});

test("a port that nobody listens on is free, and so is any", async () => {
  const server = createServer().listen({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  await expect(assertUnanswered(port)).resolves.toBeUndefined();
  await expect(assertUnanswered(0)).resolves.toBeUndefined();
});
