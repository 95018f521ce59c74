import { expect, onTestFinished, test } from "vitest";
import { bundleForChild, startChild } from "./child.ts";
import { startTestOrg, temporaryFolder } from "./support.ts";

const bundle = await bundleForChild("sdk-child.ts", "out");

test("Okta's own SDK creates, lists page by page, assigns, makes policy and rule, and deletes", async () => {
  const org = await startTestOrg();
  const child = startChild(bundle, [org.url, org.apiToken, 'type eq "BUILT_IN"'], {
    NODE_EXTRA_CA_CERTS: org.caCertificatePath,
    HOME: await temporaryFolder(),
  });
  onTestFinished(() => child.kill());
  expect(await child.next()).toEqual({
    clientId: true,
    created: 5,
    listed: ["SDK 0", "SDK 1", "SDK 2", "SDK 3", "SDK 4"],
    assigned: [true],
    issuer: `${org.url}/oauth2/default`,
    policyPriority: 1,
    rules: [true],
    lifetime: 60,
    deletion: "E0000056",
    missing: 404,
    login: "admin@example.com",
  });
});
