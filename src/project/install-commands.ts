import type { PackageManager } from "../values/package-manager.ts";

/** How one package manager installs a project that ships the lockfile of npm. */
export interface InstallCommands {
  readonly lockfile: string;
  /** Run first when its own lockfile is not there yet: makes it from that of npm. */
  readonly importLockfile?: readonly string[];
  readonly install: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Files that have to be there before, by their paths. Metro finds no package that is not in a flat `node_modules`. */
  readonly settings: Readonly<Record<string, string>>;
  /** In front of the name of a script. */
  readonly run: string;
  /** The files below `node_modules` that it writes when everything is installed. */
  readonly marks: readonly string[];
  /** What there is to say of the lockfile. */
  readonly note?: string;
}

export const npmLockfile = "package-lock.json";

/** A row for each. */
export const installCommands: Readonly<Record<PackageManager, InstallCommands>> = {
  npm: {
    lockfile: npmLockfile,
    install: ["ci", "--no-audit", "--no-fund"],
    settings: {},
    run: "npm run",
    marks: [".package-lock.json"],
  },
  pnpm: {
    lockfile: "pnpm-lock.yaml",
    importLockfile: ["import"],
    install: ["install", "--frozen-lockfile"],
    settings: { "pnpm-workspace.yaml": "nodeLinker: hoisted\n" },
    run: "pnpm",
    marks: [".modules.yaml"],
    note: "pnpm-lock.yaml has the versions of package-lock.json, and replaces it.",
  },
  yarn: {
    lockfile: "yarn.lock",
    install: ["install"],
    // In CI, Yarn would take no lockfile but a complete one.
    env: { YARN_ENABLE_IMMUTABLE_INSTALLS: "false" },
    // An empty lockfile says that the project is none of the workspace around it.
    settings: { ".yarnrc.yml": "nodeLinker: node-modules\n", "yarn.lock": "" },
    run: "yarn",
    // The second one is that of Yarn 1.
    marks: [".yarn-state.yml", ".yarn-integrity"],
    note: "yarn.lock replaces package-lock.json, which Yarn can't read: the versions in package.json are exact, those of what these packages need are the newest that fit.",
  },
  bun: {
    lockfile: "bun.lock",
    install: ["install"],
    settings: {},
    run: "bun run",
    marks: [],
    note: "bun.lock has the versions of package-lock.json, and replaces it.",
  },
};

/** The next steps of a template, which are written for npm, once a package manager has installed the project. */
export function respellSteps(steps: readonly string[], manager: PackageManager): readonly string[] {
  const { run } = installCommands[manager];
  return steps
    .filter((step) => !/\bnpm ci\b/u.test(step))
    .map((step) => step.replaceAll(/\bnpm run (?=[a-z])/gu, `${run} `));
}
