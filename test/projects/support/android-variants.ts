import fc from "fast-check";
import type { TemplateView } from "../../../src/project/template-view.ts";
import { parseBundleId } from "../../../src/values/bundle-id.ts";
import { androidView } from "./sample-view.ts";

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".split("");
const segment = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 12 });
const applicationId = fc
  .array(segment, { minLength: 2, maxLength: 5 })
  .map((segments) => segments.join("."))
  .filter((text) => parseBundleId(text, "android").ok);
const displayName = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });

const names = fc.sample(fc.record({ applicationId, displayName }), { numRuns: 4, seed: 14 });

function named(index: number, changes: Partial<TemplateView>): TemplateView {
  const { applicationId: id, displayName: shown } = names[index] ?? { applicationId: "", displayName: "" };
  return {
    ...androidView,
    displayName: shown,
    bundleId: id,
    applicationId: id,
    applicationPath: id.replaceAll(".", "/"),
    redirectUri: `${id}:/callback`,
    redirectScheme: id,
    postLogoutRedirectUri: `${id}:/logout`,
    ...changes,
  };
}

const local = {
  localOrg: true,
  issuer: "https://localhost:4433/oauth2/default",
  org: "https://localhost:4433",
} as const;
const passcode = { passcodeUnlocks: true, lockAfter: "0", locksAtOnce: true } as const;

/** Projects with random legal names. Every two answers that change the code meet in one of them, each way. */
export const androidVariants: readonly (readonly [name: string, view: TemplateView])[] = [
  ["an Okta org", named(0, {})],
  ["an Okta org, with the screen lock and deletion", named(1, { ...passcode, accountDeletion: true })],
  ["the local org, with deletion", named(2, { ...local, accountDeletion: true })],
  ["the local org, with the screen lock", named(3, { ...local, ...passcode })],
];
