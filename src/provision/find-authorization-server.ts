import { OktaUnlockError } from "../errors.ts";
import type { AuthorizationServer, OktaOrg } from "../okta/port.ts";

/**
 * The active authorization server with an id or a name. Throws `okta-refused` when there is none or it is not active,
 * `app-conflict` when several have the name, `feature-missing` when the org has no custom ones.
 */
export async function findNamedServer(org: OktaOrg, text: string): Promise<AuthorizationServer> {
  const servers = await org.listAuthorizationServers();
  const [only, ...others] = servers.filter(({ id, name }) => id === text || name === text);
  if (only === undefined) throw noSuchServer(text, servers);
  if (others.length > 0) throw severalServers(text, [only, ...others]);
  if (only.status !== "ACTIVE") throw inactive(only);
  return only;
}

function noSuchServer(text: string, servers: readonly AuthorizationServer[]): OktaUnlockError {
  return new OktaUnlockError("okta-refused", {
    message: `The org has no authorization server ${JSON.stringify(text)}.`,
    why: "Besides its own, which is called org, it has these:",
    details: servers.map(lineOf),
    next: "Run the command again with --authorization-server and one of the names or ids.",
  });
}

function severalServers(text: string, servers: readonly AuthorizationServer[]): OktaUnlockError {
  return new OktaUnlockError("app-conflict", {
    message: `${servers.length} authorization servers are called ${JSON.stringify(text)}.`,
    details: servers.map(lineOf),
    next: `Name one by its id and run the command again: --authorization-server ${servers[0]?.id ?? ""}`,
  });
}

function inactive(server: AuthorizationServer): OktaUnlockError {
  return new OktaUnlockError("okta-refused", {
    message: `The authorization server ${JSON.stringify(server.name ?? server.id)} is not active.`,
    why: "It gives no tokens until somebody activates it.",
    next: "Activate it in the Admin Console (Security > API), or run the command again with another --authorization-server.",
  });
}

function lineOf({ id, name, status }: AuthorizationServer): string {
  return `${id}  ${name ?? ""}${status === "ACTIVE" ? "" : `  ${status.toLowerCase()}`}`;
}
