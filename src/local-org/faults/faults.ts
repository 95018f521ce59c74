import type { Fault, FaultKind } from "./fault.ts";

/** Failures on demand. They hit in the order they were added. */
export interface Faults {
  /** Returns the function that takes it back. */
  add(fault: Fault): () => void;
  /** Takes all of them back. */
  clear(): void;
  /** The faults that can still hit. */
  list(): readonly ArmedFault[];
  /** The requests that were hit so far; the last thousand of them. */
  readonly hits: readonly FaultHit[];
}

/** A fault that can still hit. */
export interface ArmedFault {
  /** Names it among all that this run of the org had. */
  readonly id: string;
  readonly fault: Fault;
  /** How many more requests it hits; may be `Infinity`. */
  readonly left: number;
}

/** A request that a fault has hit. */
export interface FaultHit {
  readonly kind: Fault["kind"];
  readonly method: string;
  readonly path: string;
}

/** What the server asks for each request. */
export interface FaultSource extends Faults {
  /** Arms a fault; `add` with its name as the result. */
  arm(fault: Fault): ArmedFault;
  /** Takes one back by its name. False when there is none. */
  disarm(id: string): boolean;
  /** The faults that hit this request: every latency, and the first of the others. Counts them. */
  take(method: string, path: string): readonly Fault[];
}

export function createFaults(initial: readonly Fault[]): FaultSource {
  const source = new FaultList();
  for (const fault of initial) source.add(fault);
  return source;
}

interface Armed {
  readonly id: string;
  readonly fault: Fault;
  skip: number;
  left: number;
}

/** An org under a test of hours must not grow. */
const mostHits = 1000;

class FaultList implements FaultSource {
  #armed: Armed[] = [];
  #made = 0;
  readonly #hits: FaultHit[] = [];

  get hits(): readonly FaultHit[] {
    return this.#hits;
  }

  add(fault: Fault): () => void {
    const { id } = this.arm(fault);
    return () => void this.disarm(id);
  }

  arm(fault: Fault): ArmedFault {
    this.#made += 1;
    const usually = isLatency(fault) ? Infinity : 1;
    const armed: Armed = {
      id: `fault-${this.#made}`,
      fault,
      skip: fault.skip ?? 0,
      left: fault.times ?? usually,
    };
    this.#armed.push(armed);
    return { id: armed.id, fault, left: armed.left };
  }

  disarm(id: string): boolean {
    const before = this.#armed.length;
    this.#armed = this.#armed.filter((armed) => armed.id !== id);
    return this.#armed.length < before;
  }

  clear(): void {
    this.#armed = [];
  }

  list(): readonly ArmedFault[] {
    return this.#armed.map(({ id, fault, left }) => ({ id, fault, left }));
  }

  take(method: string, path: string): readonly Fault[] {
    const taken: Fault[] = [];
    if (isOwnPath(path)) return taken;
    for (const armed of this.#armed) {
      const isFree = isLatency(armed.fault) || taken.every(isLatency);
      if (!isFree || !matches(armed.fault, method, path) || !countHit(armed)) continue;
      taken.push(armed.fault);
      this.#hits.push({ kind: armed.fault.kind, method, path });
    }
    this.#armed = this.#armed.filter((armed) => armed.left > 0);
    this.#hits.splice(0, this.#hits.length - mostHits);
    return taken;
  }
}

function isLatency(fault: Fault): boolean {
  return fault.kind === "latency";
}

function countHit(armed: Armed): boolean {
  if (armed.skip > 0) {
    armed.skip -= 1;
    return false;
  }
  armed.left -= 1;
  return true;
}

/** True for paths that only the local org has: its pages, and the API that removes faults. No fault applies there. */
export function isOwnPath(path: string): boolean {
  return path === "/" || /^\/(?:activity|api\/local)(?:\/|$)/u.test(path);
}

const tokenEndpoints = "/oauth2/**/token";

function matches(fault: Fault, method: string, path: string): boolean {
  const methodFits = fault.method === undefined || fault.method.toUpperCase() === method;
  const pattern = fault.path ?? (fault.kind === "oauth-error" ? tokenEndpoints : undefined);
  return methodFits && (pattern === undefined || compilePattern(pattern).test(path));
}

function compilePattern(path: string): RegExp {
  const segments = path.split("/").slice(path.startsWith("/") ? 1 : 0);
  return new RegExp(`^${segments.map((segment) => compileSegment(segment)).join("")}$`, "u");
}

function compileSegment(segment: string): string {
  if (segment === "**") return "(?:/[^/]*)*";
  const texts = segment.split("*").map((text) => text.replaceAll(/[.+?^${}()|[\]\\/]/gu, String.raw`\$&`));
  return `/${texts.join("[^/]*")}`;
}

/** A fault as one short line: `503 for /oauth2/v1/token, the next 2 requests`. */
export function describeFault({ fault, left }: Pick<ArmedFault, "fault" | "left">): string {
  const where = [fault.method, fault.path ?? describePlace(fault)]
    .filter((part) => part !== undefined)
    .join(" ");
  return `${describeEffect(fault)} for ${where}, ${describeFrequency(fault, left)}`;
}

function describePlace({ kind }: Fault): string {
  return kind === "oauth-error" ? "the token endpoints" : "any path";
}

function describeEffect(fault: FaultKind): string {
  switch (fault.kind) {
    case "rate-limit":
      return "429";
    case "status":
      return fault.when === "after" ? `${fault.status} after the change was made` : String(fault.status);
    case "refusal":
      return fault.errorCode;
    case "oauth-error":
      return fault.error;
    case "latency":
      return `${fault.milliseconds} ms of delay${fault.when === "after" ? " after the change was made" : ""}`;
    case "drop":
      return fault.when === "after" ? "a lost response" : "a dropped connection";
    default:
      return fault.kind === "truncated-body" ? "a truncated response" : "a response that is not JSON";
  }
}

function describeFrequency({ skip = 0 }: Fault, left: number): string {
  const passed = skip > 0 ? ` after ${skip} that pass` : "";
  if (left === Infinity) return `every request${passed}`;
  return left === 1 ? `the next request${passed}` : `the next ${left} requests${passed}`;
}
