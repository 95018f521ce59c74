import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createWorld } from "../support/run-cli.ts";

const offline = [
  "--issuer",
  "https://example.okta.com/oauth2/default",
  "--client-id",
  "0oa1b2c3d4e5f6g7h8i9",
];
const env = { OKTA_UNLOCK_ACCOUNT_DELETION: "true" };
const args = ["create", "demo", "--platform", "ios", ...offline, "--yes"];
const create = [...args, "--json"];

test.each([
  { says: "is off by default", flags: [], env: {}, isOn: false, words: "" },
  { says: "is asked for by a flag", flags: ["--account-deletion"], env: {}, isOn: true, words: "on" },
  { says: "is asked for by a variable", flags: [], env, isOn: true, words: "on" },
  { says: "is taken back by a flag", flags: ["--no-account-deletion"], env, isOn: false, words: "off" },
])("deletion of the account $says", async ({ flags, env: variables, isOn, words }) => {
  const world = createWorld();
  const run = await world.run([...create, ...flags], { env: variables });
  const { command } = JSON.parse(run.stdout) as { command: string };
  const flag = /--(?:no-)?account-deletion/u.exec(command)?.[0];
  expect(flag).toBe({ on: "--account-deletion", off: "--no-account-deletion" }[words]);
  const manifest = readFileSync(world.path("demo", "okta-unlock.json"), "utf8");
  expect(JSON.parse(manifest)).toMatchObject({ answers: { accountDeletion: isOn } });
  expect(existsSync(world.path("demo", "Demo/Core/Session/AccountDeletion.swift"))).toBe(isOn);
});

test("deletion of the account is kept by a re-run, and never taken out of a project that has it", async () => {
  const world = createWorld();
  await world.run([...create, "--account-deletion"]);
  const again = await world.run(create);
  expect(JSON.parse(again.stdout)).toMatchObject({ changed: false });
  const other = await world.run([...args, "--no-account-deletion"]);
  expect(other.exitCode).toBe(5);
  expect(other.stderr).toContain("account deletion: true in the project, false now");
});

test("deletion of the account is true or false, and what else a variable says is refused with what to type", async () => {
  const run = (text: string) => createWorld().run(create, { env: { OKTA_UNLOCK_ACCOUNT_DELETION: text } });
  const [unclear, yes] = [await run("maybe"), await run("yes")];
  expect(unclear.exitCode).toBe(2);
  const { error } = JSON.parse(unclear.stderr) as { error: { details: string[]; next: string } };
  expect(error.details).toEqual([
    "account deletion (OKTA_UNLOCK_ACCOUNT_DELETION): It must be true or false.",
  ]);
  expect(error.next).toBe("Correct what is listed, then run the command again.");
  expect(yes.stderr).toMatch(/ --account-deletion"/u);
});
