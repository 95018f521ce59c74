// A test of somebody else's that starts an org and ends in one of several ways.
import { startLocalOrg } from "../../../src/local-org/index.ts";

const [ending = ""] = process.argv.slice(2);
const org = await startLocalOrg({ faults: [{ kind: "latency", milliseconds: 60_000 }] });
process.send?.(org.dataDirectory);
process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";

if (ending === "exit") process.exit(0);
if (ending === "throw") throw new Error("A test failed.");
if (ending === "close") {
  const answer = fetch(`${org.url}/oauth2/v1/keys`).catch(() => undefined);
  while (org.faults.hits.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  await org.close();
  await answer;
  process.disconnect();
}
