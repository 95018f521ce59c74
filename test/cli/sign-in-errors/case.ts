import type { World } from "../../support/run-cli.ts";
import type { Lane, Way } from "../../support/signed-in-lane.ts";
import type { TestOrg } from "../../unit/local-org/support.ts";

export type Command = `${"login" | "whoami" | "apps list" | "apps create"} by ${Way | "environment"}`;

/** What is other than it should be, for every command of a case. */
export interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly orgUrl?: string;
  readonly token?: string;
  readonly clientId?: string;
  readonly privateKey?: string;
  readonly keyId?: string;
  readonly scopes?: string;
  /** Somebody signed in there by an API token, in place of the lane's home. */
  readonly home?: World;
}

/** How commands end. */
interface End {
  readonly commands: readonly Command[];
  readonly exitCode: number;
  /** `error.code`; left out where the command does its work, and says on stdout what is missing. */
  readonly code?: string;
  readonly message: RegExp;
  readonly next: RegExp;
}

/** What cases share: another org than the lane's, and one that is reached through a proxy only. */
export interface Surroundings {
  readonly otherOrg: TestOrg;
  readonly acme: { readonly orgUrl: string; readonly token: string; readonly home: World };
}

export interface Case {
  readonly name: string;
  readonly given: (lane: Lane, surroundings: Surroundings) => Given | Promise<Given>;
  readonly ends: readonly End[];
}
