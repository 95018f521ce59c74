/** Before the name of each pipe on Windows. */
const root = String.raw`\\.\pipe\okta-unlock-`;

/** How long a process may take to answer, in milliseconds. One that is busy is alive. */
const patienceMs = 1000;

let opened: Promise<string | undefined> | undefined;

/**
 * Opens a named pipe of Windows and returns its name; one for the whole process. The system closes it when the process ends,
 * however it ends, and no clock has a say in it: the time at which a process started, as Windows gives it, follows the clock.
 * Undefined when no pipe can be opened.
 */
export async function openProcessPipe(): Promise<string | undefined> {
  return (opened ??= listen(`${process.pid}-${crypto.randomUUID()}`));
}

/** False when the process that opened the pipe has ended. */
export async function isPipeOpen(name: string): Promise<boolean> {
  const { connect } = await import("node:net");
  return new Promise((resolve) => {
    const socket = connect(root + name);
    const settle = (isOpen: boolean): void => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.setTimeout(patienceMs, () => settle(true));
    socket.once("connect", () => settle(true));
    // Anything else says that there is one: it is busy, or another user's.
    socket.on("error", ({ code = "" }: NodeJS.ErrnoException) => settle(!goneCodes.includes(code)));
  });
}

const goneCodes = ["ENOENT", "ECONNREFUSED"];

async function listen(name: string): Promise<string | undefined> {
  const { createServer } = await import("node:net");
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.destroy();
    });
    // Later ones are about single connections (out of file descriptors): no reason to end.
    server.on("error", () => resolve(undefined));
    // Keeps no process from ending.
    server.listen(root + name, () => resolve(name)).unref();
  });
}
