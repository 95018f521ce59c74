import { accepted, type Parsed, refused } from "./branded.ts";

/** The package managers that can install a JavaScript project, the one that comes with Node first. */
export const packageManagers = ["npm", "pnpm", "yarn", "bun"] as const;

export type PackageManager = (typeof packageManagers)[number];

/** Parses the name of a package manager, in any case. */
export function parsePackageManager(text: string): Parsed<PackageManager> {
  const name = text.trim().toLowerCase();
  const found = packageManagers.find((each) => each === name);
  if (found !== undefined) return accepted(found);
  return refused(`There is no package manager ${JSON.stringify(text)}. It can be npm, pnpm, yarn or bun.`);
}

/** The one that started this program, as each says it in `npm_config_user_agent`: `pnpm/10.34.9 npm/? node/v20.20.2 …`. */
export function readUserAgent(agent = ""): PackageManager | undefined {
  const [name] = agent.split("/");
  return packageManagers.find((each) => each === name);
}
