// Starts the local org in a process of its own and reports its address, or why it did not start.
import { startLocalOrg } from "../../../src/local-org/index.ts";

const [dataDirectory = "", options = "{}"] = process.argv.slice(2);

// Administrators may listen on every port.
if (process.env["AS_NOBODY"] === "1" && process.getuid?.() === 0) {
  process.setgid?.(65_534);
  process.setuid?.(65_534);
}

try {
  const org = await startLocalOrg({ port: 0, ...JSON.parse(options), dataDirectory });
  process.on("message", (message) => {
    if (message === "close") void org.close().then(() => process.disconnect());
  });
  const { url, port, apiToken, caCertificate, user } = org;
  process.send?.({ url, port, apiToken, caCertificate, user });
} catch (error) {
  const { code, next } = error as { code?: string; next?: string };
  process.send?.({ code, next, message: String(error) });
  process.disconnect();
}
