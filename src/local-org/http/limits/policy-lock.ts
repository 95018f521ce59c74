import type { Context, Next } from "koa";
import { refusalOf } from "../fault-answers.ts";

/** How long the priorities of a list are reconciled after a change, in milliseconds. Okta does not say; a guess. */
const reconciling = 100;

const changed =
  /^\/api\/v1\/authorizationServers\/(?<server>[^/]+)\/policies(?:\/(?<policy>[^/]+)(?<rules>\/rules)?)?/u;

/** Refuses a change to a list of policies or rules with 423 while it is busy with the one before, as Okta does. */
export function lockPolicies() {
  const busy = new Set<string>();
  return async (context: Context, next: Next): Promise<void> => {
    const list = context.method === "GET" ? undefined : listOf(context.path);
    if (list === undefined) return next();
    if (busy.has(list)) throw refusalOf("E0000239");
    // From the beginning: two changes can be on their way at once.
    busy.add(list);
    await next().finally(() => {
      setTimeout(() => busy.delete(list), context.status < 300 ? reconciling : 0).unref();
    });
  };
}

/** The list whose priorities a request changes: that of an authorization server, or the rules of a policy. */
function listOf(path: string): string | undefined {
  const groups = changed.exec(path)?.groups;
  if (groups === undefined) return undefined;
  return groups["rules"] === undefined ? groups["server"] : `${groups["server"]} ${groups["policy"]}`;
}
