import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { execa } from "execa";
import type { AndroidToolchain } from "./android-toolchain.ts";
import type { ToolResult } from "./swift-toolchain.ts";

/** The `android/` that `expo prebuild` made of a React Native project, and what its libraries add to it. */
export interface NativeAndroid {
  readonly android: AndroidToolchain;
  /** The folder of the React Native project. */
  readonly project: string;
  readonly applicationId: string;
  /** Where results go. */
  readonly out: string;
  /** The manifests of the libraries, Expo's and AndroidX's. */
  readonly manifests: readonly string[];
  /** Their compiled resources. */
  readonly resources: readonly string[];
}

/** Unpacks the libraries that Expo's packages bring along, and compiles their resources, which do not change. */
export async function prepareNativeAndroid(
  android: AndroidToolchain,
  project: string,
  { applicationId, out }: { readonly applicationId: string; readonly out: string },
): Promise<NativeAndroid> {
  const native = { android, project, applicationId, out };
  const unpacked = await Promise.all(archives(project).map((archive) => unpack(archive, out)));
  const manifests = unpacked.map((library) => join(library, "AndroidManifest.xml"));
  const resources: string[] = [];
  for (const folder of [...unpacked.map((library) => join(library, "res")), ...reactNativeResources(project)])
    if (existsSync(folder))
      resources.push(await compileResources(native, folder, `library-${resources.length}`));
  const ours = android.artifacts.libraries("app").map((path) => join(android.libraries, basename(path)));
  return {
    ...native,
    manifests: [...manifests, ...ours.map((path) => `${path}.xml`)],
    resources: [...ours.map((path) => `${path}.zip`).filter((path) => existsSync(path)), ...resources],
  };
}

/** The archives of Expo's packages for Android, of one level of `node_modules`. */
function archives(project: string): readonly string[] {
  const packages = join(project, "node_modules");
  return readdirSync(packages)
    .map((name) => join(packages, name, "local-maven-repo"))
    .filter((path) => existsSync(path))
    .flatMap((path) =>
      readdirSync(path, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".aar"))
        .map((name) => join(path, name)),
    );
}

function reactNativeResources(project: string): readonly string[] {
  const folder = join(project, "node_modules/react-native/ReactAndroid/src/main/res");
  return readdirSync(folder).map((name) => join(folder, name));
}

async function unpack(archive: string, out: string): Promise<string> {
  const folder = join(out, basename(archive, ".aar"));
  await execa("unzip", ["-q", archive, "-x", "classes.jar", "jni/*", "-d", folder], { reject: false });
  if (!existsSync(join(folder, "AndroidManifest.xml"))) throw new Error(`${archive} can't be unpacked`);
  return folder;
}

async function compileResources(
  { android, out }: Pick<NativeAndroid, "android" | "out">,
  folder: string,
  name: string,
): Promise<string> {
  const compiled = join(out, `${name}.zip`);
  const { ok, output } = await android.aapt2(["compile", "--dir", folder, "-o", compiled]);
  if (!ok) throw new Error(output);
  return compiled;
}

/** Merges the manifests of a build, and links its resources; returns what went wrong, or the merged manifest. */
export async function linkNativeAndroid(
  native: NativeAndroid,
  type: "debug" | "release",
): Promise<ToolResult> {
  const folder = join(native.out, type);
  mkdirSync(folder, { recursive: true });
  const sources = ["main", type].map((name) => join(native.project, "android/app/src", name));
  const merged = await mergeManifests(native, folder, sources);
  if (!merged.ok) return merged;
  try {
    const own: string[] = [];
    for (const [index, source] of sources.entries())
      if (existsSync(join(source, "res")))
        own.push(await compileResources(native, join(source, "res"), `${type}-${index}`));
    const linked = await linkResources(native, folder, own);
    return linked.ok ? { ok: true, output: merged.output } : linked;
  } catch (error) {
    return { ok: false, output: String(error) };
  }
}

async function mergeManifests(
  { android, applicationId, manifests }: NativeAndroid,
  folder: string,
  sources: readonly string[],
): Promise<ToolResult> {
  const [main = "", ...overlays] = sources
    .map((source) => join(source, "AndroidManifest.xml"))
    .filter((path) => existsSync(path));
  const out = join(folder, "AndroidManifest.xml");
  const properties = [`PACKAGE=${applicationId}`, "MIN_SDK_VERSION=24", "TARGET_SDK_VERSION=36"];
  const laid = overlays.length > 0 ? ["--overlays", overlays.join(":")] : [];
  const inputs = ["--main", main, ...laid, "--libs", manifests.join(":")];
  const outputs = ["--remove-tools-declarations", "--out", out, "--log", "ERROR"];
  const result = await android.java("merger", [
    android.artifacts.jars("tools").join(":"),
    ...inputs,
    ...properties.flatMap((property) => ["--property", property]),
    ...outputs,
  ]);
  const ok = result.ok && existsSync(out) && !/\berror\b/iu.test(result.output);
  return { ok, output: ok ? readFileSync(out, "utf8") : result.output };
}

function linkResources(
  { android, resources }: NativeAndroid,
  folder: string,
  own: readonly string[],
): Promise<ToolResult> {
  const manifest = join(folder, "AndroidManifest.xml");
  // Newer than the resources of Android 13, which there are for aapt2.
  writeFileSync(manifest, readFileSync(manifest, "utf8").replace("|assetsPaths", ""));
  const versions = ["--min-sdk-version", "24", "--target-sdk-version", "36"];
  const inputs = ["-I", android.framework, "--manifest", manifest, "--auto-add-overlay"];
  const outputs = [...versions, "-o", join(folder, "resources.apk")];
  return android.aapt2([
    "link",
    ...inputs,
    ...outputs,
    ...resources,
    // The app's own take the place of a library's.
    ...own.flatMap((path) => ["-R", path]),
  ]);
}
