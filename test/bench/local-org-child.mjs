// A local org of the built package, for local-org.mjs: says where it is, and measures its memory when it is asked.
import { createInterface } from "node:readline";
import { startLocalOrg } from "../../dist/local-org.js";

const [dataDirectory] = process.argv.slice(2);
const org = await startLocalOrg({ dataDirectory, port: 0 });
const { url, port, caCertificate, apiToken, user } = org;
say({ url, port, caCertificate, apiToken, user });

for await (const line of createInterface({ input: process.stdin })) {
  if (line === "app") say(await org.addNativeApp({ label: "Bench" }));
  if (line === "memory") say(await memory());
  if (line === "close") break;
}
await org.close();
// The pipe it is asked through would keep it alive.
process.exit();

async function memory() {
  // Finalizers of what the first collection found need a second one.
  for (let round = 0; round < 2; round += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heapUsed };
}

function say(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
