import { expect, onTestFinished, test } from "vitest";
import { bundleForChild, startChild } from "./child.ts";
import { startTestOrg, temporaryFolder } from "./support.ts";

const bundle = await bundleForChild("sdk-management-child.ts", "out");

test("Okta's own SDK manages people, groups, authorization servers and the org, and reads the System Log", async () => {
  const org = await startTestOrg();
  const child = startChild(bundle, [org.url, org.apiToken], {
    NODE_EXTRA_CA_CERTS: org.caCertificatePath,
    HOME: await temporaryFolder(),
  });
  onTestFinished(() => child.kill());
  expect(await child.next()).toEqual({
    people: {
      created: ["ACTIVE", "ada@example.com"],
      listed: ["ada@example.com", "bob@example.com", "cyd@example.com", "dee@example.com"],
      department: "Engines",
      firstName: "Augusta",
      statuses: ["SUSPENDED", "PASSWORD_EXPIRED", "ACTIVE", "RECOVERY"],
      reset: "string",
      twice: "400 E0000001",
      locked: "403 E0000032",
    },
    membership: {
      members: [true],
      appUsers: ["GROUP"],
      ofGroup: ["Ship"],
      links: ["Ship"],
      mine: ["Everyone", "Crew"],
      renamed: "Mates",
      gone: "404 E0000007",
    },
    servers: {
      renamed: "Boats",
      consent: ["IMPLICIT", "REQUIRED"],
      claims: expect.arrayContaining(["sub", "name", "email", "rank"]),
      keys: [1, ["ACTIVE", "EXPIRED"]],
      scopes: ["ship:sail"],
      inactive: "INACTIVE",
      gone: "404 E0000007",
      kept: "403 E0000006",
    },
    rest: {
      log: [
        "group.lifecycle.create",
        "group.user_membership.add",
        "group.application_assignment.add",
        "group.profile.update",
        "group.user_membership.remove",
        "group.lifecycle.delete",
      ],
      who: ["admin@example.com"],
      published: true,
      tokens: ["okta-unlock local org"],
      city: "London",
      contacts: ["BILLING", "TECHNICAL"],
      features: [],
    },
    gone: "404 E0000007",
  });
});
