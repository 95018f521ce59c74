import { answerRows } from "../../project/answers.ts";
import type { Topic, TopicRow } from "./topic.ts";

type Rows = Readonly<Record<string, string>>;

const org: Rows = {
  OKTA_UNLOCK_ORG: "the org, as `--org`: a profile, a URL, or `local`",
  OKTA_CLIENT_ORGURL: "the URL of the org, as in Okta's SDKs",
  OKTA_CLIENT_TOKEN: "an API token",
  OKTA_CLIENT_AUTHORIZATIONMODE: "`SSWS` for an API token (the default), `PrivateKey` for a service app",
  OKTA_CLIENT_CLIENTID: "the client ID of the service app",
  OKTA_CLIENT_PRIVATEKEY: "its private key: PEM, JWK, or the path of a file",
  OKTA_CLIENT_KEYID: "the ID of that key, when the app has several",
  OKTA_CLIENT_PRIVATEKEYID: "the same, by the name that some of Okta's SDKs use",
  OKTA_CLIENT_SCOPES: "the scopes of the service app",
};

const registration: Rows = {
  OKTA_CLI_REGISTRATION_URL: "a server that speaks the protocol of Okta's old CLI, for `register`",
  OKTA_CLI_REGISTRATION_ID: "the ID of the registration form there",
  OKTA_UNLOCK_REGISTRATION_INTERVAL: "seconds between two requests to it, 0.05 to 60",
  OKTA_UNLOCK_FIRST_NAME: "as `register --first-name`",
  OKTA_UNLOCK_LAST_NAME: "as `register --last-name`",
  OKTA_UNLOCK_EMAIL: "as `register --email`",
  OKTA_UNLOCK_COUNTRY: "as `register --country`",
};

const apps: Rows = {
  OKTA_UNLOCK_ASSIGN: "as `--assign`: who may use the app",
  OKTA_UNLOCK_IMPLICIT_ASSIGNMENT: "as `--implicit-assignment`",
  OKTA_UNLOCK_AUTHORIZATION_SERVER: "as `--authorization-server`",
  OKTA_UNLOCK_SIGN_ON_POLICY: "as `--sign-on-policy`",
  OKTA_UNLOCK_RUN_ID: "as `--run-id`: names the run that a temporary app is for",
  OKTA_UNLOCK_TTL: "as `--ttl`: how long a temporary app is kept",
  OKTA_UNLOCK_ISSUER: "as `doctor --issuer`",
  OKTA_UNLOCK_CLIENT_ID: "as `doctor --client-id`",
  OKTA_UNLOCK_GUIDE: "as `samples build --guide`",
  OKTA_UNLOCK_OUT: "as `samples build --out`",
};

const network: Rows = {
  HTTPS_PROXY: "the HTTP proxy for https addresses; in lower case as well",
  HTTP_PROXY: "the HTTP proxy for http addresses; in lower case as well",
  NO_PROXY: "the hosts that are reached without a proxy; in lower case as well",
  NODE_EXTRA_CA_CERTS: "a file with certificate authorities that Node trusts as well",
  OKTA_UNLOCK_TIMEOUT: "seconds that one request may take, at most 600 (default: 30)",
  OKTA_UNLOCK_PORT: "the port of the local org, as `local start --port`",
};

const terminal: Rows = {
  NO_COLOR: "any value: no colors",
  FORCE_COLOR: "colors also where no terminal shows them; 0 for none",
  TERM: "`dumb`: no colors",
  CI: "set by CI systems: no questions, no browser",
  BROWSER: "the program that opens pages; `none` for no browser",
  OKTA_UNLOCK_BROWSER: "the same, for okta-unlock alone; it comes before BROWSER",
  SSH_CONNECTION: "set over SSH: no browser, unless BROWSER names one",
  SSH_TTY: "the same",
  DISPLAY: "set where a Linux desktop can show a browser",
  WAYLAND_DISPLAY: "the same",
  WSL_DISTRO_NAME: "set in Windows Subsystem for Linux, where the browser of Windows opens",
  MSYSTEM: "set by Git Bash on Windows: commands are quoted for bash",
  OKTA_UNLOCK_UPDATE_NOTICE: "`off`: says nothing of a newer version, and does not look for one",
  NO_UPDATE_NOTIFIER: "the same for this and other tools, with any value",
  OKTA_UNLOCK_COMPLETE: "the words of the line; the completion scripts set it",
};

const folders: Rows = {
  OKTA_UNLOCK_CONFIG_DIR: "the folder of profiles and secrets",
  OKTA_UNLOCK_DATA_DIR: "the folder of the local org",
  XDG_CONFIG_HOME: "on Linux, the folder above that of the profiles (default: ~/.config)",
  XDG_DATA_HOME: "on Linux, the folder above that of the local org (default: ~/.local/share)",
  APPDATA: "on Windows, the folder above that of the profiles",
  LOCALAPPDATA: "on Windows, the folder above that of the local org, and that of the Android SDK",
  HOME: "the home folder",
  USERPROFILE: "the home folder on Windows",
};

const tools: Rows = {
  OKTA_UNLOCK_INSTALL: "as `create --install`",
  OKTA_UNLOCK_PACKAGE_MANAGER: "as `create --package-manager`",
  PATH: "where git, package managers and other programs are found",
  PATHEXT: "the endings of programs on Windows",
  SystemRoot: "the folder of Windows",
  USERDOMAIN: "the domain of the Windows user, who alone may read secret files",
  ANDROID_HOME: "the Android SDK, for `doctor`",
  ANDROID_SDK_ROOT: "the same, by its old name",
  JAVA_HOME: "the JDK, for `doctor`",
  GIT_DIR: "set by git for its hooks: `create` makes no repository then",
  GIT_WORK_TREE: "the same",
  PROJECT_CWD: "set by Yarn: the folder of its project",
  npm_config_user_agent: "set by package managers: which one `create --install` uses",
  npm_config_registry: "set by npm: the registry that is asked for a newer version",
};

const ci: Rows = {
  GITHUB_ACTIONS: "`true` in GitHub Actions: outputs, a summary and annotations are written",
  GITHUB_OUTPUT: "the file of the outputs",
  GITHUB_STEP_SUMMARY: "the file of the summary",
  GITHUB_WORKSPACE: "the folder that paths in annotations begin at",
  GITHUB_RUN_ID: "names the run of a temporary app, with the two below",
  GITHUB_RUN_ATTEMPT: "the attempt of that run",
  GITHUB_JOB: "the job of that run",
  CI_JOB_ID: "the same in GitLab",
  CIRCLE_WORKFLOW_JOB_ID: "the same in CircleCI",
  BUILDKITE_JOB_ID: "the same in Buildkite",
  SYSTEM_JOBID: "the same in Azure Pipelines, with BUILD_BUILDID",
  BUILD_BUILDID: "the build in Azure Pipelines",
  BITRISE_BUILD_SLUG: "the same in Bitrise",
  TRAVIS_JOB_ID: "the same in Travis CI",
  BUILD_TAG: "the same in Jenkins",
  TF_BUILD: "set by Azure Pipelines: no update notice",
  JENKINS_URL: "the same in Jenkins",
  TEAMCITY_VERSION: "the same in TeamCity",
  CODEBUILD_BUILD_ID: "the same in CodeBuild",
};

/** `help environment`, and docs/environment.md. A test compares it with what the source reads. */
export const environmentTopic: Topic = {
  title: "Environment variables",
  introduction: "A flag comes before the variable of the same meaning, and a variable before a question.",
  sections: [
    { title: "Org and sign-in", rows: toRows(org) },
    { title: "Registration", rows: toRows(registration) },
    { title: "Answers of a project", rows: listAnswers() },
    { title: "Apps and other flags", rows: toRows(apps) },
    { title: "Network", rows: toRows(network) },
    { title: "Terminal and browser", rows: toRows(terminal) },
    { title: "Folders", rows: toRows(folders) },
    { title: "Programs on this machine", rows: toRows(tools) },
    { title: "CI systems", rows: toRows(ci) },
  ],
};

function toRows(rows: Rows): readonly TopicRow[] {
  return Object.entries(rows).map(([name, meaning]) => ({ name, meaning }));
}

function listAnswers(): readonly TopicRow[] {
  return answerRows.flatMap(([, { variable, flag, help }]) =>
    variable === undefined ? [] : [{ name: variable, meaning: `as \`${flag.split(" ")[0]}\`: ${help}` }],
  );
}
