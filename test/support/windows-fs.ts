// A file system that refuses as Windows does, for this process: what libuv makes of its answers, and the platform's name. Paths
// stay those of this machine, and so do child processes.
import net from "node:net";
import fs, { type PathLike, type Stats } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

type Call = (...args: never[]) => unknown;
/** What is done before the real call; it throws what Windows would answer. */
type Rule = (...args: readonly unknown[]) => void;

/** A call of the file system that is about to be made. */
export interface FileCall {
  readonly name: string;
  /** Absolute path of the first argument, also when that is a descriptor. */
  readonly path: string | undefined;
  /** True for a file that is open already: what other programs have open does not matter to it. */
  readonly isOpen: boolean;
}

let watch: ((call: FileCall) => void) | undefined;

/**
 * Runs `work` while `before` sees each call of the file system that Windows could refuse because another program has the file
 * open. What `before` throws is what the call throws.
 */
export async function watchCalls<T>(before: (call: FileCall) => void, work: () => Promise<T>): Promise<T> {
  watch = before;
  try {
    return await work();
  } finally {
    watch = undefined;
  }
}

/** An error of the file system. */
export function fileError(code: string, syscall: string, path?: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: refused, ${syscall} '${path ?? ""}'`), { code, syscall, path });
}

function toPath(value: unknown): string | undefined {
  if (value instanceof URL) return fileURLToPath(value);
  return typeof value === "string" || Buffer.isBuffer(value) ? resolve(value.toString()) : undefined;
}

interface Opened {
  readonly path: string;
  readonly appends: boolean;
}

const opened = new Map<number, Opened>();

function hasOpen(test: (path: string) => boolean): boolean {
  return [...opened.values()].some(({ path }) => test(path));
}

/** A fault of the test or of the program: no such name can be made, or opened by other programs later. */
function assertName(path: string | undefined): void {
  const name = path?.slice(dirname(path).length) ?? "";
  if (/[<>:"|?*]/u.test(name) || /[. ]$/u.test(name)) throw new Error(`Windows has no such name: ${path}`);
}

function isFolder(path: string): boolean {
  return fs.statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

const renameRule: Rule = (from, to) => {
  const [source = "", target = ""] = [toPath(from), toPath(to)];
  assertName(target);
  const isReplacing = fs.lstatSync(target, { throwIfNoEntry: false }) !== undefined;
  if (isReplacing && source !== target && (isFolder(target) || hasOpen((path) => path === target)))
    throw fileError("EPERM", "rename", source);
  const holds = (path: string): boolean => path.startsWith(source + sep);
  if (isFolder(source) && (hasOpen(holds) || holds(process.cwd() + sep)))
    throw fileError("EPERM", "rename", source);
};

const rmdirRule: Rule = (folder) => {
  if (toPath(folder) === process.cwd()) throw fileError("EBUSY", "rmdir", toPath(folder));
};

const truncateRule: Rule = (descriptor) => {
  if (opened.get(descriptor as number)?.appends) throw fileError("EPERM", "ftruncate");
};

const newNameRule: Rule = (path) => assertName(toPath(path));

const rules: Readonly<Record<string, Rule>> = {
  openSync: newNameRule,
  writeFileSync: newNameRule,
  mkdirSync: newNameRule,
  copyFileSync: (_from, to) => assertName(toPath(to)),
  renameSync: renameRule,
  rmdirSync: rmdirRule,
  rmSync: () => undefined,
  unlinkSync: () => undefined,
  readdirSync: () => undefined,
  truncateSync: () => undefined,
  writeSync: () => undefined,
  ftruncateSync: truncateRule,
};

const promised: Readonly<Record<string, Rule>> = {
  rename: renameRule,
  open: newNameRule,
  rm: () => undefined,
};

/** From now on, until the process ends. */
export function installWindows(): void {
  // What Node names the folder by there, which lies in the user's own one.
  process.env["TEMP"] = tmpdir();
  process.env["HOME"] = tmpdir();
  Object.defineProperty(process, "platform", { value: "win32" });
  const real = fs as unknown as Record<string, Call>;
  const realPromises = fs.promises as unknown as Record<string, Call>;
  for (const [name, rule] of Object.entries(rules)) real[name] = guard(name, rule, real[name] as Call);
  for (const [name, rule] of Object.entries(promised))
    realPromises[name] = guardPromise(name, rule, realPromises[name] as Call);
  moveNamedPipes();
  noteDescriptors();
  ignoreModes();
  syncBuiltinESMExports();
}

function check(name: string, rule: Rule, args: readonly unknown[]): void {
  const isOpen = typeof args[0] === "number";
  const path = isOpen ? opened.get(args[0] as number)?.path : toPath(args[0]);
  watch?.({ name: name.replace(/Sync$/u, ""), path, isOpen });
  rule(...args);
}

function guard(name: string, rule: Rule, call: Call): Call {
  return (...args) => {
    check(name, rule, args);
    return call(...args);
  };
}

function guardPromise(name: string, rule: Rule, call: Call): Call {
  return async (...args) => {
    check(name, rule, args);
    return call(...args);
  };
}

/** They are sockets in the folder of temporary files here. */
function moveNamedPipes(): void {
  const locate = (path: unknown): unknown =>
    typeof path === "string" && path.startsWith(pipes) ? join(tmpdir(), path.slice(pipes.length)) : path;
  const { listen } = net.Server.prototype as unknown as { listen: Call };
  net.Server.prototype.listen = function (this: net.Server, ...[path, ...rest]: unknown[]) {
    return listen.apply(this, [locate(path), ...rest] as never[]) as net.Server;
  };
  const connect = net.connect as unknown as (...args: unknown[]) => net.Socket;
  net.connect = (...[path, ...rest]: unknown[]) => connect(locate(path), ...rest);
}

const pipes = String.raw`\\.\pipe\\`.slice(0, -1);

function noteDescriptors(): void {
  const { openSync, closeSync } = fs;
  fs.openSync = (path: PathLike, flags?: fs.OpenMode, mode?: fs.Mode | null) => {
    const descriptor = openSync(path, flags ?? "r", mode);
    opened.set(descriptor, {
      path: toPath(path) ?? "",
      appends: typeof flags === "string" && flags.startsWith("a"),
    });
    return descriptor;
  };
  fs.closeSync = (descriptor) => {
    opened.delete(descriptor);
    closeSync(descriptor);
  };
}

/** Windows has no modes: `chmod` does nothing, and everybody seems to have every right but to run a file. */
function ignoreModes(): void {
  fs.chmodSync = () => undefined;
  for (const name of ["statSync", "lstatSync", "fstatSync"] as const) {
    const real = fs as unknown as Record<string, Call>;
    const call = real[name] as (...args: unknown[]) => Stats | undefined;
    real[name] = (...args: unknown[]) => {
      const stats = call(...args);
      if (stats !== undefined && typeof stats.mode === "number") stats.mode = (stats.mode & ~0o777) | 0o666;
      return stats;
    };
  }
}
