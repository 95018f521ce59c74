import { setVariable } from "../hints.ts";
import { accessSync, appendFileSync, closeSync, constants, openSync } from "node:fs";
import { relative } from "node:path";
import type { Context, SecretRegistry } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";
import { escapeControls } from "./escape-controls.ts";
import type { CiReport } from "./ci-report.ts";
import { writeMarkdown } from "./ci-report.ts";

/** What a run tells GitHub Actions: the one place that knows its files and its workflow commands. */
export interface GitHub {
  /** Throws `missing-input` or `directory-unusable` when --github-output was given and there is no file to write to. */
  assertReady(): void;
  /** Lets the runner mask a secret in whatever it logs. */
  mask(secret: string): void;
  /** Text that the runner takes for no command of ours, whatever a label in it says. */
  readonly guard: (text: string) => string;
  /** Shows an error on the page of the workflow run. */
  annotate(error: OktaUnlockError): void;
  /** Shows what is wrong with files beside their lines; GitHub shows ten at most. */
  annotateFiles(annotations: readonly Annotation[]): void;
  /** Writes the outputs of the step, and its part of the summary. */
  publish(report: CiReport): void;
}

/** What is wrong with a line of a file. */
export interface Annotation {
  /** Absolute path of the file. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

export interface GitHubSettings {
  readonly env: Context["env"];
  readonly secrets: SecretRegistry;
  /** --json: commands for the runner would be something else than one object on stderr. */
  readonly json: boolean;
  /** --github-output: outputs that can't be written are an error, not a warning. */
  readonly isRequired: boolean;
  /** Writes to stderr, unmasked: the runner reads commands from both streams, and stdout is for data. */
  readonly write: (text: string) => void;
}

/**
 * Files: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#environment-files. Commands are
 * written only where a runner reads them.
 */
export function createGitHub(settings: GitHubSettings): GitHub {
  const { env, secrets, write, isRequired } = settings;
  const hasRunner = env["GITHUB_ACTIONS"] === "true" && !settings.json;
  return {
    assertReady() {
      if (isRequired) assertWritable(env["GITHUB_OUTPUT"]);
    },
    mask(secret) {
      if (hasRunner) write(formatMaskCommands(secret));
    },
    guard: guardCommands,
    annotate(error) {
      // That a job was cancelled its page says itself, but not what that left behind.
      const isKnown = error.code === "interrupted" && error.details.length === 0;
      if (hasRunner && !isKnown) write(secrets.mask(formatErrorCommand(error)));
    },
    annotateFiles(annotations) {
      if (!hasRunner) return;
      const root = env["GITHUB_WORKSPACE"] ?? "";
      const commands = annotations.slice(0, mostAnnotations).map((each) => formatFileCommand(each, root));
      write(secrets.mask(commands.join("")));
    },
    publish(report) {
      const files = {
        GITHUB_OUTPUT: () => writeOutputs(report.outputs ?? {}),
        GITHUB_STEP_SUMMARY: () => writeMarkdown(report, secrets),
      };
      for (const [name, text] of Object.entries(files)) append(env[name], text());
    },
  };

  function append(path: string | undefined, text: string): void {
    if (path === undefined || path === "" || text === "") return;
    try {
      appendText(path, text);
    } catch (error) {
      if (isRequired) throw createNotWritableError(path, error);
      if (!settings.json) write(`! ${path} could not be written: ${(error as Error).message}\n`);
    }
  }
}

function assertWritable(path: string | undefined): void {
  if (path === undefined || path === "") {
    throw new OktaUnlockError("missing-input", {
      message: "--github-output has no file to write to.",
      why: "GITHUB_OUTPUT, which GitHub Actions sets, is not set.",
      next: `Leave the flag out, or name a file: ${setVariable("GITHUB_OUTPUT", "outputs.txt")}`,
    });
  }
  try {
    appendText(path, "");
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw createNotWritableError(path, error);
  }
}

/** A pipe that nobody reads is an error at once: it would hold up the whole process, deaf to every signal. */
function appendText(path: string, text: string): void {
  // Windows has no O_NONBLOCK, which counts as 0 then.
  const { O_APPEND, O_CREAT, O_NONBLOCK, O_WRONLY } = constants;
  const descriptor = openSync(path, O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK, 0o666);
  try {
    if (text !== "") appendFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}

function createNotWritableError(path: string, cause: unknown): OktaUnlockError {
  return new OktaUnlockError("directory-unusable", {
    message: `The outputs can't be written to ${path}.`,
    why: (cause as Error).message,
    next: `Name another file: ${setVariable("GITHUB_OUTPUT", "outputs.txt")}`,
    cause,
  });
}

/** Each value between two lines that it can't hold, so that no value makes another one. */
function writeOutputs(outputs: Readonly<Record<string, string | null>>): string {
  return Object.entries(outputs)
    .map(([name, value]) => {
      const end = `end-${crypto.randomUUID()}`;
      return value === null ? "" : `${name}<<${end}\n${value}\n${end}\n`;
    })
    .join("");
}

const shortestPart = 6;

/** The lines of a key each for itself: the runner masks line by line. Its first and last line are no secret. */
function formatMaskCommands(secret: string): string {
  return secret
    .split(/[\r\n]+|\\n/u)
    .map((line) => line.trim())
    .filter((line) => line.length >= shortestPart && !line.startsWith("-----"))
    .map((line) => `::add-mask::${escapeData(line)}\n`)
    .join("");
}

function formatErrorCommand({ code, message, why, details, next }: OktaUnlockError): string {
  const lines = [[message, why].filter(Boolean).join(" "), ...details, `Next: ${next}`].map(escapeControls);
  return `::error title=${escapeProperty(`okta-unlock: ${code}`)}::${escapeData(lines.join("\n"))}\n`;
}

/** GitHub shows no more errors of one step. The error that ends the run is one, too. */
const mostAnnotations = 9;

/** GitHub knows a file by its path in the repository. */
function formatFileCommand({ path, line, message }: Annotation, root: string): string {
  const file = (root === "" ? path : relative(root, path)).replaceAll("\\", "/");
  const properties = `file=${escapeProperty(escapeControls(file))},line=${line}`;
  return `::error ${properties}::${escapeData(escapeControls(message))}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/**
 * The runner obeys `::` at the beginning of a line, after any space, and `##[` anywhere:
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs. JSON stays JSON: a line of it never begins
 * with a colon, and the escape means the same there.
 */
function guardCommands(text: string): string {
  return text
    .replaceAll("##[", String.raw`#\u0023[`)
    .replaceAll(/^(\s*):(?=:)/gmu, (_all, space: string) => `${space}${String.raw`\u003a`}`);
}
