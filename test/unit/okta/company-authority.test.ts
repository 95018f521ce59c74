import { expect, test } from "vitest";
import { suggestAuthority } from "../../../src/okta/certificate-errors.ts";
import { toPlainText } from "../../../src/values/command-text.ts";

test.each([
  ["darwin", ["--use-system-ca"], "let Node trust what the system trusts: "],
  ["win32", ["--use-system-ca"], "let Node trust what the system trusts: "],
  ["darwin", [], "name its authority: "],
  ["win32", [], "name its authority: "],
  ["linux", ["--use-system-ca"], "name its authority: "],
] as const)("on %s with a Node that knows %j it is said: %s", (platform, flags, begins) => {
  const text = toPlainText(suggestAuthority({ platform, allowedNodeEnvironmentFlags: new Set(flags) }));
  expect(text.slice(0, begins.length)).toBe(begins);
  expect(text).toContain("NODE_EXTRA_CA_CERTS");
});
