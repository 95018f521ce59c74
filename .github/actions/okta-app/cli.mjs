import { spawn } from "node:child_process";

const isWindows = process.platform === "win32";

/** An input as the runner hands it over; empty when it was not given. */
export function input(name) {
  return (process.env[`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`] ?? "").trim();
}

/** Tells the runner something. A line break would end the command, and the rest could be another. */
export function command(name, text) {
  const data = text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  process.stdout.write(`::${name}::${data}\n`);
}

export function fail(error) {
  command("error", error.message);
  process.exitCode = 1;
}

/** Before anything else is said. The runner masks line by line. */
export function maskSecrets() {
  const lines = [input("token"), input("private-key")].flatMap((secret) => secret.split(/[\r\n]+/));
  for (const line of lines) if (line.length > 5 && !line.startsWith("-----")) command("add-mask", line);
}

/**
 * Runs okta-unlock to its end. No value of an input is ever an argument: all go by the environment, so that no shell reads
 * them, and no list of processes shows them.
 */
export async function runCli(line, values) {
  let child;
  // Listened for first: between the start of the CLI and the first listener a signal would end this process, and not the CLI.
  passSignals(() => child?.pid);
  child = start([...cli(), ...line.split(" ")], {
    env: { ...process.env, ...safeSearch, ...given({ ...signIn(), ...values }) },
    stdio: ["ignore", "pipe", "inherit"],
    // A group of processes of its own: npx passes no signal on to what it runs. https://github.com/npm/cli/issues/6684
    detached: !isWindows,
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
    process.stdout.write(text);
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ exitCode: code ?? 1, stdout }));
  });
}

/** Keeps cmd.exe from an npx of the workspace, which is somebody's repository. */
const safeSearch = isWindows ? { NoDefaultCurrentDirectoryInExePath: "1" } : {};

/** On Windows npx is a batch file, which only a shell starts; what it gets is written in this file. */
function start([program, ...args], options) {
  if (!isWindows || program !== "npx") return spawn(program, args, options);
  return spawn([program, ...args].join(" "), { ...options, shell: true });
}

function cli() {
  if (input("cli")) return [process.execPath, input("cli")];
  const version = input("version");
  if (!/^\w[\w.-]*$/.test(version)) throw new Error(`version can't be ${version}.`);
  return ["npx", "--yes", `okta-unlock@${version}`];
}

/** By the names that every Okta SDK reads. What no input says is left to the environment of the job. */
function signIn() {
  if (input("token") && input("private-key")) throw new Error("token and private-key: give one of them.");
  const org = { OKTA_CLIENT_ORGURL: input("org-url"), OKTA_UNLOCK_ORG: input("org-url") };
  if (input("token"))
    return { ...org, OKTA_CLIENT_AUTHORIZATIONMODE: "SSWS", OKTA_CLIENT_TOKEN: input("token") };
  if (!input("private-key")) return org;
  return {
    ...org,
    OKTA_CLIENT_AUTHORIZATIONMODE: "PrivateKey",
    OKTA_CLIENT_CLIENTID: input("client-id"),
    OKTA_CLIENT_PRIVATEKEY: input("private-key"),
    OKTA_CLIENT_KEYID: input("key-id"),
    OKTA_CLIENT_SCOPES: input("scopes"),
  };
}

/** False when neither the inputs nor the environment of the job say who signs in. */
export function hasCredential() {
  const { OKTA_CLIENT_TOKEN, OKTA_CLIENT_PRIVATEKEY } = process.env;
  return Boolean(input("token") || input("private-key") || OKTA_CLIENT_TOKEN || OKTA_CLIENT_PRIVATEKEY);
}

function given(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value));
}

/**
 * A cancelled job gets SIGINT, 7.5 s later SIGTERM, and 2.5 s later its end, and only this process gets them. On Windows
 * that are Ctrl-C and Ctrl-Break, which the console gives to the child, too, and a signal from here would kill it.
 */
function passSignals(getGroup) {
  for (const name of isWindows ? ["SIGINT", "SIGBREAK"] : ["SIGINT", "SIGTERM"]) {
    process.on(name, () => {
      if (!isWindows) signalGroup(getGroup(), name);
    });
  }
}

function signalGroup(id, name) {
  if (id === undefined) return;
  try {
    process.kill(-id, name);
  } catch {
    // It has ended, or never began.
  }
}
