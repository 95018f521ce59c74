import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { afterAll } from "vitest";
import type { ToolResult } from "./swift-toolchain.ts";

/** The tools that `AndroidTools.java` runs. */
export type JavaTool = "kotlinc" | "javac" | "merger" | "junit";

export type RunJava = (tool: JavaTool, args: readonly string[]) => Promise<ToolResult>;

/** Most of what is compiled is compiled once: the slower compiler of the JVM, which starts at once, is the faster one. */
export const javaOptions = ["-Xmx2g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"];

/**
 * Starts the Java process that runs all the tools, one after another, until the tests of the file are at an end. To
 * be called where tests are collected, not in one of them.
 * `classPath` is that of the process.
 */
export function startJavaTools(classPath: readonly string[]): RunJava {
  const process = execa("java", [...javaOptions, "-cp", classPath.join(":"), "AndroidTools"], {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "pipe",
    buffer: { stdout: false },
    reject: false,
  });
  const folder = mkdtempSync(join(tmpdir(), "okta-unlock-java-"));
  const answers = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
  afterAll(async () => {
    process.stdin.end();
    await process;
    rmSync(folder, { recursive: true });
  });
  let before: Promise<unknown> = Promise.resolve();
  let runs = 0;
  const ask = async (tool: JavaTool, args: readonly string[]): Promise<ToolResult> => {
    const file = join(folder, `${runs++}.args`);
    writeFileSync(file, `${args.join("\n")}\n`);
    process.stdin.write(`${tool} ${file}\n`);
    const { value, done } = await answers.next();
    if (done === true) throw new Error(`The Java tools ended: ${(await process).stderr}`);
    const [code, said = ""] = value.split(" ");
    // Of the process itself, such as a crash of the JVM.
    if (!/^\d+$/u.test(code ?? "")) return { ok: false, output: value };
    return { ok: code === "0", output: Buffer.from(said, "base64").toString("utf8") };
  };
  return (tool, args) => {
    const run = before.then(() => ask(tool, args));
    before = run.catch(() => {});
    return run;
  };
}
