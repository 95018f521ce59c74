// A local org that counts what it is asked, and can be filled with ephemeral apps that have expired.
import { startLocalOrg } from "../../dist/local-org.js";
import { Agent, fetch } from "undici";

const server = "/api/v1/authorizationServers/default";

export async function startCountingOrg(options = {}) {
  const counts = { answered: 0, refused: 0 };
  const org = await startLocalOrg({
    ...options,
    onRequest({ url, status }) {
      if (!url.startsWith("/api/v1/")) return;
      counts[status === 429 || status === 423 ? "refused" : "answered"] += 1;
    },
  });
  const dispatcher = new Agent({ connect: { ca: org.caCertificate } });
  const call = async (method, path, body) => {
    const answer = await fetch(`${org.url}${path}`, {
      method,
      dispatcher,
      headers: { authorization: `SSWS ${org.apiToken}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return {
    org,
    counts,
    fill: async (count) => fill(call, count),
    left: async () => (await call("GET", `${server}/policies`)).length,
    close: async () => {
      await dispatcher.destroy();
      await org.close();
    },
  };
}

async function fill(call, count) {
  const [everyone] = await call("GET", `/api/v1/groups?filter=${encodeURIComponent('type eq "BUILT_IN"')}`);
  for (let index = 0; index < count; index += 1) await addExpired(call, everyone.id, index);
}

/** As `apps create --ephemeral` makes it; what prune leaves of these fails the benchmark. */
async function addExpired(call, groupId, index) {
  const expiresAt = new Date(Date.now() - 60_000).toISOString();
  const { id } = await call("POST", "/api/v1/apps", {
    name: "oidc_client",
    label: `Bench ${index}`,
    signOnMode: "OPENID_CONNECT",
    credentials: { oauthClient: { token_endpoint_auth_method: "none", pkce_required: true } },
    settings: {
      oauthClient: {
        application_type: "native",
        redirect_uris: ["com.example.bench:/callback"],
        response_types: ["code"],
        grant_types: ["authorization_code", "refresh_token"],
      },
    },
    profile: { okta_unlock: { project: "com.example.bench", expiresAt, runId: "bench" } },
  });
  await call("PUT", `/api/v1/apps/${id}/groups/${groupId}`, {});
  await call("POST", `${server}/policies`, {
    type: "OAUTH_AUTHORIZATION_POLICY",
    name: `okta-unlock: Bench ${index} (${id})`,
    description: `Created by okta-unlock for client ${id} (run bench), ephemeral until ${expiresAt}`,
    priority: index + 1,
    conditions: { clients: { include: [id] } },
  });
}
