import { command, maskSecrets, runCli } from "./cli.mjs";

const appId = process.env["STATE_app-id"] ?? "";

maskSecrets();
if (/^0oa\w+$/.test(appId)) await remove(appId);
else process.stdout.write("No app was made, or it was taken back.\n");

/** The job is not to blame for an app that stays: a warning, and the exit code is good. */
async function remove(id) {
  try {
    const { exitCode } = await runCli(`apps delete ${id} --yes`, {});
    if (exitCode === 0) return;
    warn(id, `okta-unlock ended with exit code ${exitCode}.`);
  } catch (error) {
    warn(id, error.message);
  }
}

function warn(id, why) {
  const next = "It is removed, once it has expired, by: npx okta-unlock apps prune";
  command("warning", `The Okta app ${id} could not be deleted: ${why} ${next}`);
}
