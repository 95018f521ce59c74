import { expect, test } from "vitest";
import { formatCorrected } from "../../../src/flows/corrected-command.ts";
import { toPlainText } from "../../../src/values/command-text.ts";

test.each([
  {
    says: "a refused value is replaced by what was suggested, and everything else stays",
    args: ["create", "pol", "--lock-after", "60s", "--issuer", "https://dev-1.okta.com", "--yes"],
    corrections: [{ flag: "--lock-after <seconds>", refused: "60s", value: "60" }],
    command: "okta-unlock create pol --lock-after 60 --issuer https://dev-1.okta.com --yes",
  },
  {
    says: "a value behind an equals sign is found, too",
    args: ["create", "--bundle-id=com.example.a_b"],
    corrections: [{ flag: "--bundle-id <id>", refused: "com.example.a_b", value: "com.example.ab" }],
    command: "okta-unlock create --bundle-id=com.example.ab",
  },
  {
    says: "without a suggestion the placeholder stands there",
    args: ["create", "pol", "--issuer", "nope"],
    corrections: [{ flag: "--issuer <url>", refused: "nope" }],
    command: "okta-unlock create pol --issuer <url>",
  },
  {
    says: "what is missing is added, with a value that would do",
    args: ["create", "pol", "--yes"],
    corrections: [{ flag: "--org <org>" }, { flag: "--platform <name>", value: "ios" }],
    command: "okta-unlock create pol --yes --org <org> --platform ios",
  },
  {
    says: "a value that came from the environment is given by its flag",
    args: ["create", "pol"],
    corrections: [{ flag: "--platform <name>", refused: "windows", value: "ios" }],
    command: "okta-unlock create pol --platform ios",
  },
  {
    says: "a flag whose value was taken away goes, too",
    args: ["create", "--initiate-login-uri", "https://a.example", "--name=X", "--lock-after", "0"],
    corrections: [
      { flag: "--initiate-login-uri <uri>", value: "" },
      { flag: "--name <name>", value: "" },
      { flag: "--org <org>", value: "" },
    ],
    command: "okta-unlock create --lock-after 0",
  },
  {
    says: "a switch is taken back where it stands",
    args: ["create", "pol", "--account-deletion", "--yes"],
    corrections: [{ flag: "--account-deletion", value: "false" }],
    command: "okta-unlock create pol --no-account-deletion --yes",
  },
  {
    says: "a switch that a variable gives is added",
    args: ["create", "pol"],
    corrections: [{ flag: "--account-deletion", refused: "yes", value: "true" }],
    command: "okta-unlock create pol --account-deletion",
  },
  {
    says: "an argument is replaced where it stands",
    args: ["create", "CON", "--org", "local"],
    corrections: [{ flag: "<dir>", refused: "CON" }],
    command: "okta-unlock create <dir> --org local",
  },
  {
    says: "the same text behind another flag stays",
    args: ["create", "--name", "x", "--bundle-id", "x"],
    corrections: [{ flag: "--bundle-id <id>", refused: "x", value: "com.example.x" }],
    command: "okta-unlock create --name x --bundle-id com.example.x",
  },
  {
    says: "the program behind -- keeps its words, and flags are added before it",
    args: ["run", "--ttl", "9", "--", "npm", "test", "--ttl", "9"],
    corrections: [{ flag: "--ttl <duration>", refused: "9" }, { flag: "--org <org>" }],
    command: "okta-unlock run --ttl <duration> --org <org> -- npm test --ttl 9",
  },
])("$says", ({ args, corrections, command }) => {
  expect(toPlainText(formatCorrected(args, corrections))).toBe(command);
});
