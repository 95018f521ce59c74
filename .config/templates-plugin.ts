import type { Plugin } from "vite";

/** Stands in until the template compiler is written. */
export function templatesPlugin(): Plugin {
  return { name: "okta-unlock:templates" };
}
