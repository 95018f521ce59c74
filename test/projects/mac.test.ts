import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, test } from "vitest";

const folder = fileURLToPath(new URL("mac", import.meta.url));
const workflow = fileURLToPath(new URL("../../.github/workflows/other-systems.yml", import.meta.url));
const script = readFileSync(`${folder}/check.sh`, "utf8");

test("the script for a Mac is well-formed, and is what the workflow runs", async () => {
  await expect(execa("bash", ["-n", `${folder}/check.sh`])).resolves.toMatchObject({ exitCode: 0 });
  expect(readFileSync(workflow, "utf8")).toContain("run: test/projects/mac/check.sh");
});

test("it tells the UI tests what they ask their environment for", () => {
  const uiTests = new URL("../../templates/ios/AppUITests/Person.swift", import.meta.url);
  const asked = [...readFileSync(uiTests, "utf8").matchAll(/environment\["(\w+)"\]/gu)].map(
    ([, name]) => name,
  );
  expect(asked).toHaveLength(3);
  for (const name of asked) expect(script).toContain(`TEST_RUNNER_${name}=`);
});
