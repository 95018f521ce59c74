import type { SignInMethod } from "../org/profiles/profile.ts";

/** How people call the ways to sign in. */
export const methodNames: Readonly<Record<SignInMethod["kind"], string>> = {
  "api-token": "API token",
  "service-app": "service app",
  device: "device",
};
