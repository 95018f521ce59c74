import type { Context } from "../context.ts";
import type { JsonObject, OktaApp, OktaOrg, Removal } from "../okta/port.ts";
import type { Journal, Undoing } from "./journal.ts";
import type { ActingStep } from "./planned-steps.ts";
import type { FilledRequest } from "./request.ts";

export type ApplyContext = Pick<Context, "log" | "clock" | "signal">;

/** What a run writes into what it creates. */
export interface CreationStamp {
  /** Marks what this run creates, so that it is found again when an answer was lost. */
  readonly run: string;
  /** When an ephemeral app expires by the org's clock, ISO 8601; undefined for a permanent one. */
  readonly expiresAt: string | undefined;
}

/** What the steps of one run share. */
export interface Run {
  readonly context: ApplyContext;
  readonly org: OktaOrg;
  readonly journal: Journal;
  readonly stamp: CreationStamp;
}

/** What earlier steps found out for later ones. */
export interface Progress {
  readonly appId?: string;
  readonly clientId?: string;
  readonly policyId?: string;
  /** The app that this run created, as Okta told it: removing it removes what belongs to it. */
  readonly newApp?: OktaApp;
  /** True when this run created the policy: then its rule goes with it. */
  readonly isNewPolicy?: boolean;
  /** What the credential may not do, and the run goes on without. */
  readonly unpermitted?: readonly ActingStep[];
}

/** Something that Okta made, by its id. */
export interface Created {
  readonly id: string;
}

/** What a request that creates something does, and how that is found and removed again. */
export interface Creation {
  readonly kind: "creation";
  /** False when it goes with something else that this run created: then it needs no note of its own. */
  readonly isNoted: boolean;
  /** True for what has a priority among others of its kind. */
  readonly hasPriority: boolean;
  /** What may be left behind; its id is undefined as long as nobody knows it. */
  describe(id: string | undefined): string;
  /** The command that removes it. */
  manualCommand(id: string | undefined): string;
  /** Finds it when its id never arrived. */
  find(org: OktaOrg): Promise<readonly Created[]>;
  remove(org: OktaOrg, id: string): Promise<Removal>;
  /** What somebody else made meanwhile and does as well, when Okta refused to make another one; it is not undone. */
  findOther?(): Promise<Created | undefined>;
  /** What later steps learn from the answer. */
  learn(created: Created): Progress;
}

/** What a request that changes something does. */
export interface Change {
  readonly kind: "change";
  /** Undefined when nothing has to be undone: what is changed goes with something that this run created. */
  readonly undoing?: Undoing | undefined;
  /** The request for another try, when somebody else changed the same thing; the same one unless given. */
  readonly adapt?: () => Promise<FilledRequest>;
}

/** What is known when a request is about to be sent. */
export interface EffectSource {
  readonly run: Pick<Run, "org" | "stamp">;
  readonly progress: Progress;
  /** The state before, as the step has it. */
  readonly former: JsonObject | undefined;
}

/** How the calls that plans hold are undone, by the name of the call. */
export type Effects = {
  readonly [K in FilledRequest["call"]]?: (
    args: Parameters<OktaOrg[K]>,
    source: EffectSource,
  ) => Creation | Change | Promise<Creation | Change>;
};
