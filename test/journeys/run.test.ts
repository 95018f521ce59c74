import { expect, test } from "vitest";
import { appsOf, createJobWorld, expire, leftIn } from "../support/ephemeral-apps.ts";
import { keys, startOnTerminal } from "../support/pty.ts";
import { nodePath } from "../support/run-cli.ts";

/** A command that counts its Ctrl-Cs, and ends by itself a moment after `last`. */
function counting(last: number): readonly string[] {
  const code = `let count = 0;
    process.on("SIGINT", () => {
      count += 1;
      if (count === ${last}) setTimeout(() => { console.log("stopped after " + count); process.exit(9); }, 400);
      else console.log("not yet");
    });
    setInterval(() => {}, 1000);
    console.log("ready");`;
  return [nodePath(), "-e", code];
}

async function jobOnTerminal() {
  const { world, org, env } = await createJobWorld();
  const { CI: _ci, ...rest } = env;
  return { world, org, env: rest };
}

test("Ctrl-C reaches the command once, which ends as it likes; then the app is removed", async () => {
  const { world, org, env } = await jobOnTerminal();
  const terminal = startOnTerminal(world, ["run", "--", ...counting(1)], env);
  await terminal.see("Create an ephemeral app");
  await terminal.see("ready");
  terminal.type(keys.controlC);
  await terminal.see("stopped after 1");
  await terminal.see("Delete the app");
  expect(await terminal.exitCode).toBe(9);
  expect(await leftIn(org)).toEqual([]);
});

test("Ctrl-C of a command that does not listen to it removes the app: exit 130", async () => {
  const { world, org, env } = await jobOnTerminal();
  const command = [nodePath(), "-e", "setInterval(() => {}, 1000); console.log('ready')"];
  const terminal = startOnTerminal(world, ["run", "--", ...command], env);
  await terminal.see("ready");
  terminal.type(keys.controlC);
  await terminal.see("Delete the app");
  expect(await terminal.exitCode).toBe(130);
  expect(await leftIn(org)).toEqual([]);
});

test("a second Ctrl-C quits at once and names what is left", async () => {
  const { world, org, env } = await jobOnTerminal();
  const terminal = startOnTerminal(world, ["run", "--", ...counting(9)], env);
  await terminal.see("ready");
  terminal.type(keys.controlC);
  await terminal.see("not yet");
  // The program may have got the first one later than its command, and takes two within half a second for one.
  const again = setInterval(() => terminal.type(keys.controlC), 700);
  await terminal.see("Stopped immediately");
  clearInterval(again);
  await terminal.see("Left behind");
  expect(await terminal.exitCode).toBe(130);
  const [app] = await appsOf(org);
  expect(terminal.text()).toContain(`okta-unlock apps delete ${app!.id}`);
});

test("a closed window ends the command, and the app is removed", async () => {
  const { world, org, env } = await jobOnTerminal();
  const command = [nodePath(), "-e", "setInterval(() => {}, 1000); console.log('ready')"];
  const terminal = startOnTerminal(world, ["run", "--", ...command], env);
  await terminal.see("ready");
  expect(await appsOf(org)).toHaveLength(1);
  terminal.hangUp();
  await expect.poll(() => leftIn(org), { interval: 200 }).toEqual([]);
});

test.each([
  ["y", 0, 0],
  ["n", 130, 1],
])("prune shows what it is going to remove and asks; %s is obeyed", async (answer, exitCode, left) => {
  const { world, org, env } = await jobOnTerminal();
  await world.run(["apps", "create", "--ephemeral", "--name", "Demo"], { env: { ...env, CI: "1" } });
  const [app] = await appsOf(org);
  await expire(org, app!.id);
  const terminal = startOnTerminal(world, ["apps", "prune"], env);
  await terminal.see(app!.id);
  await terminal.see("Remove it?");
  terminal.type(`${answer}${keys.enter}`);
  expect(await terminal.exitCode).toBe(exitCode);
  expect(await appsOf(org)).toHaveLength(left);
});
