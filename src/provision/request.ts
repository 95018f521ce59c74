import type { JsonObject, OktaOrg } from "../okta/port.ts";

/** What a plan can leave open: what an answer tells, what a run decides, and what only an org knows. */
const holeNames = [
  "appId",
  "clientId",
  "policyId",
  "run",
  "expiresAt",
  "everyoneGroupId",
  "groupId",
  "signOnPolicyId",
] as const;

export type HoleName = (typeof holeNames)[number];

/** Stands for a value that is not known when the plan is made. */
export interface Hole {
  readonly hole: HoleName;
}

/** A text with holes in it. */
interface HoledText {
  readonly text: readonly (string | Hole)[];
}

/** A method of the port that talks to the org. */
type CallName = {
  readonly [K in keyof OktaOrg]: OktaOrg[K] extends (...args: never[]) => Promise<unknown> ? K : never;
}[keyof OktaOrg];

/** A call with its arguments, as plain data. */
type Request<K extends CallName, Args> = { readonly call: K; readonly args: Args };

type WithHoles<Args> = { readonly [I in keyof Args]: Args[I] extends string ? string | Hole : Args[I] };

/** A call of the port that a plan holds. A body may have holes at any depth; see `verbatim` for foreign JSON. */
export type PlannedRequest = {
  readonly [K in CallName]: Request<K, WithHoles<Parameters<OktaOrg[K]>>>;
}[CallName];

/** A call whose holes are filled: it can be sent. */
export type FilledRequest = { readonly [K in CallName]: Request<K, Parameters<OktaOrg[K]>> }[CallName];

/** The values for the holes, as far as they are known. */
export type HoleValues = Readonly<Partial<Record<HoleName, string | undefined>>>;

/** Names a value that becomes known later. */
export function hole(name: HoleName): Hole {
  return { hole: name };
}

/** Joins texts and holes. */
export function joinText(...parts: readonly (string | Hole)[]): HoledText {
  return { text: parts };
}

/** Marks JSON that came from an org: nothing in it is taken for a hole, whatever it looks like. */
export function verbatim(json: JsonObject): JsonObject {
  return { verbatim: json };
}

/** Fills the holes of a request. Throws `TypeError` for one whose value is missing. */
export function fill({ call, args }: PlannedRequest, values: HoleValues): FilledRequest {
  const filled = args.map((arg: unknown) => fillValue(arg, values));
  return { call, args: filled } as unknown as FilledRequest;
}

/** Sends a request; gives what the call gives. */
export async function send(org: OktaOrg, { call, args }: FilledRequest): Promise<unknown> {
  const method = org[call] as (...values: readonly unknown[]) => Promise<unknown>;
  return method(...args);
}

/** The calls of a plan for a preview, with `{appId}` and the like in the holes: to be composed, never to be sent. */
export function previewCalls(
  steps: readonly { readonly request?: PlannedRequest | undefined }[],
): readonly ((org: OktaOrg) => Promise<unknown>)[] {
  const requests = steps.flatMap(({ request }) => request ?? []);
  return requests.map((request) => async (org) => send(org, fill(request, placeholders)));
}

const placeholders: HoleValues = Object.fromEntries(holeNames.map((name) => [name, `{${name}}`]));

function fillValue(value: unknown, values: HoleValues): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => fillValue(item, values));
  if ("hole" in value) return findValue(value as Hole, values);
  if ("text" in value) return (value as HoledText).text.map((part) => fillValue(part, values)).join("");
  if ("verbatim" in value) return value.verbatim;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fillValue(inner, values)]));
}

function findValue({ hole: name }: Hole, values: HoleValues): string {
  const value = values[name];
  if (value === undefined) throw new TypeError(`The plan can't be carried out: ${name} is not known.`);
  return value;
}
