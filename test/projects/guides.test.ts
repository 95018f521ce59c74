import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Platform } from "../../src/values/platform.ts";
import { linesOfRegion, readSource } from "./support/regions.ts";
import {
  androidTemplateFolder,
  listedFiles,
  reactNativeTemplateFolder,
  templateFolder,
} from "./support/render-template.ts";

/** One snippet of a guide, and what takes its place: a region of that name on every platform, compiled where it stands. */
interface Snippet {
  readonly name: string;
  /** Its lines in the guide for iOS today; there is none for React Native. */
  readonly published: number;
  readonly region: string;
  /** The file that has the region. */
  readonly files: Readonly<Record<Platform, string>>;
}

const folders: Readonly<Record<Platform, { readonly template: string; readonly sources: string }>> = {
  ios: { template: templateFolder, sources: "App" },
  android: { template: androidTemplateFolder, sources: "app/src/main/kotlin/app" },
  "react-native": { template: reactNativeTemplateFolder, sources: "" },
};

const vault: Snippet["files"] = {
  ios: "Core/Keychain/KeychainItems.swift",
  android: "core/keystore/KeystoreVault.kt",
  "react-native": "okta-unlock/vault/SecureStoreItems.ts",
};

/**
 * The snippets of Okta's guides "Unlock a mobile app with biometrics", "Sign users in to your mobile app using the
 * redirect model" and the two pages that it leads on to (okta-developer-docs, 468de9c511). Not here is what has no code of
 * ours: `installsdk` (nothing is installed for the vault), `definecallback`.
 */
const snippets: readonly Snippet[] = [
  snippet("addconfigpkg", 3, "import-sdk", {
    ios: "Shell/Launch/AppModel+Live.swift",
    android: "core/okta/OktaClient.kt",
    "react-native": "okta-unlock/okta/OktaSignIn.ts",
  }),
  snippet("configmid", 6, "configuration", {
    ios: "Shell/Launch/AppModel+Live.swift",
    android: "core/okta/OktaClient.kt",
    "react-native": "src/createAppModel.ts",
  }),
  snippet("opensignin, signing in", 14, "sign-in", inFile("okta/OktaSignIn")),
  snippet("opensignin, signing out", 17, "sign-out", inFile("okta/OktaSignIn")),
  snippet("getuserinfo", 17, "get-user-info", inFile("okta/OktaGrant")),
  snippet("usetoken", 8, "use-token", inFile("session/ApiClient")),
  snippet("checkfortoken", 32, "check-for-session", inFile("session/AppModel")),
  snippet("refresh", 16, "refresh", inFile("session/OktaSession")),
  snippet("storerefreshtoken", 19, "store-refresh-token", vault),
  snippet("challenge", 10, "challenge", vault),
  snippet("getnewaccesstoken", 7, "get-new-access-token", inFile("okta/OktaAuthorizationServer")),
  snippet("discardaccesstoken", 5, "discard-access-token", inFile("session/OktaSession")),
];

function snippet(name: string, published: number, region: string, files: Snippet["files"]): Snippet {
  return { name, published, region, files };
}

/** A file that stands at the same place of the core on every platform. */
function inFile(path: string): Snippet["files"] {
  const [folder = "", name = ""] = path.split("/");
  const capital = `${folder.charAt(0).toUpperCase()}${folder.slice(1)}`;
  return {
    ios: `Core/${capital}/${name}.swift`,
    android: `core/${path}.kt`,
    "react-native": `okta-unlock/${path}.ts`,
  };
}

function readLines(platform: Platform, { region, files }: Snippet): readonly string[] {
  const { template, sources } = folders[platform];
  const file = join(sources, files[platform]).replaceAll("\\", "/");
  return linesOfRegion(readSource(template, listedFiles(platform), file), region);
}

describe.each(["ios", "react-native"] as const)("on %s, the snippet", (platform) => {
  test.each(snippets)("$name is shorter than the $published lines of today", (each) => {
    expect(readLines(platform, each).length).toBeLessThan(each.published);
  });
});

describe("on android, the snippet", () => {
  test.each(snippets)("$name is short enough to be read at once", (each) => {
    expect(readLines("android", each).length).toBeLessThanOrEqual(20);
  });
});

describe.each(["ios", "android", "react-native"] as const)("on %s, the snippet", (platform) => {
  test.each(snippets)("$name is the same in every project, and at most 120 columns wide", (each) => {
    const lines = readLines(platform, each);
    expect(lines).not.toEqual([]);
    expect(lines.join("\n")).not.toContain("{{");
    const indentation = Math.min(...lines.map((line) => line.search(/\S/u)));
    expect(Math.max(...lines.map((line) => line.length - indentation))).toBeLessThanOrEqual(120);
  });
});
