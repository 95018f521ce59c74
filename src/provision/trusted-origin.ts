import { type JsonObject, type OktaOrg, OktaRefusal, type TrustedOrigin } from "../okta/port.ts";
import type { Change, Creation, Effects, EffectSource } from "./effect.ts";
import type { ActingStep, KeepingStep } from "./planned-steps.ts";
import { hole, joinText, verbatim } from "./request.ts";
import { readUrl } from "../values/read-url.ts";

interface TrustedOriginPlan {
  /** None when no origin has to be trusted. */
  readonly steps: readonly (KeepingStep | ActingStep)[];
  readonly warnings: readonly string[];
}

/**
 * Plans that scripts of web pages of an origin may call the org (CORS): without that a browser keeps the org's answers from them.
 * Scopes that the origin has already stay. A credential that may not read trusted origins gets a warning, not a failure.
 */
export async function planTrustedOrigin(
  org: OktaOrg,
  origin: string | undefined,
): Promise<TrustedOriginPlan> {
  if (origin === undefined) return { steps: [], warnings: [] };
  const found = await findTrustedOrigin(org, origin);
  if (found === "hidden") return { steps: [], warnings: [explainHidden(origin)] };
  if (found === undefined) return { steps: [createTrustedOrigin(origin)], warnings: [] };
  const missing = [
    ...(hasCors(found) ? [] : [addCors(found)]),
    ...(found.status === "ACTIVE" ? [] : [activate(found)]),
  ];
  return { steps: missing.length === 0 ? [keep(origin)] : missing, warnings: [] };
}

/** The step that trusts an origin that the org does not know. */
export function createTrustedOrigin(origin: string): ActingStep {
  return {
    resource: "trusted-origin",
    action: "create",
    title: `Trust the origin ${origin} (CORS)`,
    reason: `A browser lets a web page read the org's answers only then. It holds for the whole org, and for every page at ${origin}.`,
    // It has no other place for a mark, and Okta wants names to be unique.
    request: {
      call: "createTrustedOrigin",
      args: [
        {
          name: joinText(`${namePrefix}${origin} (run `, hole("run"), ")"),
          origin,
          scopes: [{ type: "CORS" }],
        },
      ],
    },
    withoutPermission: explainNotAllowed(origin),
  };
}

const namePrefix = "okta-unlock web preview at ";

function addCors(found: TrustedOrigin): ActingStep {
  return {
    resource: "trusted-origin",
    action: "update",
    title: `Let web pages of the trusted origin ${found.origin} call the org (CORS)`,
    reason: `The org trusts it already, but not for this. It holds for the whole org, and for every page at ${found.origin}.`,
    former: found,
    request: { call: "replaceTrustedOrigin", args: [found.id, verbatim(withCors(found))] },
    withoutPermission: explainNotAllowed(found.origin),
  };
}

function activate({ id, origin, status }: TrustedOrigin): ActingStep {
  return {
    resource: "trusted-origin",
    action: "update",
    title: `Activate the trusted origin ${origin}`,
    reason: `Its status is ${status}. It holds for the whole org, and for every page at ${origin}.`,
    former: { status },
    request: { call: "activateTrustedOrigin", args: [id] },
    withoutPermission: explainNotAllowed(origin),
  };
}

function keep(origin: string): KeepingStep {
  return {
    resource: "trusted-origin",
    action: "keep",
    title: `Keep the trusted origin ${origin}`,
    reason: "Its web pages may call the org already (CORS).",
  };
}

function explainHidden(origin: string): string {
  return `This credential cannot read the trusted origins of the org, so ${explainNeed(origin)}`;
}

function explainNotAllowed(origin: string): string {
  return `This credential cannot change the trusted origins of the org, so ${explainNeed(origin)}`;
}

function explainNeed(origin: string): string {
  return `the web preview may not reach it. If sign-in fails there, add ${origin} in the Admin Console: Security > API > Trusted Origins > Add Origin, with CORS. To let okta-unlock do it, grant okta.trustedOrigins.manage and run the command again.`;
}

async function findTrustedOrigin(
  org: OktaOrg,
  origin: string,
): Promise<TrustedOrigin | "hidden" | undefined> {
  try {
    return (await org.listTrustedOrigins()).find((each) => normalize(each.origin) === origin);
  } catch (error) {
    if (error instanceof OktaRefusal && [403, 404].includes(error.status)) return "hidden";
    throw error;
  }
}

/** As browsers send it: lower case, no final slash. */
function normalize(text: string): string | undefined {
  return readUrl(text)?.origin;
}

function hasCors({ scopes }: TrustedOrigin): boolean {
  return scopes?.some(({ type }) => type === "CORS") === true;
}

function withCors(found: TrustedOrigin): JsonObject {
  return hasCors(found) ? found : { ...found, scopes: [...(found.scopes ?? []), { type: "CORS" }] };
}

function withoutCors(found: TrustedOrigin): JsonObject {
  return { ...found, scopes: found.scopes?.filter(({ type }) => type !== "CORS") };
}

/** How the calls of this file are undone. */
export const trustedOriginEffects: Effects = {
  createTrustedOrigin: ([body], source) => describeNew(body, source),
  replaceTrustedOrigin: ([id, body], source) => describeReplacement(id, body, source),
  activateTrustedOrigin: ([id], source) => ({
    kind: "change",
    undoing: {
      describe: `the activated trusted origin ${id}`,
      manualCommand: inConsole,
      undo: async (signal) => source.run.org.withSignal(signal).deactivateTrustedOrigin(id),
    },
  }),
};

/** No command of ours changes trusted origins on its own. */
const inConsole = "the Admin Console, Security > API > Trusted Origins";

function describeNew({ name, origin }: JsonObject, { run: { org } }: EffectSource): Creation {
  return {
    kind: "creation",
    isNoted: true,
    hasPriority: false,
    describe: (id) => `the trusted origin ${String(origin)}${id === undefined ? "" : ` (${id})`}`,
    manualCommand: () => inConsole,
    find: async (asked) => (await asked.listTrustedOrigins()).filter((each) => each.name === name),
    remove: async (asked, id) => asked.deleteTrustedOrigin(id),
    // Somebody else was quicker: Okta refuses a second one.
    async findOther() {
      const found = await findTrustedOrigin(org, String(origin));
      return typeof found === "object" && hasCors(found) && found.status === "ACTIVE" ? found : undefined;
    },
    learn: () => ({}),
  };
}

function describeReplacement(
  id: string,
  planned: JsonObject,
  { run: { org }, former = {} }: EffectSource,
): Change {
  const read = async (asked: OktaOrg) => (await asked.listTrustedOrigins()).find((each) => each.id === id);
  return {
    kind: "change",
    undoing: {
      describe: `the trusted origin ${String(former["origin"])} (${id}) with CORS, which it did not have`,
      manualCommand: inConsole,
      async undo(signal) {
        const asked = org.withSignal(signal);
        const current = await read(asked);
        if (current !== undefined && hasCors(current))
          await asked.replaceTrustedOrigin(id, withoutCors(current));
      },
    },
    async adapt() {
      const current = await read(org);
      return { call: "replaceTrustedOrigin", args: [id, current ? withCors(current) : planned] };
    },
  };
}
