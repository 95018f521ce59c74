import { PassThrough } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Style } from "../../../src/context.ts";
import { OktaUnlockError } from "../../../src/errors.ts";
import { hint } from "../../../src/hints.ts";
import { writeMarkdown } from "../../../src/terminal/ci-report.ts";
import { reportError } from "../../../src/terminal/error-report.ts";
import { createGitHub } from "../../../src/terminal/github.ts";
import { createLog } from "../../../src/terminal/log.ts";
import { createOutput } from "../../../src/terminal/output.ts";
import { createPrompts } from "../../../src/terminal/prompts.ts";
import { createSecretRegistry } from "../../../src/terminal/secrets.ts";
import { createSession } from "../../../src/terminal/session.ts";
import { formatColumns, formatTable } from "../../../src/terminal/table.ts";

/** Colors, a title, the clipboard, a cleared screen, C1 forms of the same, a new line, reversed text: what no org may do here. */
const hostile =
  "A\u001B[31mR\u001B]0;pwn\u0007\u001B]52;c;cHdu\u0007\u001B[2J\r\n::error::forged\u009B31m\u009D0;x\u009C\u202Efdp.exe\u2066\u2028B\uFDD0C\uFDD1";

const secrets = createSecretRegistry();
const interaction = { canAsk: true, isUnattended: false, yes: false, json: false, verbose: true };

/** All that a terminal got. */
async function openTerminal(settings: { readonly isTTY?: boolean; readonly colors?: boolean } = {}) {
  let text = "";
  const stream = {
    isTTY: settings.isTTY ?? false,
    columns: 2000,
    write(part: string, done?: () => void) {
      text += part;
      done?.();
      return true;
    },
  };
  const env = settings.colors === true ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" };
  const output = await createOutput(stream, { env, color: true, secrets });
  return { output, text: () => text };
}

type Terminal = Awaited<ReturnType<typeof openTerminal>>;

function talk({ output }: Terminal, json = false) {
  return createLog(output, { json, verbose: true });
}

const render = (label: string, style: Style): string => `${style.bad("-")} ${label}`;
const error = new OktaUnlockError("okta-refused", {
  message: hostile,
  why: hostile,
  next: hostile,
  details: [hostile],
});

const ways: Readonly<Record<string, (terminal: Terminal) => unknown>> = {
  "log.info": (terminal) => talk(terminal).info(hostile),
  "log.success": (terminal) => talk(terminal).success(hostile),
  "log.warn": (terminal) => talk(terminal).warn(hostile),
  "log.debug": (terminal) => talk(terminal).debug(hostile),
  "log.show": (terminal) => talk(terminal).show(hostile, render),
  "log.show, deep in data": (terminal) =>
    talk(terminal).show({ apps: [{ label: hostile }] }, ({ apps }) => apps[0]?.label ?? ""),
  "log.notice": (terminal) => talk(terminal).notice(hostile, render, {}),
  "log.notice as JSON": (terminal) => talk(terminal, true).notice(hostile, render, { label: hostile }),
  "a step": (terminal) => talk(terminal).step(hostile, async (update) => update(hostile)),
  "a failed step": (terminal) =>
    createLog({ ...terminal.output, isTerminal: true, draw: () => {} }, { json: false, verbose: false })
      .step(hostile, async () => Promise.reject(new Error("no")))
      .catch(() => undefined),
  "an error": ({ output }) => reportError(error, output, { json: false }),
  "an error as JSON": ({ output }) => reportError(error, output, { json: true }),
  "a result": ({ output }) => present(output, interaction),
  "a result as JSON": ({ output }) => present(output, { ...interaction, json: true }),
  "a list": async ({ output }) => presentList(output, interaction),
  "a list as JSON": async ({ output }) => presentList(output, { ...interaction, json: true }),
  "a table": ({ output }) => output.write(formatTable([["Name", hostile]], output.style, output.width)),
  columns: ({ output }) => output.write(formatColumns([["NAME"], [hostile]], output.style, output.width)),
  "an annotation": ({ output }) => gitHub((text) => output.write(text)).annotate(error),
  "the summary": ({ output }) =>
    output.write(
      writeMarkdown(
        { title: hostile, tables: [{ head: ["a"], rows: [[hostile]] }], warnings: [hostile] },
        secrets,
      ),
    ),
};

function present(output: Terminal["output"], how: typeof interaction): void {
  const context = { interaction: how } as Parameters<typeof createSession>[0];
  createSession(context, { stdout: output, stderr: output }).present(
    { app: { label: hostile } },
    { stdout: ({ app }, style) => render(app.label, style), stderr: ({ app }) => app.label },
  );
}

async function presentList(output: Terminal["output"], how: typeof interaction): Promise<void> {
  const context = { interaction: how } as Parameters<typeof createSession>[0];
  const view = {
    name: "apps",
    heading: () => "",
    row: ({ label }: { readonly label: string }) => label,
    empty: () => "",
    stderr: ({ label }: { readonly label: string }) => label,
  };
  await createSession(context, { stdout: output, stderr: output }).presentList(view, async (print) => {
    await print([{ label: hostile }]);
    return { label: hostile };
  });
}

function gitHub(write: (text: string) => void) {
  return createGitHub({ env: { GITHUB_ACTIONS: "true" }, secrets, json: false, isRequired: false, write });
}

const controls = /[\p{Cc}\u202A-\u202E\u2028\u2029\u2066-\u2069\uFDD0\uFDD1]/gu;

test.each(Object.keys(ways))("a hostile text is shown and not obeyed in %s", async (name) => {
  const terminal = await openTerminal();
  await ways[name]?.(terminal);
  const shown = terminal.text().replaceAll("\n", "");
  expect(shown.match(controls) ?? []).toEqual([]);
  expect(shown).toContain("fdp");
});

test.each(Object.keys(ways))("a hostile text makes no line of its own in %s", async (name) => {
  const terminal = await openTerminal();
  await ways[name]?.(terminal);
  expect(
    terminal
      .text()
      .split("\n")
      .filter((line) => line.startsWith("::error::forged")),
  ).toEqual([]);
});

test.each(["log.info", "log.warn", "log.show", "log.notice", "a step", "an error", "a result", "a list"])(
  "a hostile text brings no color into %s, where colors are ours",
  async (name) => {
    const terminal = await openTerminal({ colors: true, isTTY: true });
    await ways[name]?.(terminal);
    const ours = terminal.text().replaceAll("\r\u001B[2K", "");
    expect(ours).not.toContain("A\u001B[31m");
    expect(
      ours
        .replaceAll(/\u001B\[[\d;]*m/gu, "")
        .replaceAll("\n", "")
        .match(controls) ?? [],
    ).toEqual([]);
  },
);

test("JSON with a hostile text is still the same JSON", async () => {
  const terminal = await openTerminal();
  terminal.output.writeJson({ label: hostile.replaceAll(/[\uFDD0\uFDD1]/gu, "") });
  expect(JSON.parse(terminal.text())).toEqual({ label: hostile.replaceAll(/[\uFDD0\uFDD1]/gu, "") });
});

test("a view that forgets to escape writes lines and our colors, and nothing else that a terminal obeys", async () => {
  const terminal = await openTerminal();
  terminal.output.write(hostile);
  expect(
    terminal
      .text()
      .replaceAll(/\n|\u001B\[31m/gu, "")
      .match(controls) ?? [],
  ).toEqual([]);
});

test.each(["input", "password", "select", "confirm"] as const)(
  "a hostile text is not obeyed in a question: %s",
  async (kind) => {
    const [stdin, stderr] = [new PassThrough(), new PassThrough()];
    let text = "";
    stderr.on("data", (part: Buffer) => (text += part.toString()));
    const prompts = createPrompts({
      process: { stdin, stderr } as unknown as NodeJS.Process,
      secrets,
      signal: new AbortController().signal,
      interaction,
    });
    const choices = [{ value: hostile, name: hostile, description: hostile }];
    const ask = {
      input: () => prompts.input({ message: hostile, default: hostile }),
      password: () => prompts.password({ message: hostile }),
      select: () => prompts.select({ message: hostile, choices }),
      confirm: () => prompts.confirm({ message: hostile, default: true }),
    }[kind];
    const answered = ask();
    while (!text.includes("fdp.exe")) await delay(10);
    stdin.write("\n");
    const expected = { input: hostile, password: "", select: hostile, confirm: true }[kind];
    expect(await answered).toBe(expected);
    expect(text).not.toMatch(/\u001B\]|\u0007|\u001B\[2J(?!\u001B)|[\u0080-\u009F\u202E\u2028]|^::error::/mu);
  },
);

test("a command in what is said of an answer stands on one line", async () => {
  const [stdin, stderr] = [new PassThrough(), Object.assign(new PassThrough(), { columns: 80 })];
  let text = "";
  stderr.on("data", (part: Buffer) => (text += part.toString()));
  const prompts = createPrompts({
    process: { stdin, stderr } as unknown as NodeJS.Process,
    secrets,
    signal: new AbortController().signal,
    interaction,
  });
  const validate = (answer: string): true | string =>
    answer !== "local" || `${"x".repeat(60)}: ${hint("whoami")}`;
  const answered = prompts.input({ message: "URL:", validate });
  while (!text.includes("URL:")) await delay(10);
  stdin.write("local\n");
  while (!text.includes("whoami")) await delay(10);
  expect(text).toContain("okta-unlock whoami");
  stdin.write("\u0015other\n");
  expect(await answered).toBe("other");
});

test("what is drawn is replaced by the next text, so that nothing is glued to a spinner", async () => {
  const terminal = await openTerminal({ isTTY: true });
  terminal.output.draw("⠏", "Take back what this run changed");
  terminal.output.write("✘ Stopped\n");
  expect(terminal.text()).toMatch(/changed\r\u001B\[2K✘ Stopped\n$/u);
});

test("what is drawn never takes more than a line, in letters of two columns either", async () => {
  let text = "";
  const stream = { isTTY: true, columns: 20, write: (part: string) => ((text = part), true) };
  const output = await createOutput(stream, { env: { NO_COLOR: "1" }, color: true, secrets });
  output.draw("-", "日本語日本語日本語日本語");
  expect(text).toBe("\r\u001B[2K- 日本語日本語日本…");
});
