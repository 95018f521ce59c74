/** What `open` can open. */
export const pageNames = ["app", "policy", "tokens", "signin", "logs", "docs"] as const;

export type PageName = (typeof pageNames)[number];

/** What each page shows, in the help and in the question. */
export const pageTitles: Readonly<Record<PageName, string>> = {
  app: "the app in the Admin Console",
  policy: "its access policies",
  tokens: "the API tokens of the org",
  signin: "the sign-in page, as users see it",
  logs: "the System Log of the app",
  docs: "the documentation of okta-unlock",
};

/** The flags that say what a page is about; the others are about nothing that `--app` or `--org` could name. */
export const pagesOf: Readonly<Record<"app" | "org", readonly PageName[]>> = {
  app: ["app", "policy", "signin", "logs"],
  org: ["app", "policy", "tokens", "signin", "logs"],
};
