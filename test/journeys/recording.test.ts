import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { Terminal } from "@xterm/headless";
import { expect, onTestFinished, test } from "vitest";
import { keys, startProgramOnTerminal, type TerminalRun } from "../support/pty.ts";
import { drawLastFrame, drawRecording, readLastFrame } from "../support/recording-svg.ts";
import { createWorld } from "../support/run-cli.ts";
import { ScreenRecording } from "../support/screen-recording.ts";

const images = new URL("../../docs/images/", import.meta.url);
/** `DRAW_PICTURES=1` records it anew. */
const draws = process.env["DRAW_PICTURES"] === "1";
const rows = 30;
const window = {
  columns: 80,
  rows,
  title:
    "A terminal: okta-unlock create my-app asks five questions, shows its plan, and makes the app and the project",
};

test.skipIf(process.platform === "win32")(
  "the recording in the README ends as create ends today; DRAW_PICTURES=1 records it anew",
  async () => {
    const { frames } = await record();
    const svg = drawRecording(frames, window);
    const still = drawLastFrame(frames, window);
    if (draws) {
      writeFileSync(new URL("create.svg", images), svg);
      writeFileSync(new URL("create-still.svg", images), still);
    }
    const today = readLastFrame(svg).map(leaveOutWhatDiffers);
    expect(today).toContain("✔ My App is ready: 58 files.");
    for (const name of ["create.svg", "create-still.svg"]) {
      const recorded = readLastFrame(readFileSync(new URL(name, images), "utf8"));
      expect(recorded.map(leaveOutWhatDiffers), name).toEqual(today);
    }
  },
);

async function record(): Promise<ScreenRecording> {
  const world = createWorld();
  // A short path, so that no line breaks elsewhere than on another system.
  const cwd = realpathSync(mkdtempSync("/tmp/ada-"));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  const env = { PS1: "$ ", COLORTERM: "" };
  const shell = startProgramOnTerminal({ env: world.env, cwd }, ["/bin/sh"], env, rows);
  const terminal = new Terminal({ cols: window.columns, rows, scrollback: 200, allowProposedApi: true });
  const recording = new ScreenRecording(terminal, nameAsUsersDo(cwd));
  shell.watch((data) => recording.write(data));
  await play(shell, recording);
  shell.type(keys.controlD);
  await shell.exitCode;
  return recording;
}

/** The folder and the port that are free here, in place of those that most users have. */
function nameAsUsersDo(cwd: string): (text: string) => string {
  return (text) => text.replaceAll(cwd, "/home/ada").replaceAll(/localhost:\d+/gu, "localhost:8643");
}

/** Client IDs, and the password of the local org. */
function leaveOutWhatDiffers(line: string): string {
  return line.replaceAll(/0oa\w+/gu, "0oa…").replaceAll(/Local-\S+/gu, "Local-…");
}

async function play(shell: TerminalRun, recording: ScreenRecording): Promise<void> {
  const type = async (text: string): Promise<void> => {
    for (const letter of text) {
      shell.type(letter);
      await settle();
      await recording.hold(55);
    }
  };
  const answer = async (question: string, ...answers: readonly string[]): Promise<void> => {
    await shell.see(question);
    await settle();
    await recording.hold(1200);
    for (const [index, key] of answers.entries()) {
      shell.type(key);
      await settle();
      await recording.hold(index === answers.length - 1 ? 250 : 600);
    }
  };
  await shell.see("$ ");
  await settle();
  await recording.hold(800);
  await type("okta-unlock create my-app");
  await recording.hold(500);
  shell.type(keys.enter);
  await answer("A local one", keys.enter);
  await answer("React Native", keys.enter);
  await answer("What is the app called?", keys.enter);
  await answer("Bundle ID", keys.enter);
  await answer("A face or a fingerprint only", keys.enter);
  await shell.see("Continue?");
  await settle();
  await recording.hold(5000);
  shell.type(keys.enter);
  const isOver = shell.see("$ ").then(() => true);
  while (!(await Promise.race([isOver, delay(15, false)]))) await recording.hold(300);
  await settle();
  await recording.hold(4000);
}

/** Until what was typed is drawn. */
async function settle(): Promise<void> {
  await delay(60);
}
