import type { Check } from "./check.ts";
import { addressChecks, clockChecks } from "./checks/address.ts";
import { appChecks, appDetailChecks } from "./checks/app.ts";
import { machineChecks } from "./checks/machine.ts";
import { policyChecks } from "./checks/policies.ts";
import { settingsChecks } from "./checks/settings.ts";
import { signInChecks } from "./checks/sign-in.ts";
import { tokenChecks } from "./checks/tokens.ts";
import { webPreviewChecks } from "./checks/web-preview.ts";

/**
 * Every check, in the order of likely roots: what stands first explains what fails behind it. The report, the page
 * docs/troubleshooting.md and `--fix` are made from these rows.
 */
const rows = [
  ...settingsChecks,
  ...addressChecks,
  ...clockChecks,
  ...appChecks,
  ...signInChecks,
  ...tokenChecks,
  ...appDetailChecks,
  ...policyChecks,
  ...webPreviewChecks,
  ...machineChecks,
];

export const checks: readonly Check[] = rows;

/** The id of a check that exists: a list of checks has no annotation, which would make any text of it. */
export type CheckId = (typeof rows)[number]["id"];
