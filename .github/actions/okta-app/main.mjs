import { appendFileSync } from "node:fs";
import { command, fail, hasCredential, input, maskSecrets, runCli } from "./cli.mjs";

const names = { ios: "iOS App", android: "Android App", "react-native": "React Native App" };

maskSecrets();
try {
  const app = {
    OKTA_UNLOCK_NAME: input("name") || nameOf(input("platform")),
    OKTA_UNLOCK_REDIRECT_URI: input("redirect-uri"),
    OKTA_UNLOCK_POST_LOGOUT_REDIRECT_URI: input("post-logout-redirect-uri"),
    OKTA_UNLOCK_TTL: input("ttl"),
  };
  // The CLI writes the outputs and the summary itself: their files are those of this step.
  const { exitCode, stdout } = await runCli("apps create native --ephemeral --format env --yes", app);
  // Also when it ended badly: what it named is there.
  const [, id] = /^OKTA_APP_ID=(0oa\w+)$/m.exec(stdout) ?? [];
  if (id) appendFileSync(process.env.GITHUB_STATE, `app-id=${id}\n`);
  if (exitCode !== 0 && !hasCredential()) command("warning", explainNoCredential());
  process.exitCode = exitCode;
} catch (error) {
  fail(error);
}

/** A secret that the job may not have arrives as an empty input. https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request */
function explainNoCredential() {
  const empty = "The inputs token and private-key are empty.";
  if (!process.env.GITHUB_EVENT_NAME?.startsWith("pull_request")) {
    return `${empty} Does the repository, or the environment of this job, have the secrets that the workflow names?`;
  }
  const own = "github.event.pull_request.head.repo.full_name == github.repository";
  return `${empty} GitHub gives no secrets to pull requests from forks or from Dependabot. To skip this job there: if: github.event_name != 'pull_request' || ${own}`;
}

function nameOf(platform) {
  if (Object.hasOwn(names, platform)) return names[platform];
  throw new Error(`platform can't be ${platform}. Possible are ${Object.keys(names).join(", ")}.`);
}
