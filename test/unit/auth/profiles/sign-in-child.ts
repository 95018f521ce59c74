// Signs in, or rotates a refresh token, in a process of its own: `add <folder> <name>`, `rotate <folder> <name>`.
import { readProfiles } from "../../../../src/auth/profiles/profile-file.ts";
import { readCredential, saveSignIn } from "../../../../src/auth/profiles/saved-sign-ins.ts";
import type { OrgUrl } from "../../../../src/values/org-url.ts";

const [what, configDirectory = "", name = ""] = process.argv.slice(2);
const unused = () => Promise.reject(new Error("the keyring is not used here"));
const context = {
  configDirectory,
  platform: process.platform,
  keyring: { read: unused, write: unused, remove: unused },
  secrets: { add: () => {}, mask: (text: string) => text },
};

if (what === "add") {
  const orgUrl = `https://${name}.okta.com` as OrgUrl;
  const credential = { kind: "api-token", token: `token-of-${name}` } as const;
  await saveSignIn(context, { orgUrl, credential, login: name, place: "file" });
} else {
  const { profiles } = await readProfiles(context);
  const profile = profiles.find((each) => each.name === name);
  if (profile === undefined) throw new Error("no such profile");
  const credential = await readCredential(context, profile);
  if (credential.kind !== "device") throw new Error("not a device sign-in");
  await credential.exchangeRefreshToken(async (kept) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return { refreshToken: `rotated-${Number(kept.replace("rotated-", "")) + 1}` };
  });
}
