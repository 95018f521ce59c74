import { Option } from "commander";
import { createRepeatableOption } from "../terminal/given-values.ts";

/** What commander gives for `createOrgOption`. */
export interface OrgFlag {
  readonly org?: string;
}

/** The redirect URIs of an app alone, as typed. */
export interface UriFlags {
  readonly redirectUri?: readonly string[];
  readonly postLogoutRedirectUri?: readonly string[];
}

/** The options of `UriFlags`; `more` is what there is to say of several. */
export function createUriOptions(more = "repeatable"): readonly Option[] {
  return [
    createRepeatableOption("--redirect-uri <uri>", `where Okta returns to after sign-in (${more})`),
    createRepeatableOption(
      "--post-logout-redirect-uri <uri>",
      `where Okta returns to after sign-out (${more})`,
    ),
  ];
}

/** `--org`, the same in every command that works on one. */
export function createOrgOption(): Option {
  return new Option("--org <org>", "the org: a profile, a URL or local (OKTA_UNLOCK_ORG)");
}

/** `--github-output`, the same wherever there are outputs. Read before commander runs (global-flags.ts). */
export function createGithubOutputOption(): Option {
  return new Option("--github-output", "fail unless the outputs can be written to GITHUB_OUTPUT");
}

/** `--if-exists`, the same wherever an app is made. */
export function createIfExistsOption(): Option {
  return new Option("--if-exists <what>", "what to do when the app already exists").choices([
    "reuse",
    "update",
    "fail",
  ]);
}

/** `--initiate-login-uri`, the same wherever an app alone is made or changed. */
export function createInitiateLoginUriOption(): Option {
  return new Option("--initiate-login-uri <uri>", "an https page to which Okta sends users to sign in");
}

/** `--data-dir`, the same in every command that works on the local org. */
export const dataDirectoryOption = [
  "--data-dir <folder>",
  "the data folder of the org (OKTA_UNLOCK_DATA_DIR)",
] as const;

/** `--ttl`, the same wherever an ephemeral app is made. */
export function createTimeToLiveOption(): Option {
  return new Option("--ttl <duration>", "lifetime of the ephemeral app: 30m, 2h, 1d (default: 2h)");
}

/** `--assign`, the same in every command that has it. */
export function createAssignOption(): Option {
  return createRepeatableOption(
    "--assign <who>",
    "who may use the app: everyone, group:<name> (repeatable) or none",
  );
}

/** `--sign-on-policy`, the same in every command that has it. */
export function createSignOnPolicyOption(): Option {
  return new Option("--sign-on-policy <name>", "the authentication policy of the app (Identity Engine)");
}

/** How an app stands in its org: the options of `ProvisionFlags`. */
export function createProvisionOptions(): readonly Option[] {
  return [
    createAssignOption(),
    new Option(
      "--implicit-assignment",
      "let everyone use the app without assignment (Federation Broker Mode)",
    ),
    new Option(
      "--authorization-server <server>",
      "its ID or name, or org for the org's own (default: the one named default)",
    ),
    createSignOnPolicyOption(),
  ];
}
