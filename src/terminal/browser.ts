import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { Context, Interaction } from "../context.ts";
import { locateTool } from "../files/find-program.ts";
import { assertSpareDescriptors } from "../files/spare-descriptors.ts";
import { isLoopback } from "../values/web-address.ts";
import { readUrl } from "../values/read-url.ts";

type Surroundings = Pick<Context, "env" | "platform"> & {
  readonly interaction: Pick<Interaction, "canAsk">;
};

/** A program that can't show a page says so soon; one that shows it may run as long as the browser does. */
const soonMilliseconds = 1000;

/**
 * Shows a page in the browser of the person who waits for it; false when none could be started, and the caller has to print
 * the URL. Nothing but https and loopback http is ever opened, and nothing when nobody looks: not in CI, not without a
 * terminal, and over SSH or without a display only by the program that OKTA_UNLOCK_BROWSER or BROWSER names (`none` means
 * no browser).
 */
export async function openInBrowser(around: Surroundings, url: string): Promise<boolean> {
  if (!around.interaction.canAsk || !isSafe(url)) return false;
  const program = dropEmpty(around.env["OKTA_UNLOCK_BROWSER"]) ?? dropEmpty(around.env["BROWSER"]);
  if (program === "none" || (program === undefined && !hasBrowser(around))) return false;
  try {
    assertSpareDescriptors();
    return await (program === undefined ? openDefault(url) : openWith(locateTool(program, around), url));
  } catch {
    return false;
  }
}

function isSafe(text: string): boolean {
  const url = readUrl(text);
  return url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url));
}

/** Over SSH the browser would open on the far machine. Windows is reached from its Linux without a display. */
function hasBrowser({ env, platform }: Surroundings): boolean {
  const has = (name: string): boolean => dropEmpty(env[name]) !== undefined;
  if (has("SSH_CONNECTION") || has("SSH_TTY")) return false;
  if (platform === "darwin" || platform === "win32") return true;
  return has("DISPLAY") || has("WAYLAND_DISPLAY") || has("WSL_DISTRO_NAME");
}

async function openDefault(url: string): Promise<boolean> {
  const { default: open } = await import("open");
  const child = await open(url);
  if (child.exitCode !== null) return child.exitCode === 0;
  return isGoodSoon(async (signal) => {
    const [exitCode] = (await once(child, "exit", { signal })) as [number | null];
    return exitCode;
  });
}

/** No shell: a URL may hold what one would run. The browser outlives us. */
async function openWith(program: string | undefined, url: string): Promise<boolean> {
  if (program === undefined) return false;
  const { execa } = await import("execa");
  const child = execa(program, [url], {
    detached: true,
    cleanup: false,
    stdio: "ignore",
    reject: false,
    // Windows would hide the browser's window.
    windowsHide: false,
  });
  child.unref();
  return isGoodSoon(async () => (await child).exitCode);
}

/** Good is a program that ended well, or that is still running after a moment. */
async function isGoodSoon(
  exitCodeOf: (signal: AbortSignal) => Promise<number | null | undefined>,
): Promise<boolean> {
  const decided = new AbortController();
  const { signal } = decided;
  try {
    return await Promise.race([
      exitCodeOf(signal).then((exitCode) => exitCode === 0),
      delay(soonMilliseconds, true, { signal }),
    ]);
  } finally {
    decided.abort();
  }
}

function dropEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}
