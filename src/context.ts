/**
 * The one injected object: whatever a command needs from outside comes in through it. A function asks for the
 * slice it needs: `Pick<Context, "clock" | "signal">`.
 */
export interface Context {
  /** What was typed after the program's name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute path of the working directory. */
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  /** The version of okta-unlock itself. */
  readonly version: string;
  /** Absolute path of the `templates` folder of the package. */
  readonly templatesDirectory: string;
  /** Absolute path of the folder that the local org lives in, unless `--data-dir` says otherwise. */
  readonly localOrgDirectory: string;
  /** Absolute path of the folder that profiles lie in, and secrets where there is no keyring. */
  readonly configDirectory: string;
  readonly clock: Clock;
  /** Aborted by Ctrl-C and every other signal that would end the process; the reason is an `OktaUnlockError` with code `interrupted`. */
  readonly signal: AbortSignal;
  /** What an interrupted run would leave behind; a second Ctrl-C prints it and quits. */
  readonly leftovers: Leftovers;
  readonly interaction: Interaction;
  readonly log: Log;
  readonly prompts: Prompts;
  readonly fetch: Fetch;
  readonly spawn: Spawn;
  readonly runForeground: RunForeground;
  readonly startOwnBackground: StartOwnBackground;
  /**
   * Shows a page (https, or http on loopback) in the browser of the person who waits for it. False when none could be
   * started or nobody looks, so that the URL has to be printed anyway.
   */
  openUrl(url: string): Promise<boolean>;
  readonly secrets: SecretRegistry;
  readonly keyring: Keyring;
  /** All that is piped into stdin, in UTF-8 or UTF-16. Throws `missing-input` when stdin is a terminal, `invalid-value` for too much. */
  readInput(): Promise<string>;
}

/** The keyring of the operating system. Rejects with `KeyringFailure` when it is absent, locked, slow or full. */
export interface Keyring {
  /** Undefined when it has no entry for the account. */
  read(account: string): Promise<string | undefined>;
  write(account: string, secret: string): Promise<void>;
  /** An entry that is gone already counts as done. */
  remove(account: string): Promise<void>;
}

export interface Clock {
  now(): Date;
  /** Waits `milliseconds`; rejects with the signal's reason as soon as it aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export interface Leftovers {
  /** Adds a line such as `the app 0oa…: okta-unlock apps delete 0oa…`. Returns the function that takes it off. */
  add(line: string): () => void;
}

/** How this run talks: who can be asked, and in which form the answer goes out. */
export interface Interaction {
  /** False with --yes, --no-input, --json, CI, or when stdin or stderr is no terminal. */
  readonly canAsk: boolean;
  /** CI or --no-input: nobody is there, not even to do something on another device. */
  readonly isUnattended: boolean;
  /** --yes: defaults are accepted. */
  readonly yes: boolean;
  /** --json: exactly one object on stdout, errors as one object on stderr. */
  readonly json: boolean;
  /** --verbose: traces on stderr. */
  readonly verbose: boolean;
}

/** The few styles there are, so that the same thing looks the same everywhere. */
export interface Style {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly accent: (text: string) => string;
}

/** Makes a text of what is to be shown. */
export type Render<T> = (shown: T, style: Style, width: number) => string;

/**
 * Everything said to a person. All of it goes to stderr; with --json only traces do. A text is one paragraph: what a terminal
 * would obey in it, line breaks included, is shown and not obeyed.
 */
export interface Log {
  info(text: string): void;
  success(text: string): void;
  warn(text: string): void;
  /** Shown with --verbose only. */
  debug(text: string): void;
  /**
   * Says a text that is made for the stream it goes to; `width` in columns. `shown` is what it tells of: `render` gets it with
   * every text in it made harmless.
   */
  show<T>(shown: T, render: Render<T>): void;
  /** As `show`, for what has to be seen even with --json: there `facts` go out as one line of JSON. */
  notice<T>(shown: T, render: Render<T>, facts: object): void;
  /** Shows `title` while `work` runs; `update` changes the shown text. */
  step<T>(title: string, work: (update: (text: string) => void) => Promise<T>): Promise<T>;
}

export interface Choice<T> {
  readonly value: T;
  readonly name: string;
  readonly description?: string;
}

/** Prompts on stderr. Each rejects with code `interrupted` on Ctrl-C, Ctrl-D and closed stdin. */
export interface Prompts {
  input(question: {
    readonly message: string;
    readonly default?: string;
    /** True, or the sentence that says what is wrong. */
    readonly validate?: (answer: string) => true | string;
  }): Promise<string>;
  password(question: {
    readonly message: string;
    readonly validate?: (answer: string) => true | string;
  }): Promise<string>;
  select<T>(question: { readonly message: string; readonly choices: readonly Choice<T>[] }): Promise<T>;
  /** Any number of the choices, at least one, in their order. */
  checkbox<T>(question: { readonly message: string; readonly choices: readonly Choice<T>[] }): Promise<T[]>;
  confirm(question: { readonly message: string; readonly default: boolean }): Promise<boolean>;
}

export interface FetchOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
  /** A CA certificate (PEM) to trust instead of the system's: for the local org only. */
  readonly trust?: string;
}

/** The headers of an answer; a name in any case. */
export type ResponseHeaders = Pick<Headers, "get">;

/** An answer whose headers have arrived; its body is read once, as UTF-8. */
export interface FetchResponse extends Pick<Response, "status" | "text"> {
  readonly headers: ResponseHeaders;
}

/**
 * Fetch that honours HTTPS_PROXY, HTTP_PROXY and NO_PROXY, never follows a redirect (status 3xx is returned),
 * and trusts `trust` when given. Rejects as fetch does: with the reason of an abort, else with a TypeError whose cause is
 * the error of Node's socket, DNS or TLS; callers map them.
 */
export type Fetch = (url: string, options?: FetchOptions) => Promise<FetchResponse>;

export interface SpawnResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program without a shell and collects its output. Rejects when it can't be started, not when it fails. */
export type Spawn = (
  command: string,
  args: readonly string[],
  options?: SpawnOptions,
) => Promise<SpawnResult>;

export interface SpawnOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds after which it is ended, and an error with the code ETIMEDOUT thrown. */
  readonly limit?: number;
  /** What it starts in turn is ended with it, when this run is stopped. */
  readonly withDescendants?: true;
}

/**
 * Runs a program without a shell on our own stdin, stdout and stderr, passes signals on to it, and gives its exit code: 128
 * and the signal's number when a signal ended it. `env` is all that it gets. Throws `command-not-found` and
 * `command-not-runnable` when it can't be started, `interrupted` when a signal came before.
 */
export type RunForeground = (
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
) => Promise<number>;

/**
 * Runs okta-unlock itself, beyond this process and out of reach of the terminal's Ctrl-C, without the credential of the
 * environment. Resolves when it has ended; it keeps this process from ending only as long as something else does.
 */
export type StartOwnBackground = (args: readonly string[]) => Promise<{ readonly stderr: string }>;

/** Values that must never be printed: masked out of every stream, traces included. */
export interface SecretRegistry {
  add(secret: string): void;
  mask(text: string): string;
}
