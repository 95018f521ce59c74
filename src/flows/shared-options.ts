import { Option } from "commander";

/** `--org`, the same in every command that works on one. */
export function orgOption(): Option {
  return new Option("--org <org>", "a profile, a URL or local (OKTA_UNLOCK_ORG)");
}

/** `--github-output`, the same wherever there are outputs. Read before commander runs (global-flags.ts). */
export function githubOutputOption(): Option {
  return new Option("--github-output", "fail unless the outputs can be written to GITHUB_OUTPUT");
}

/** `--if-exists`, the same wherever an app is made. */
export function ifExistsOption(): Option {
  return new Option("--if-exists <what>", "when the app is there already").choices([
    "reuse",
    "update",
    "fail",
  ]);
}

/** `--ttl`, the same wherever an ephemeral app is made. */
export function timeToLiveOption(): Option {
  return new Option("--ttl <duration>", "how long it may be kept: 30m, 2h, 1d; 2h unless given");
}
