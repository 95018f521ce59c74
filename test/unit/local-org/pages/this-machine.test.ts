import { networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import { isFromThisMachine } from "../../../../src/local-org/http/this-machine.ts";
import { startTestOrg } from "../support.ts";

test.each([
  ["127.0.0.1", "127.0.0.1", true],
  ["::1", "::1", true],
  ["::ffff:127.0.0.1", "::ffff:127.0.0.1", true],
  ["192.0.2.7", "192.0.2.7", true],
  ["192.0.2.8", "192.0.2.7", false],
  ["::ffff:192.0.2.8", "192.0.2.7", false],
  ["12.7.0.0", "192.0.2.7", false],
  [undefined, undefined, false],
])("from %s to %s is a call of this machine: %s", (remoteAddress, localAddress, isOwn) => {
  expect(isFromThisMachine({ remoteAddress, localAddress })).toBe(isOwn);
});

const outside = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === "IPv4" && !internal);

test.runIf(outside !== undefined)("on the network address too this machine sees its activity", async () => {
  const org = await startTestOrg({ networkAddress: outside!.address });
  const own = await org.call("GET", "/activity", undefined, { token: undefined });
  expect(own.status).toBe(200);
});
