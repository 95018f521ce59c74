import type { Wish } from "../provision/app-differences.ts";
import type { Facts } from "./facts.ts";
import type { Subject } from "./subject.ts";

/** Subjects of checks, in the order that reports have them. */
export const groups = {
  settings: "Settings of the app",
  address: "Issuer and org",
  clock: "Clock",
  app: "App in the org",
  "sign-in": "Sign-in, as the app asks for it",
  policies: "Access policies",
  "web-preview": "Web preview",
  machine: "This machine",
} as const;

export type Group = keyof typeof groups;

export type Verdict = "pass" | "warn" | "fail" | "inconclusive" | "skipped" | "crashed";

/** What a check found. */
export interface Finding {
  readonly verdict: Verdict;
  /** What was seen, as a sentence. */
  readonly evidence: string;
  /** What to do about it, when something is wrong. */
  readonly fix?: string;
  /** An administrator has chosen it: `--fix` leaves it as it is. */
  readonly isChoice?: true;
}

/** What `--fix` does about a check that failed. */
export type Mend =
  | { readonly kind: "files" }
  | { readonly kind: "app"; readonly wishes: (subject: Subject) => readonly AppWish[] }
  | { readonly kind: "activation" }
  | { readonly kind: "assignment" }
  | { readonly kind: "policy" }
  | { readonly kind: "trusted-origin" };

/** A field of an app, and the value it should have, given the one that it has. */
export interface AppWish extends Pick<Wish, "path"> {
  readonly add?: readonly string[];
  readonly set?: unknown;
}

/** What a credential needs to look at a part of the org. */
export type ReadScope = "okta.apps.read" | "okta.authorizationServers.read" | "okta.trustedOrigins.read";

/** One question about an app, and everything that is known about its answer. */
export interface Check<Id extends string = string> {
  /** In kebab case: `redirect-uri-registered`. */
  readonly id: Id;
  /** What is true when it passes. */
  readonly title: string;
  readonly group: Group;
  /** What a developer sees when it is not true. */
  readonly symptom: string;
  /** What to do about it, in general. */
  readonly remedy: string;
  /** Checks that have to pass first: when one does not, this one can tell nothing. */
  readonly needs?: readonly string[];
  /** What it does not concern it says nothing about; everything unless given. */
  readonly concerns?: (about: Pick<Facts, "subject" | "context">) => boolean;
  /** The scope that only somebody who is signed in to the org may have, and without which nothing can be told. */
  readonly needsSignIn?: ReadScope;
  /** The flag that asks for it: for a check that leaves something behind in the org. */
  readonly onRequest?: "device-grant";
  readonly mend?: Mend;
  readonly run: (facts: Facts) => Promise<Finding> | Finding;
}

/** One row of the table of checks. */
export function defineCheck<const Id extends string>(check: Check<Id>): Check<Id> {
  return check;
}

export function pass(evidence: string): Finding {
  return { verdict: "pass", evidence };
}

export function fail(evidence: string, fix: string): Finding {
  return { verdict: "fail", evidence, fix };
}

export function warn(evidence: string, fix: string): Finding {
  return { verdict: "warn", evidence, fix };
}

/** For answers of an unknown shape: never a pass. */
export function inconclusive(evidence: string, fix?: string): Finding {
  return { verdict: "inconclusive", evidence, ...(fix !== undefined && { fix }) };
}

export function skip(evidence: string, fix?: string): Finding {
  return { verdict: "skipped", evidence, ...(fix !== undefined && { fix }) };
}
