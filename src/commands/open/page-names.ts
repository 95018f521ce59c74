/** What `open` can open. */
export const pageNames = ["app", "policy", "tokens", "signin", "logs", "docs"] as const;

export type PageName = (typeof pageNames)[number];
