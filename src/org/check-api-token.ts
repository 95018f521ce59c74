import { OktaUnlockError } from "../errors.ts";
import type { OktaOrg } from "./port.ts";

/** What an API token turned out to be. */
export interface CheckedToken {
  /** The login of its owner. */
  readonly login: string;
  /** What it may not read: `apps`, `groups`. */
  readonly hidden: readonly string[];
}

/** Asks the org who the token belongs to and what it may read. Throws what a call throws: `credential-rejected`, the network. */
export async function checkApiToken(org: OktaOrg): Promise<CheckedToken> {
  const { profile } = await org.whoAmI();
  const areas: readonly (readonly [string, () => Promise<unknown>])[] = [
    ["apps", () => org.listApps("oidc")[Symbol.asyncIterator]().next()],
    ["groups", () => org.findEveryoneGroup()],
    ["authorization servers", () => org.findAuthorizationServer("default")],
  ];
  const hidden = await Promise.all(areas.map(async ([area, read]) => ((await mayRead(read)) ? [] : [area])));
  return { login: profile.login, hidden: hidden.flat() };
}

async function mayRead(read: () => Promise<unknown>): Promise<boolean> {
  try {
    await read();
    return true;
  } catch (error) {
    const code = error instanceof OktaUnlockError ? error.code : undefined;
    if (code === "permission-denied" || code === "feature-missing") return false;
    throw error;
  }
}
