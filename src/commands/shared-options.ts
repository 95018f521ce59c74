import { Option } from "commander";

/** `--org`, the same in every command that works on one. */
export function orgOption(): Option {
  return new Option("--org <org>", "local, or the URL of your org (OKTA_CLIENT_ORGURL)");
}

/** `--if-exists`, the same wherever an app is made. */
export function ifExistsOption(): Option {
  return new Option("--if-exists <what>", "when the app is there already").choices([
    "reuse",
    "update",
    "fail",
  ]);
}
