/** What your app is at Okta. */
export interface OktaSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** Separated by blanks, as OAuth writes them. */
  readonly scopes: string;
  readonly redirectUri: string;
  readonly postLogoutRedirectUri: string;
}

const names = ["issuer", "clientId", "scopes", "redirectUri", "postLogoutRedirectUri"] as const;

/** The settings of `extra.okta` in app.json. Throws when they cannot be right. */
export function readOktaSettings(extra: unknown): OktaSettings {
  const okta: unknown = isRecord(extra) ? extra["okta"] : undefined;
  const found = isRecord(okta) ? okta : {};
  const missing = names.filter((name) => typeof found[name] !== "string" || found[name] === "");
  if (missing.length > 0) throw new Error(`extra.okta in app.json has no ${missing.join(", ")}.`);
  const settings = found as unknown as OktaSettings;
  if (!settings.issuer.startsWith("https://")) throw new Error("The issuer in app.json has to begin with https://.");
  return settings;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
