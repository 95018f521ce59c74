import type { Context } from "../context.ts";
import { readWebAddress } from "../values/web-address.ts";
import { changeRecord, readReleasedVersion, type ReleasedVersion } from "./record.ts";

type Slice = Pick<Context, "configDirectory" | "env" | "fetch" | "log" | "signal">;

const usualPatienceMs = 10_000;
const lockMs = 5000;
const usualRegistry = "https://registry.npmjs.org/";

/**
 * Asks the registry which version is the latest, and notes the answer. Whatever goes wrong is no error: there is no news
 * then. The registry is npm's, or the one that npm named when it started this run.
 * It has `patienceMs` milliseconds.
 */
export async function checkRelease(context: Slice, patienceMs = usualPatienceMs): Promise<void> {
  // AbortSignal.timeout() is forgotten by the garbage collector while only AbortSignal.any() knows it.
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), patienceMs);
  const signal = AbortSignal.any([context.signal, limit.signal]);
  try {
    const latest = await askRegistry({ env: context.env, fetch: context.fetch, signal });
    if (latest === undefined) return;
    await changeRecord(context.configDirectory, lockMs, (record) => ({ ...record, latest }));
  } catch (error) {
    context.log.debug(`No answer from the registry: ${(error as Error).message}`);
  } finally {
    clearTimeout(timer);
  }
}

/** https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md: the tags of a package, `{"latest":"1.2.0"}`. */
async function askRegistry({
  env,
  fetch,
  signal,
}: Pick<Slice, "env" | "fetch" | "signal">): Promise<ReleasedVersion | undefined> {
  const url = locateTags(env["npm_config_registry"] ?? usualRegistry);
  if (url === undefined) return undefined;
  const answer = await fetch(url, { signal });
  if (answer.status !== 200) return undefined;
  const tags = Object(JSON.parse(await answer.text())) as { readonly latest?: unknown };
  return readReleasedVersion(tags.latest);
}

/** Undefined for an address that is none, that would send a password along, or go out unencrypted. */
function locateTags(registry: string): string | undefined {
  const address = readWebAddress(registry.trim(), "registry");
  if (!address.ok) return undefined;
  const { origin, pathname } = address.url;
  return `${origin}${pathname.replace(/\/$/u, "")}/-/package/okta-unlock/dist-tags`;
}
