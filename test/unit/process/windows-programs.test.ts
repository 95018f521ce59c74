import { ChildProcess } from "node:child_process";
import { EventEmitter } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

/**
 * What is started on Windows, with the real cross-spawn and real programs. Linux tells the case of a file's name, so the endings
 * are in lower case here. What Windows itself does with what is started was not tried.
 */
const system = Object.getOwnPropertyDescriptor(process, "platform")!;
Object.defineProperty(process, "platform", { ...system, value: "win32" });
const { createRunForeground, createSpawn, toShellExitCode } =
  await import("../../../src/process/child-process.ts");
const { openInBrowser } = await import("../../../src/terminal/browser.ts");
await import("execa");

const started: {
  file: string;
  args: readonly string[];
  windowsHide?: boolean;
  cwd?: string;
  envPairs: readonly string[];
}[] = [];
// It is there, but the types don't say so.
const prototype = ChildProcess.prototype as unknown as {
  spawn: (options: (typeof started)[number]) => number;
};
const { spawn: realSpawn } = prototype;
prototype.spawn = function noted(options) {
  started.push(options);
  return Reflect.apply(realSpawn, this, [options]);
};

const root = realpathSync(mkdtempSync(join(tmpdir(), "okta-unlock-programs-")));
const before = process.cwd();
afterAll(() => {
  process.chdir(before);
  Object.defineProperty(process, "platform", system);
  prototype.spawn = realSpawn;
  rmSync(root, { recursive: true, force: true });
});

const [repository, tools, packages] = [
  join(root, "repo"),
  join(root, "tools"),
  join(root, "repo/node_modules/.bin"),
];
const windows = join(root, "Windows");
const record = join(root, "ran.txt");
for (const folder of [tools, packages, join(windows, "System32")]) mkdirSync(folder, { recursive: true });
process.chdir(repository);

/** A program that says that it ran, and with what. Without a `#!` line, which no .exe has: the system hands it to sh. */
function writeProgram(path: string, ending = ""): void {
  writeFileSync(path, `echo "$0 $*" >> ${record}\n${ending}\n`);
  chmodSync(path, 0o755);
}

function readRan(): string {
  return existsSync(record) ? readFileSync(record, "utf8") : "";
}

const env = {
  Path: ["", ".", packages, tools].join(";"),
  PathExt: ".com;.exe;.bat;.cmd",
  SystemRoot: windows,
};
Object.assign(process.env, { PATHEXT: env.PathExt });

/** A process of Windows, to start children from. */
function windowsProcess(): NodeJS.Process & EventEmitter {
  const { execPath } = process;
  const made = { platform: "win32", env, execPath };
  return Object.assign(new EventEmitter(), made) as unknown as NodeJS.Process & EventEmitter;
}

const { signal } = new AbortController();
const spawn = createSpawn(windowsProcess(), signal);
const runForeground = createRunForeground(windowsProcess(), signal);

// What a repository plants.
for (const name of ["git", "adb", "certutil", "powershell", "taskkill", "firefox"]) {
  for (const ending of [".exe", ".cmd", ".bat", ".com", ""]) {
    writeProgram(join(repository, `${name}${ending}`));
    writeProgram(join(packages, `${name}${ending}`));
  }
}

beforeEach(() => {
  rmSync(record, { force: true });
  started.length = 0;
});

describe.skipIf(system.value !== "linux")("a program that we need is never one of the current folder", () => {
  test.each(["git", "adb", "firefox"])("%s, which is not installed, is not found", async (name) => {
    await expect(spawn(name, ["devices"])).rejects.toMatchObject({ code: "ENOENT" });
    const around = {
      env: { ...env, BROWSER: name },
      platform: "win32",
      interaction: { canAsk: true },
    } as const;
    expect(await openInBrowser(around, "https://acme.okta.com")).toBe(false);
    expect(readRan()).toBe("");
    expect(started).toEqual([]);
  });

  test("git is that of the PATH, by its path, in the folder that was asked for", async () => {
    writeProgram(join(tools, "git.exe"), "echo installed");
    const folder = join(root, "staging");
    mkdirSync(folder);
    expect(await spawn("git", ["init"], { cwd: folder })).toMatchObject({ exitCode: 0, stdout: "installed" });
    expect(started).toMatchObject([{ file: join(tools, "git.exe"), cwd: folder }]);
    expect(started[0]?.envPairs).toContain("NoDefaultCurrentDirectoryInExePath=1");
    rmSync(join(tools, "git.exe"));
  });

  test.each(["certutil", "taskkill"])("%s is that of the system, in the folder of Node", async (name) => {
    writeProgram(join(tools, `${name}.exe`), "exit 3");
    writeProgram(join(windows, "System32", `${name}.exe`), "echo system");
    expect(await spawn(name, ["x"])).toMatchObject({ exitCode: 0, stdout: "system" });
    expect(started).toMatchObject([
      { file: join(windows, "System32", `${name}.exe`), cwd: dirname(process.execPath), windowsHide: true },
    ]);
  });
});

describe.skipIf(system.value !== "linux")("the command of run", () => {
  // One folder, because Linux, which starts it at last, separates several by another sign.
  const place = { cwd: repository, env: { PATH: tools, PATHEXT: env.PathExt, SystemRoot: windows } } as const;

  /** Windows finds it without its ending, too; Linux by the link. */
  function install(folder: string, name: string, ending: string): void {
    writeProgram(join(folder, `${name}.exe`), ending);
    symlinkSync(`${name}.exe`, join(tools, name));
  }

  test.each(["no-such-program", "no-such.exe", "./no-such-program", String.raw`C:\no-such.exe`, "dir&echo"])(
    "%s, which is not there, is command-not-found, and cmd.exe is not asked",
    async (name) => {
      writeProgram(join(tools, "cmd.exe"), "exit 1");
      await expect(runForeground(name, [], place)).rejects.toMatchObject({
        code: "command-not-found",
        exitCode: 127,
      });
      expect(started).toEqual([]);
    },
  );

  install(tools, "tool", "exit 7");
  test.each(["tool", "tool.exe"])(
    "%s is found by the endings of PATHEXT, and its window is shown",
    async (name) => {
      expect(await runForeground(name, ["a b"], place)).toBe(7);
      expect(readRan()).toMatch(/\/tools\/tool(?:\.exe)? a b\n$/u);
      expect(started).toMatchObject([{ windowsHide: false }]);
    },
  );

  test("may be one of the current folder: it is the user's", async () => {
    writeProgram(join(repository, "gradlew.exe"), "exit 5");
    expect(await runForeground("./gradlew.exe", [], place)).toBe(5);
  });

  test("of a second Ctrl-C everything behind it ends, by the taskkill of the system", async () => {
    writeProgram(join(windows, "System32", "taskkill.exe"), 'kill -KILL "$4"');
    install(tools, "endless", "exec /bin/sleep 30");
    const process = windowsProcess();
    const run = createRunForeground(process, signal)("endless", [], place);
    await expect.poll(readRan).toContain("/endless");
    process.emit("exit");
    await run;
    expect(readRan()).toMatch(/System32\/taskkill\.exe \/T \/F \/PID \d+\n$/u);
  });
});

describe.skipIf(system.value !== "linux")("a page that is opened", () => {
  const page = "https://acme.okta.com/authorize?client_id=0oa1&calc.exe&x=%PATH%'^|\u2019;calc";
  const href = new URL(page).href;
  const around = (program?: string) =>
    ({
      env: { ...env, ...(program !== undefined && { BROWSER: program }) },
      platform: "win32",
      interaction: { canAsk: true },
    }) as const;

  test("is one argument of a program, whatever cmd.exe would make of it", async () => {
    writeProgram(join(tools, "shower.exe"));
    expect(await openInBrowser(around("shower"), href)).toBe(true);
    expect(started).toMatchObject([{ file: join(tools, "shower.exe"), windowsHide: false }]);
    expect(started[0]!.args.slice(1)).toEqual([href]);
  });

  test("is handed to a .cmd with everything escaped that cmd.exe would obey", async () => {
    writeProgram(join(tools, "script.cmd"));
    await openInBrowser(around("script"), href);
    const line = started[0]!.args.at(-1)!;
    // The last quote ends what cmd.exe is given.
    const address = line.slice(line.indexOf("https"), -1);
    expect(address.replaceAll(/\^./gu, "")).not.toMatch(/[&|<>%^"]/u);
    expect(address).toContain("^&calc.exe^&");
  });

  test("is one quoted text of PowerShell by default", async () => {
    expect(await openInBrowser(around(), href)).toBe(false);
    const script = Buffer.from(started[0]!.args.at(-1)!, "base64").toString("utf16le");
    expect(script).toMatch(/ Start '[^']*(?:''[^']*)*'$/u);
    expect(script.split("Start '")[1]!.slice(0, -1).replaceAll("''", "'")).toBe(href);
  });
});

test.each([
  [0xc0_00_01_3a, "win32", 130],
  [0xc0_00_00_05, "win32", 0xc0_00_00_05],
  [1, "win32", 1],
  [130, "linux", 130],
] as const)("an exit code of %i is on %s %i", (code, platform, expected) => {
  expect(toShellExitCode(code, platform)).toBe(expected);
});
