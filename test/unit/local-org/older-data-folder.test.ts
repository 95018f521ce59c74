import { join } from "node:path";
import { expect, test } from "vitest";
import { put, remove } from "../../../src/local-org/store/change.ts";
import { Store } from "../../../src/local-org/store/store.ts";
import { nativeApp, startTestOrg, temporaryFolder } from "./support.ts";

/** Turns the state of an org into what versions before client secrets, system claims and system policies wrote. */
async function makeOlder(dataDirectory: string): Promise<void> {
  const store = new Store(join(dataDirectory, "state"));
  const claims = [...store.entries("claims")].filter(([, claim]) => claim["valueType"] === "SYSTEM");
  const policies = [...store.entries("accessPolicies")].filter(([, { type }]) => type !== "ACCESS_POLICY");
  store.write([
    ...claims.map(([key]) => remove("claims", key)),
    ...policies.map(([key]) => remove("accessPolicies", key)),
  ]);
  for (const app of store.list("apps").filter(({ label }) => label === "Older")) {
    const { clientSecrets, ...older } = app;
    const [secret] = clientSecrets as { client_secret: string }[];
    const oauthClient = {
      token_endpoint_auth_method: "client_secret_basic",
      client_id: app.id,
      client_secret: secret?.client_secret ?? "",
    };
    store.write([put("apps", app.id, { ...older, credentials: { oauthClient } })]);
  }
  await store.close();
}

test("a data folder of an older version gets what it lacks, and its client secrets stay as they are", async () => {
  const dataDirectory = await temporaryFolder();
  const first = await startTestOrg({ dataDirectory });
  const web = { "credentials.oauthClient": {}, "settings.oauthClient.application_type": "web" };
  const { json: app } = await first.call("POST", "/api/v1/apps", nativeApp("Older", web));
  const { client_secret: secret } = app.credentials.oauthClient;
  await first.close();
  await makeOlder(dataDirectory);
  const org = await startTestOrg({ dataDirectory });
  const path = `/api/v1/apps/${app.id}`;
  const read = await org.call("GET", path);
  expect(read.text).not.toContain(secret);
  const { json: secrets } = await org.call("GET", `${path}/credentials/secrets`);
  expect(secrets).toMatchObject([{ client_secret: secret, status: "ACTIVE" }]);
  expect((await org.call("POST", `${path}/credentials/secrets`, {})).status).toBe(201);
  expect((await org.call("GET", `${path}/credentials/secrets`)).json).toMatchObject([
    { id: secrets[0].id, client_secret: secret },
    {},
  ]);
  expect((await org.call("PUT", path, read.json)).json.credentials.oauthClient.client_secret).toBe(secret);
  expect((await org.call("GET", "/api/v1/authorizationServers/default/claims")).json).toHaveLength(19);
  expect((await org.call("GET", "/api/v1/policies?type=PASSWORD")).json).toHaveLength(1);
  await org.close();
  const again = await startTestOrg({ dataDirectory });
  expect((await again.call("GET", "/api/v1/authorizationServers/default/claims")).json).toHaveLength(19);
});
