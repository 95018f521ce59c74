import { afterAll, expect, test } from "vitest";
import { nativeApp, startTestOrg } from "../support.ts";

const shared = await startTestOrg({}, afterAll);

interface Client {
  readonly path: string;
  readonly secrets: string;
  readonly clientId: string;
  readonly secret: string;
}

const web = {
  "credentials.oauthClient": { token_endpoint_auth_method: "client_secret_basic" },
  "settings.oauthClient.application_type": "web",
};

async function makeClient(changes: Readonly<Record<string, unknown>> = web): Promise<Client> {
  const { json } = await shared.call("POST", "/api/v1/apps", nativeApp("Client", changes));
  const path = `/api/v1/apps/${json.id}`;
  const { client_id: clientId, client_secret: secret } = json.credentials.oauthClient;
  return { path, secrets: `${path}/credentials/secrets`, clientId, secret };
}

/** Whether the secret is right: by introspection, which needs one. */
async function isAccepted({ clientId }: Client, secret: string, by: "header" | "body" = "header") {
  const basic = `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}`;
  const form = new URLSearchParams({
    token: "x",
    ...(by === "body" && { client_id: clientId, client_secret: secret }),
  });
  const { status, text } = await shared.call("POST", "/oauth2/default/v1/introspect", form.toString(), {
    token: undefined,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      ...(by === "header" && { authorization: basic }),
    },
  });
  expect([200, 401], text).toContain(status);
  return status === 200;
}

test("a secret is shown when the app is created or replaced, and never when it is read", async () => {
  const { path, secret } = await makeClient();
  const { json: app } = await shared.call("GET", path);
  expect(app.credentials.oauthClient).not.toHaveProperty("client_secret");
  expect(JSON.stringify(app)).not.toContain(secret);
  expect((await shared.call("GET", "/api/v1/apps?limit=200")).text).not.toContain(secret);
  expect((await shared.call("PUT", path, app)).json.credentials.oauthClient.client_secret).toBe(secret);
});

test("Okta's CLI reads client ID and secret from the Admin Console's endpoint", async () => {
  const { path, clientId, secret } = await makeClient();
  const internal = path.replace("/api/v1/", "/api/v1/internal/");
  expect((await shared.call("GET", `${internal}/settings/clientcreds`)).json).toEqual({
    client_id: clientId,
    client_secret: secret,
  });
  const native = await makeClient({});
  const { json } = await shared.call(
    "GET",
    `${native.path.replace("/api/v1/", "/api/v1/internal/")}/settings/clientcreds`,
  );
  expect(json).toEqual({ client_id: native.clientId });
});

test("a secret is rotated: both work until the old one is deactivated and deleted", async () => {
  const client = await makeClient();
  const [{ json: before }] = [await shared.call("GET", client.secrets)];
  const made = await shared.call("POST", client.secrets, {});
  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({
    id: expect.stringMatching(/^ocs\w{17}$/u),
    status: "ACTIVE",
    client_secret: expect.stringMatching(/^\w{64}$/u),
    secret_hash: expect.any(String),
  });
  const old = `${client.secrets}/${before[0].id}`;
  expect(made.json["_links"].deactivate.href).toBe(
    `${shared.url}${client.secrets}/${made.json.id}/lifecycle/deactivate`,
  );
  expect(await isAccepted(client, client.secret)).toBe(true);
  expect(await isAccepted(client, made.json.client_secret)).toBe(true);
  expect(await isAccepted(client, `${client.secret}x`)).toBe(false);
  const inactive = await shared.call("POST", `${old}/lifecycle/deactivate`);
  expect([inactive.status, inactive.json.status]).toEqual([200, "INACTIVE"]);
  expect(await isAccepted(client, client.secret)).toBe(false);
  expect(await isAccepted(client, made.json.client_secret)).toBe(true);
  expect((await shared.call("POST", `${old}/lifecycle/activate`)).json.status).toBe("ACTIVE");
  expect(await isAccepted(client, client.secret)).toBe(true);
  await shared.call("POST", `${old}/lifecycle/deactivate`);
  expect((await shared.call("DELETE", old)).status).toBe(204);
  expect((await shared.call("GET", old)).json.errorCode).toBe("E0000007");
  expect((await shared.call("GET", client.secrets)).json).toEqual([made.json]);
});

test("both secrets work in the body as well", async () => {
  const client = await makeClient({
    ...web,
    "credentials.oauthClient": { token_endpoint_auth_method: "client_secret_post" },
  });
  const { json } = await shared.call("POST", client.secrets, { client_secret: "my-own-secret-of-23-chars" });
  expect(json.client_secret).toBe("my-own-secret-of-23-chars");
  expect(await isAccepted(client, client.secret, "body")).toBe(true);
  expect(await isAccepted(client, "my-own-secret-of-23-chars", "body")).toBe(true);
  expect(await isAccepted(client, "another-secret", "body")).toBe(false);
});

test("a third secret, deleting an active one and deactivating the only one are refused", async () => {
  const { secrets } = await makeClient();
  const [{ json: first }] = [await shared.call("GET", secrets)];
  const only = await shared.call("POST", `${secrets}/${first[0].id}/lifecycle/deactivate`);
  expect([only.status, only.json.errorCode]).toEqual([400, "E0000001"]);
  const active = await shared.call("DELETE", `${secrets}/${first[0].id}`);
  expect([active.status, active.json.errorCode]).toEqual([400, "E0000001"]);
  await shared.call("POST", secrets, {});
  const third = await shared.call("POST", secrets, {});
  expect([third.status, third.json.errorSummary, third.json.errorCauses]).toEqual([
    400,
    "Api validation failed: OAuth2ClientSecretMediated",
    [{ errorSummary: "You have reached the maximum number of client secrets per client." }],
  ]);
});

test.each([
  ["too short", { client_secret: "short" }],
  ["too long", { client_secret: "x".repeat(101) }],
  ["no text", { client_secret: 1 }],
])("a secret that is %s is refused", async (_what, body) => {
  const { secrets } = await makeClient();
  expect((await shared.call("POST", secrets, body)).json.errorSummary).toBe(
    "Api validation failed: client_secret",
  );
});

test("a native app without a secret gets none", async () => {
  const { secrets, path } = await makeClient({});
  expect((await shared.call("POST", secrets, {})).status).toBe(400);
  expect((await shared.call("POST", `${secrets}/ocsNone/lifecycle/activate`)).status).toBe(404);
  expect((await shared.call("GET", `${path}/credentials/secrets`)).json).toEqual([]);
});

test("replacing an app with an empty secret keeps it, with another one changes it", async () => {
  const client = await makeClient();
  const { json: app } = await shared.call("GET", client.path);
  const put = async (client_secret: string | null) => {
    const oauthClient = { ...app.credentials.oauthClient, client_secret };
    const body = { ...app, credentials: { ...app.credentials, oauthClient } };
    return (await shared.call("PUT", client.path, body)).json.credentials.oauthClient.client_secret;
  };
  for (const empty of ["", null]) expect(await put(empty)).toBe(client.secret);
  expect(await put("a-secret-of-my-own")).toBe("a-secret-of-my-own");
  expect(await isAccepted(client, "a-secret-of-my-own")).toBe(true);
  expect(await isAccepted(client, client.secret)).toBe(false);
});

test("an app that stops using its secret and begins again has it still", async () => {
  const client = await makeClient();
  const { json: app } = await shared.call("GET", client.path);
  const put = async (method: string) => {
    const oauthClient = {
      ...app.credentials.oauthClient,
      token_endpoint_auth_method: method,
      pkce_required: true,
    };
    const body = { ...app, credentials: { ...app.credentials, oauthClient } };
    return (await shared.call("PUT", client.path, body)).json.credentials.oauthClient.client_secret;
  };
  expect(await put("none")).toBeUndefined();
  expect(await put("client_secret_post")).toBe(client.secret);
});
