import { type OktaSettings, readOktaSettings } from "../okta/OktaSettings";

/** The settings of app.json, with the two addresses that lead back to the preview. Throws where it cannot run. */
export function readPreviewSettings(extra: Readonly<Record<string, unknown>> | undefined, origin: string): OktaSettings {
  if (!__DEV__) throw new Error("The preview is for development: it protects nothing.");
  const preview = { ...(extra?.["webPreview"] as Partial<OktaSettings> | undefined) };
  const settings = readOktaSettings({ okta: { ...(extra?.["okta"] as OktaSettings | undefined), ...preview } });
  const { redirectUri = "" } = preview;
  if (!redirectUri.startsWith(`${origin}/`)) {
    throw new Error(`Okta leads back to ${redirectUri || "no address of the preview"}, and this is ${origin}/.`);
  }
  return settings;
}
