import type * as oidcProvider from "oidc-provider";
import type { Provider } from "oidc-provider";

/** The parts of `oidc-provider` in use. */
export type OidcLibrary = Pick<typeof oidcProvider, "Provider" | "errors" | "interactionPolicy">;

let loaded: Promise<OidcLibrary> | undefined;

/** Loads `oidc-provider`, which writes notices about Node versions and defaults to the console; they don't matter here. */
export async function loadOidcLibrary(): Promise<OidcLibrary> {
  loaded ??= runQuietly(async () => import("oidc-provider"));
  return loaded;
}

/** Creates a provider without its notices about settings that were left at their defaults on purpose. */
export function makeQuietly(make: () => Provider): Provider {
  const restore = silenceConsole();
  try {
    return make();
  } finally {
    restore();
  }
}

async function runQuietly<T>(work: () => Promise<T>): Promise<T> {
  const restore = silenceConsole();
  try {
    return await work();
  } finally {
    restore();
  }
}

type Print = (...values: unknown[]) => void;

interface Loud {
  info: Print;
  warn: Print;
}

/** Only lines of the library itself are suppressed. */
function silenceConsole(): () => void {
  const loud: Loud = globalThis.console;
  const { info, warn } = loud;
  loud.info = (...values: unknown[]) => isNotice(values[0]) || info(...values);
  loud.warn = (...values: unknown[]) => isNotice(values[0]) || warn(...values);
  return () => {
    Object.assign(loud, { info, warn });
  };
}

function isNotice(text: unknown): boolean {
  return typeof text === "string" && text.includes("oidc-provider ");
}
