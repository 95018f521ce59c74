import type { ProvisionFlags } from "../../flows/provision-options.ts";
import type { IfExists } from "../../provision/find-app.ts";
import type { LeaseFlags } from "../../flows/lease-fields.ts";
import type { AppFormat } from "./formats.ts";

export interface OrgFlag {
  readonly org?: string;
}

/** The flags of `apps create` as typed. */
export interface AppsCreateFlags extends OrgFlag, ProvisionFlags, LeaseFlags {
  readonly ephemeral?: boolean;
  readonly name?: string;
  readonly redirectUri?: readonly string[];
  readonly postLogoutRedirectUri?: readonly string[];
  readonly ifExists?: IfExists;
  readonly dryRun?: boolean;
  readonly format?: AppFormat;
  readonly writeEnv?: string;
}
