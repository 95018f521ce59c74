import { listen, type ToolContext } from "./tools.ts";

/** A simulator of an iPhone or iPad, as `simctl` lists it. */
export interface Simulator {
  readonly name: string;
  readonly udid: string;
  /** `Booted`, `Shutdown` … */
  readonly state: string;
}

const runtime = /^com\.apple\.CoreSimulator\.SimRuntime\.iOS-/u;

/** The iOS simulators that can be started; undefined when nothing lists them. */
export async function listSimulators(context: ToolContext): Promise<readonly Simulator[] | undefined> {
  const said = await listen(context, "xcrun", ["simctl", "list", "devices", "--json"]);
  const devices = readDevices(said);
  if (devices === undefined) return undefined;
  return Object.entries(devices)
    .filter(([name]) => runtime.test(name))
    .flatMap(([, listed]) => (Array.isArray(listed) ? (listed as readonly unknown[]) : []))
    .flatMap(toSimulator);
}

/** Beside the JSON there may be warnings of Xcode. */
function readDevices(said: string | undefined): object | undefined {
  const text = said?.slice(said.indexOf("{"), said.lastIndexOf("}") + 1) ?? "";
  try {
    const { devices } = JSON.parse(text) as { readonly devices?: unknown };
    return typeof devices === "object" && devices !== null ? devices : undefined;
  } catch {
    return undefined;
  }
}

function toSimulator(device: unknown): readonly Simulator[] {
  const { name, udid, state, isAvailable } = (device ?? {}) as Readonly<Record<string, unknown>>;
  const isWhole = typeof name === "string" && typeof udid === "string" && typeof state === "string";
  return isWhole && isAvailable !== false && /^[\dA-F-]+$/iu.test(udid) ? [{ name, udid, state }] : [];
}
