import { connect } from "node:net";

/** Whoever listens accepts at once; Windows takes two seconds to say that nobody does. */
const patienceMs = 200;

/**
 * Throws EADDRINUSE when a program answers on the port of this machine. macOS and Windows let two programs have one port when
 * the first has it on all addresses, and the second would take its localhost away: https://github.com/nodejs/node/issues/14618.
 */
export async function assertUnanswered(port: number): Promise<void> {
  if (port === 0) return;
  const answers = await Promise.all(["127.0.0.1", "::1"].map((host) => isAnswered(host, port)));
  if (!answers.includes(true)) return;
  const message = `listen EADDRINUSE: address already in use 127.0.0.1:${port}`;
  throw Object.assign(new Error(message), { code: "EADDRINUSE", syscall: "listen", port });
}

async function isAnswered(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port, timeout: patienceMs });
  try {
    return await new Promise((resolve) => {
      socket.once("connect", () => resolve(true));
      for (const name of ["error", "timeout"]) socket.once(name, () => resolve(false));
    });
  } finally {
    socket.destroy();
  }
}
