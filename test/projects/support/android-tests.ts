import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { AndroidBuild } from "./android-build.ts";
import { type AndroidToolchain, kotlinFiles } from "./android-toolchain.ts";
import { readBuildScript } from "./build-script.ts";
import type { ToolResult } from "./swift-toolchain.ts";

const noStdlib = ["-no-stdlib", "-jvm-target", "11", "-nowarn"];

/** The Kotlin files below a part of the project's sources: `main core/session`. */
function sourcesIn(project: string, set: string, part: string): readonly string[] {
  const { applicationId } = readBuildScript(project);
  return kotlinFiles(join(project, "app/src", set, "kotlin", ...applicationId.split("."), part));
}

/** Compiles the platform-free part of the project, without anything of Android; what it makes lies in `session`. */
export function compileSession(android: AndroidToolchain, project: string): Promise<ToolResult> {
  const { artifacts, java } = android;
  const out = join(project, "build/session");
  const names = ["-module-name", "session", "-cp", artifacts.jars("app").join(":"), "-d", out];
  return java("kotlinc", [...noStdlib, ...names, ...sourcesIn(project, "main", "core/session")]);
}

/** Compiles the tests of the session against what `compileSession` made. */
export function compileSessionTests(android: AndroidToolchain, project: string): Promise<ToolResult> {
  const { artifacts, java } = android;
  const session = join(project, "build/session");
  const classPath = [session, ...artifacts.jars("app"), ...artifacts.jars("test")].join(":");
  const names = ["-module-name", "tests", `-Xfriend-paths=${session}`, "-cp", classPath];
  const sources = sourcesIn(project, "test", "core/session");
  return java("kotlinc", [...noStdlib, ...names, "-d", join(project, "build/session-tests"), ...sources]);
}

/** Runs the tests of the session of `project`, or those compiled for a project like it, on this machine. */
export function runSessionTests(
  android: AndroidToolchain,
  project: string,
  like = project,
): Promise<ToolResult> {
  const { artifacts, java } = android;
  const folders = [join(like, "build/session-tests"), join(project, "build/session")];
  const resources = join(like, "app/src/test/resources");
  const classPath = [
    ...folders,
    resources,
    ...artifacts.jars("app"),
    artifacts.jar("test", "org.json.json-"),
  ];
  return java("junit", [classPath.join(":"), ...testClassesIn(sourcesIn(like, "test", "core/session"))]);
}

/** Where the tests that draw find the pictures that somebody has looked at, and leave those that they drew. */
interface PictureFolders {
  readonly reviewed: string;
  readonly drawn: string;
}

/** Compiles all tests of the project against a build of it, and runs those on Robolectric: of the shell and the keystore. */
export async function runScreenTests(
  android: AndroidToolchain,
  project: string,
  { folder }: AndroidBuild,
  pictures: PictureFolders,
): Promise<ToolResult> {
  const { artifacts, java, kotlin } = android;
  const app = join(folder, "app");
  const tests = join(folder, "tests");
  const own = [tests, app, join(folder, "generated"), android.oktaStubs];
  const libraries = [...artifacts.jars("app"), ...artifacts.jars("test")];
  const classPath = [...own, ...libraries, artifacts.jar("sdk", "org.robolectric.android-all-17")].join(":");
  const compose = `-Xplugin=${join(kotlin, "compose-compiler-plugin.jar")}`;
  const names = ["-module-name", "tests", `-Xfriend-paths=${app}`, "-cp", classPath, "-d", tests];
  const sources = sourcesIn(project, "test", "");
  const compiled = await java("kotlinc", [...noStdlib, compose, ...names, ...sources]);
  if (!compiled.ok) return compiled;
  const { dependencies, framework, settings } = prepareRobolectric(android, project, folder);
  const resources = join(project, "app/src/test/resources");
  const running = [settings, resources, ...own, ...libraries, framework].join(":");
  const options = [running, "-Drobolectric.offline=true", `-Drobolectric.dependency.dir=${dependencies}`];
  const tested = ["shell", "core/keystore"].flatMap((part) => sourcesIn(project, "test", part));
  return android.runAlone(options, testClassesIn(tested), {
    REVIEWED_PICTURES: pictures.reviewed,
    DRAWN_PICTURES: pictures.drawn,
  });
}

/** The framework that runs here, under the name that Robolectric knows it by, and what the build says of the resources. */
function prepareRobolectric(
  { artifacts }: AndroidToolchain,
  project: string,
  folder: string,
): { readonly dependencies: string; readonly framework: string; readonly settings: string } {
  const framework = artifacts.jar("sdk", "org.robolectric.android-all-instrumented-15");
  const dependencies = join(folder, "robolectric");
  mkdirSync(dependencies);
  symlinkSync(framework, join(dependencies, basename(framework).replace("org.robolectric.", "")));
  const settings = join(folder, "settings");
  mkdirSync(join(settings, "com/android/tools"), { recursive: true });
  const lines = [
    `android_resource_apk=${join(folder, "resources.apk")}`,
    `android_merged_manifest=${join(folder, "AndroidManifest.xml")}`,
    `android_custom_package=${readBuildScript(project).applicationId}`,
  ];
  writeFileSync(join(settings, "com/android/tools/test_config.properties"), `${lines.join("\n")}\n`);
  return { dependencies, framework, settings };
}

/** The test classes that these files hold: one each, named as the file; what others inherit is none. */
function testClassesIn(files: readonly string[]): readonly string[] {
  return files
    .filter((file) => file.endsWith("Test.kt"))
    .flatMap((file) => {
      const source = readFileSync(file, "utf8");
      const name = basename(file, ".kt");
      if (source.includes(`abstract class ${name}`)) return [];
      return `${/^package (\S+)$/mu.exec(source)?.[1]?.replaceAll("`", "")}.${name}`;
    });
}

/** Compiles the tests that run on a device against a build of the app. */
export function compileDeviceTests(
  { artifacts, java, oktaStubs }: AndroidToolchain,
  project: string,
  { folder }: AndroidBuild,
): Promise<ToolResult> {
  const own = [join(folder, "app"), join(folder, "generated"), oktaStubs];
  const framework = artifacts.jar("sdk", "org.robolectric.android-all-17");
  const classPath = [...own, ...artifacts.jars("app"), ...artifacts.jars("test"), framework].join(":");
  const names = ["-module-name", "device", `-Xfriend-paths=${own[0]}`, "-cp", classPath];
  const sources = sourcesIn(project, "androidTest", "");
  return java("kotlinc", [...noStdlib, ...names, "-d", join(folder, "device"), ...sources]);
}
