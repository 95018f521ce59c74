import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { androidStubs, type AndroidToolchain, kotlinFiles } from "./android-toolchain.ts";
import { type BuildValues, readBuildScript } from "./build-script.ts";
import type { ToolResult } from "./swift-toolchain.ts";

export interface AndroidBuildOptions {
  /** Which of the two builds: release has nothing of src/debug. */
  readonly type?: "debug" | "release";
  /** Compile against the framework of `minSdk` in place of the newest one. */
  readonly oldest?: boolean;
  /** Make the `R` of each library, too: a library that runs asks for it. */
  readonly runs?: boolean;
}

/** A build of a rendered project. What it made lies in `folder`; `output` is what the step said that failed. */
export interface AndroidBuild extends ToolResult {
  readonly folder: string;
  /** Compiles the Kotlin of the project anew, as it is now, with the resources of this build. */
  recompile(): Promise<ToolResult>;
}

/**
 * Does with a rendered project what the Android plugin does: merges the manifests, links the resources, makes `R` and
 * `BuildConfig`, and compiles all Kotlin with the Compose plugin, against the real libraries.
 */
export async function buildApp(
  android: AndroidToolchain,
  project: string,
  { type = "debug", oldest = false, runs = false }: AndroidBuildOptions = {},
): Promise<AndroidBuild> {
  const folder = join(project, "build", oldest ? "oldest" : type);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "java"), { recursive: true });
  const build: Build = { android, project, folder, type, values: readBuildScript(project), oldest, runs };
  const recompile = () => compileKotlin(build);
  let said = "";
  for (const step of [mergeManifests, compileResources, linkResources, compileJava, compileKotlin]) {
    const { ok, output } = await step(build);
    said = output;
    if (!ok) return { ok, output, folder, recompile };
  }
  return { ok: true, output: said, folder, recompile };
}

interface Build {
  readonly android: AndroidToolchain;
  readonly project: string;
  readonly folder: string;
  readonly type: "debug" | "release";
  readonly values: BuildValues;
  readonly oldest: boolean;
  readonly runs: boolean;
}

/** The source sets of this build, the most general one first. */
function sourceSetsOf({ project, type }: Build): readonly string[] {
  return ["main", type].map((name) => join(project, "app/src", name));
}

/** Libraries whose part in a build for tests a release must not have. */
const debugOnly = "androidx.compose.ui.ui-test-manifest-";

function librariesOf({ android, type, runs }: Build): readonly string[] {
  const debugOrNot = (path: string): boolean => type === "debug" || !basename(path).startsWith(debugOnly);
  const all = [...android.artifacts.libraries("app"), ...android.artifacts.libraries("test")].filter(
    debugOrNot,
  );
  return runs ? all : all.filter((path) => !path.includes("/test/") || basename(path).startsWith(debugOnly));
}

async function mergeManifests(build: Build): Promise<ToolResult> {
  const { android, folder, values } = build;
  const [main = "", ...overlays] = sourceSetsOf(build)
    .map((source) => join(source, "AndroidManifest.xml"))
    .filter((path) => existsSync(path));
  const libraries = librariesOf(build).map((path) => join(android.libraries, `${basename(path)}.xml`));
  const out = join(folder, "AndroidManifest.xml");
  const properties = [
    `PACKAGE=${values.applicationId}`,
    `MIN_SDK_VERSION=${values.minSdk}`,
    `TARGET_SDK_VERSION=${values.targetSdk}`,
  ];
  const inputs = ["--main", main, ...(overlays.length > 0 ? ["--overlays", overlays.join(":")] : [])];
  const uses = ["--libs", [join(androidStubs, "manifest/okta.xml"), ...libraries].join(":")];
  const fills = [...values.placeholders].flatMap(([name, value]) => ["--placeholder", `${name}=${value}`]);
  const sets = properties.flatMap((property) => ["--property", property]);
  const result = await android.java("merger", [
    android.artifacts.jars("tools").join(":"),
    ...inputs,
    ...uses,
    ...fills,
    ...sets,
    "--out",
    out,
    "--log",
    "WARNING",
  ]);
  // Its exit code alone is not to be trusted.
  return { ok: result.ok && existsSync(out) && !/\berror\b/iu.test(result.output), output: result.output };
}

async function compileResources(build: Build): Promise<ToolResult> {
  const { android, folder } = build;
  const sets = [...sourceSetsOf(build), androidStubs].map((source) => join(source, "res"));
  for (const [index, set] of sets.entries()) {
    if (!existsSync(set)) continue;
    const result = await android.aapt2(["compile", "--dir", set, "-o", join(folder, `${index}.zip`)]);
    if (!result.ok) return result;
  }
  return { ok: true, output: "" };
}

async function linkResources(build: Build): Promise<ToolResult> {
  const { android, folder, values, runs } = build;
  const libraries = librariesOf(build).map((path) => join(android.libraries, basename(path)));
  const packages = libraries.map(
    (path) => /package="([^"]+)"/u.exec(readFileSync(`${path}.xml`, "utf8"))?.[1] ?? "",
  );
  const [main = "0.zip", ...overlays] = readdirSync(folder)
    .filter((name) => name.endsWith(".zip"))
    .toSorted();
  const manifest = ["--manifest", join(folder, "AndroidManifest.xml"), "--auto-add-overlay"];
  const versions = ["--min-sdk-version", values.minSdk, "--target-sdk-version", values.targetSdk];
  const names = runs ? ["--extra-packages", [...new Set(packages)].join(":")] : [];
  return android.aapt2([
    "link",
    "-I",
    android.framework,
    ...manifest,
    ...versions,
    ...names,
    "--java",
    join(folder, "java"),
    "-o",
    join(folder, "resources.apk"),
    ...libraries.map((path) => `${path}.zip`).filter((path) => existsSync(path)),
    ...[main, ...overlays].map((name) => join(folder, name)),
  ]);
}

async function compileJava({ android, folder, values, type }: Build): Promise<ToolResult> {
  const constants = [
    `boolean DEBUG = ${type === "debug"}`,
    `String APPLICATION_ID = "${values.applicationId}"`,
    `String BUILD_TYPE = "${type}"`,
    `int VERSION_CODE = 1`,
    `String VERSION_NAME = "1.0"`,
    ...[...values.fields].map(([name, value]) => `String ${name} = ${JSON.stringify(value)}`),
  ].map((constant) => `  public static final ${constant};\n`);
  const config = `package ${values.applicationId};\npublic final class BuildConfig {\n${constants.join("")}}\n`;
  writeFileSync(join(folder, "java/BuildConfig.java"), config);
  const sources = readdirSync(join(folder, "java"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".java"))
    .map((path) => join(folder, "java", path));
  return android.java("javac", ["-nowarn", "-d", join(folder, "generated"), ...sources]);
}

function compileKotlin(build: Build): Promise<ToolResult> {
  const { android, folder, oldest } = build;
  const { artifacts } = android;
  const framework = oldest
    ? artifacts.jars("minsdk")
    : [artifacts.jar("sdk", "org.robolectric.android-all-17")];
  const classPath = [join(folder, "generated"), android.oktaStubs, ...artifacts.jars("app"), ...framework];
  const sources = sourceSetsOf(build).flatMap((source) => kotlinFiles(source));
  const options = ["-no-stdlib", "-jvm-target", "11", "-module-name", "app", "-Werror"];
  const compose = `-Xplugin=${join(android.kotlin, "compose-compiler-plugin.jar")}`;
  const places = ["-cp", classPath.join(":"), "-d", join(folder, "app")];
  return android.java("kotlinc", [...options, compose, ...places, ...sources]);
}
