/** What `open` can open. */
export const pageNames = ["app", "policy", "tokens", "signin", "logs", "docs"] as const;

export type PageName = (typeof pageNames)[number];

/** What each page shows, in the help and in the question. */
export const pageTitles: Readonly<Record<PageName, string>> = {
  app: "the app in the Admin Console",
  policy: "the access policies of its authorization server",
  tokens: "the API tokens of the org",
  signin: "the sign-in page, as a user of the app sees it",
  logs: "the System Log of the app; of the org when no app is known",
  docs: "the documentation of okta-unlock",
};
