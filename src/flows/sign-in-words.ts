import type { OrgIdentity } from "../auth/identify-org.ts";
import type { SignInMethod } from "../auth/profiles/profile.ts";

/** How people call the ways to sign in. */
export const methodNames: Readonly<Record<SignInMethod["kind"], string>> = {
  "api-token": "API token",
  "service-app": "service app",
  device: "device",
};

export const engineNames: Readonly<Record<NonNullable<OrgIdentity["engine"]>, string>> = {
  identity: "Identity Engine",
  classic: "Classic Engine",
};
