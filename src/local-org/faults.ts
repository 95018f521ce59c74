/** Which requests a fault is for, and how often it happens. */
interface FaultMatch {
  /** `GET`, `POST`…; any method without it. */
  readonly method?: string;
  /** A path in which `*` stands for one segment and a final `/**` for the path itself and all under it; any path without it. */
  readonly path?: string;
  /** How many requests it hits. Default 1; `Infinity` for all. */
  readonly times?: number;
  /** How many matching requests pass before the first hit. Default 0. */
  readonly skip?: number;
}

/** `before`: the request is not carried out. `after`: it is, but its answer never arrives. */
type FaultMoment = "before" | "after";

export type FaultKind =
  /** 429 E0000047. `resetAfterSeconds` sets X-Rate-Limit-Reset; without it the header is missing. */
  | { readonly kind: "rate-limit"; readonly resetAfterSeconds?: number }
  /** A status with Okta's E0000009 body, a proxy's HTML page, or nothing. Default `okta`, `before`. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly body?: "okta" | "html" | "empty";
      readonly when?: FaultMoment;
    }
  /** An error of Okta's catalogue: a feature is missing (E0000015), a role is too weak (E0000006)… */
  | { readonly kind: "refusal"; readonly errorCode: RefusalCode }
  | { readonly kind: "latency"; readonly milliseconds: number }
  /** The connection breaks. `after`: the change was made, the answer is lost. */
  | { readonly kind: "drop"; readonly when: FaultMoment }
  /** The answer breaks off in the middle. */
  | { readonly kind: "truncated-body" }
  /** A whole answer that is not JSON. */
  | { readonly kind: "malformed-json" };

export type RefusalCode =
  | "E0000006"
  | "E0000010"
  | "E0000011"
  | "E0000015"
  | "E0000060"
  | "E0000239"
  | "E0000260";

export type Fault = FaultMatch & FaultKind;

/** Failures on demand. They hit in the order they were added. */
export interface Faults {
  /** Returns the function that takes it back. */
  add(fault: Fault): () => void;
  clear(): void;
  /** The requests that were hit so far. */
  readonly hits: readonly FaultHit[];
}

interface FaultHit {
  readonly kind: Fault["kind"];
  readonly method: string;
  readonly path: string;
}

/** What the server asks for each request. */
export interface FaultSource extends Faults {
  /** The faults that hit this request: every latency, and the first of the others. Counts them. */
  take(method: string, path: string): readonly Fault[];
}

export function newFaults(initial: readonly Fault[]): FaultSource {
  const source = new FaultList();
  for (const fault of initial) source.add(fault);
  return source;
}

interface Armed {
  readonly fault: Fault;
  skip: number;
  left: number;
}

class FaultList implements FaultSource {
  #armed: Armed[] = [];
  readonly #hits: FaultHit[] = [];

  get hits(): readonly FaultHit[] {
    return this.#hits;
  }

  add(fault: Fault): () => void {
    const armed: Armed = { fault, skip: fault.skip ?? 0, left: fault.times ?? 1 };
    this.#armed.push(armed);
    return () => {
      this.#armed = this.#armed.filter((each) => each !== armed);
    };
  }

  clear(): void {
    this.#armed = [];
  }

  take(method: string, path: string): readonly Fault[] {
    const taken: Fault[] = [];
    for (const armed of this.#armed) {
      const isFree = isLatency(armed.fault) || taken.every(isLatency);
      if (!isFree || !matches(armed.fault, method, path) || !hitsNow(armed)) continue;
      taken.push(armed.fault);
      this.#hits.push({ kind: armed.fault.kind, method, path });
    }
    this.#armed = this.#armed.filter((armed) => armed.left > 0);
    return taken;
  }
}

function isLatency(fault: Fault): boolean {
  return fault.kind === "latency";
}

function hitsNow(armed: Armed): boolean {
  if (armed.skip > 0) {
    armed.skip -= 1;
    return false;
  }
  armed.left -= 1;
  return true;
}

function matches(fault: FaultMatch, method: string, path: string): boolean {
  const methodFits = fault.method === undefined || fault.method.toUpperCase() === method;
  return methodFits && (fault.path === undefined || patternOf(fault.path).test(path));
}

function patternOf(path: string): RegExp {
  const under = path.endsWith("/**");
  const start = under ? path.slice(0, -3) : path;
  const segments = start.split("*").map((text) => text.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${segments.join("[^/]*")}${under ? "(?:/.*)?" : ""}$`);
}
