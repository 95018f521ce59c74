import { command, maskSecrets, runCli } from "./cli.mjs";

const id = process.env["STATE_app-id"] ?? "";

maskSecrets();
if (/^0oa\w+$/.test(id)) await remove(id);
else console.log("No app was made, or it was taken back.");

/** The job is not to blame for an app that stays: a warning, and the exit code is good. */
async function remove(id) {
  try {
    const { exitCode } = await runCli(`apps delete ${id} --yes`, {});
    if (exitCode === 0) return;
    warn(`okta-unlock ended with exit code ${exitCode}.`);
  } catch (error) {
    warn(error.message);
  }
}

function warn(why) {
  const next = "It is removed, once it has expired, by: npx okta-unlock apps prune";
  command("warning", `The Okta app ${id} could not be deleted: ${why} ${next}`);
}
