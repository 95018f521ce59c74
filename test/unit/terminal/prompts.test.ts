import { PassThrough } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { createPrompts } from "../../../src/terminal/prompts.ts";
import { createSecretRegistry } from "../../../src/terminal/secrets.ts";

afterEach(() => void vi.unstubAllEnvs());

test.each([
  { term: "xterm", next: "x\u007Fme\n" },
  // Node's readline knows no backspace there.
  { term: "dumb", next: "acme\n" },
])(
  "a refused answer is not the end of a question on a terminal of the kind $term",
  async ({ term, next }) => {
    vi.stubEnv("TERM", term);
    const [stdin, stderr] = [new PassThrough(), new PassThrough()];
    let text = "";
    stderr.on("data", (part: Buffer) => (text += part.toString()));
    const prompts = createPrompts({
      process: { stdin, stderr } as unknown as NodeJS.Process,
      secrets: createSecretRegistry(),
      signal: new AbortController().signal,
      interaction: { canAsk: true },
    });
    const validate = (answer: string): true | string => answer === "acme" || "Only acme.";
    const answered = prompts.input({ message: "Name:", validate });
    while (!text.includes("Name:")) await delay(10);
    stdin.write("ac\n");
    while (!text.includes("Only acme.")) await delay(10);
    stdin.write(next);
    expect(await answered).toBe("acme");
  },
);
