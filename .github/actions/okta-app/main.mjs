import { appendFileSync } from "node:fs";
import { fail, input, maskSecrets, runCli } from "./cli.mjs";

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
  process.exitCode = exitCode;
} catch (error) {
  fail(error);
}

function nameOf(platform) {
  if (Object.hasOwn(names, platform)) return names[platform];
  throw new Error(`platform can't be ${platform}. Possible are ${Object.keys(names).join(", ")}.`);
}
