import { AsyncLocalStorage } from "node:async_hooks";
import { ChildProcess } from "node:child_process";
import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import { createRequire, syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import tls from "node:tls";

/** One command line, and the process that it is to find itself in. */
export interface InProcessRun {
  /** The folder of the installed package. */
  readonly packageRoot: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input: string;
  readonly onStderr: ((text: string) => void) | undefined;
  /** Milliseconds after which it gets a SIGTERM. */
  readonly patience: number | undefined;
  /** Told the command line of every process that it starts. */
  readonly onSpawn: ((commandLine: readonly string[]) => void) | undefined;
}

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const load = createRequire(import.meta.url);

type Main = (process: NodeJS.Process, packageRoot: string) => Promise<void>;

/**
 * Runs the installed bundle from its entry to its end, with a process object of its own, in this process: what is said and
 * the exit code are those of a process, and nothing has to be started or compiled again. What only a process has (signals,
 * pipes, inherited streams, a terminal, its own end) is not to be seen this way.
 */
export async function runInProcess(run: InProcessRun): Promise<Ended> {
  const { main } = load(join(run.packageRoot, "dist", "main.cjs")) as { readonly main: Main };
  const [stdout, stderr] = [collector(), collector(run.onStderr)];
  const stdin = new PassThrough();
  stdin.end(run.input);
  const own = createProcess(run, { stdin, stdout: stdout.stream, stderr: stderr.stream });
  const timer =
    run.patience === undefined ? undefined : setTimeout(() => own.emit("SIGTERM", "SIGTERM"), run.patience);
  await current.run(run, () => main(own, run.packageRoot));
  clearTimeout(timer);
  return { exitCode: Number(own.exitCode ?? 0), stdout: stdout.text(), stderr: stderr.text() };
}

function createProcess(
  { args, cwd, env }: InProcessRun,
  streams: Record<"stdin" | "stdout" | "stderr", unknown>,
): NodeJS.Process {
  const { execPath, platform, pid, version, versions } = process;
  const own = {
    ...streams,
    argv: [execPath, "okta-unlock", ...args],
    env: { ...env },
    execPath,
    platform,
    pid,
    version,
    versions,
    getBuiltinModule: (name: string) => process.getBuiltinModule(name),
    exitCode: undefined,
    cwd: () => cwd,
    exit: () => {
      throw new Error("Only a process can exit at once: run it as one.");
    },
  };
  return Object.assign(new EventEmitter(), own) as unknown as NodeJS.Process;
}

function collector(onText?: (text: string) => void) {
  let all = "";
  const stream = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      all += text;
      onText?.(text);
      done();
    },
  });
  return { stream, text: () => all };
}

/** Whose run it is that code is running for. */
const current = new AsyncLocalStorage<InProcessRun>();

/** Node reads NODE_EXTRA_CA_CERTS when a process starts; here it holds for the connections of the run that has it. */
function trustByRun(): void {
  const { connect } = tls;
  const contexts = new Map<string, tls.SecureContext>();
  const trusting = (path: string): tls.SecureContext => {
    const known =
      contexts.get(path) ?? tls.createSecureContext({ ca: [...tls.rootCertificates, read(path)] });
    contexts.set(path, known);
    return known;
  };
  const read = (path: string): string => readFileSync(path, "utf8");
  tls.connect = ((options: tls.ConnectionOptions, ...rest: []) => {
    const path = current.getStore()?.env["NODE_EXTRA_CA_CERTS"];
    const isOpen =
      typeof options === "object" && options.ca === undefined && options.secureContext === undefined;
    return Boolean(path) && isOpen
      ? connect({ ...options, secureContext: trusting(path!) }, ...rest)
      : connect(options, ...rest);
  }) as typeof tls.connect;
}

function noteSpawns(): void {
  const prototype = ChildProcess.prototype as unknown as {
    spawn: (this: unknown, options: { readonly file: string; readonly args: readonly string[] }) => unknown;
  };
  const { spawn } = prototype;
  prototype.spawn = function noted(options) {
    current.getStore()?.onSpawn?.([options.file, ...options.args]);
    return Reflect.apply(spawn, this, [options]);
  };
}

trustByRun();
noteSpawns();
syncBuiltinESMExports();
