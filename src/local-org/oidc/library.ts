import type { Provider } from "oidc-provider";

/** What is used of `oidc-provider`. */
export type OidcLibrary = Pick<typeof import("oidc-provider"), "Provider" | "errors" | "interactionPolicy">;

let loaded: Promise<OidcLibrary> | undefined;

/** Loads `oidc-provider`, which writes notices about Node versions and defaults to the console: they mean nothing here. */
export async function loadOidcLibrary(): Promise<OidcLibrary> {
  loaded ??= quietly(async () => import("oidc-provider"));
  return loaded;
}

/** Makes a provider without its notices about settings that were left as they are on purpose. */
export function makeQuietly(make: () => Provider): Provider {
  const restore = silenceConsole();
  try {
    return make();
  } finally {
    restore();
  }
}

async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const restore = silenceConsole();
  try {
    return await work();
  } finally {
    restore();
  }
}

/** Only lines of the library itself are held back. */
function silenceConsole(): () => void {
  const { info, warn } = console;
  const isNotice = (text: unknown): boolean => typeof text === "string" && text.includes("oidc-provider ");
  console.info = (...values: unknown[]) => isNotice(values[0]) || info(...values);
  console.warn = (...values: unknown[]) => isNotice(values[0]) || warn(...values);
  return () => {
    console.info = info;
    console.warn = warn;
  };
}
