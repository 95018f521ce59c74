import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AndroidToolchain } from "./android-toolchain.ts";
import type { ToolResult } from "./swift-toolchain.ts";

/** The build scripts of a project, and what each of them is a part of. */
const scripts = {
  "settings.gradle.kts": "Settings",
  "build.gradle.kts": "Project",
  "app/build.gradle.kts": "Project",
} as const;

/** The plugins that Gradle compiles scripts with: blocks have a receiver, and `=` sets a property. */
const kotlinDslPlugins = [
  ["sam-with-receiver-compiler-plugin.jar", "samWithReceiver:annotation=org.gradle.api.HasImplicitReceiver"],
  [
    "assignment-compiler-plugin.jar",
    "assignment:annotation=org.gradle.api.SupportsKotlinAssignmentOverloading",
  ],
] as const;

/** What Gradle and the Android plugin import or generate for every script: the rest are their own types. */
const generated = `
import com.android.build.api.dsl.ApplicationBuildType
import com.android.build.api.dsl.ApplicationExtension
import com.android.build.api.variant.ApplicationAndroidComponentsExtension
import org.gradle.api.*
import org.gradle.api.artifacts.MinimalExternalModuleDependency
import org.gradle.api.initialization.Settings
import org.gradle.api.initialization.resolve.*
import org.gradle.api.provider.Property
import org.gradle.api.provider.Provider
import org.gradle.api.tasks.*
import org.gradle.plugin.use.*
`;

const accessors = `
fun plugins(block: PluginDependenciesSpec.() -> Unit) {}
infix fun PluginDependencySpec.apply(apply: Boolean): PluginDependencySpec = apply(apply)
fun android(block: ApplicationExtension.() -> Unit) {}
val androidComponents: ApplicationAndroidComponentsExtension get() = TODO()
fun NamedDomainObjectContainer<ApplicationBuildType>.release(block: ApplicationBuildType.() -> Unit) {}
fun NamedDomainObjectContainer<ApplicationBuildType>.debug(block: ApplicationBuildType.() -> Unit) {}
fun <T : Task> TaskContainer.register(name: String, block: T.() -> Unit) {}
fun <T : Any> Property<T>.assign(value: T?) = set(value)
class DependencyScope { fun platform(d: Provider<MinimalExternalModuleDependency>) = d }
fun dependencies(block: DependencyScope.() -> Unit) {}
`;

const configurations = [
  "implementation",
  "debugImplementation",
  "releaseImplementation",
  "testImplementation",
  "androidTestImplementation",
  "coreLibraryDesugaring",
].map((name) => `fun DependencyScope.${name}(d: Provider<MinimalExternalModuleDependency>) {}\n`);

/** Compiles the build scripts of a rendered project against the types of Gradle and of the Android plugin. */
export function typecheckScripts(
  { artifacts, java, kotlin }: AndroidToolchain,
  project: string,
): Promise<ToolResult> {
  const folder = join(project, "build/gradle");
  mkdirSync(folder, { recursive: true });
  const catalog = readFileSync(join(project, "gradle/libs.versions.toml"), "utf8");
  const files = Object.entries(scripts).map(([script, receiver], index) => {
    const file = join(folder, `${script.replaceAll("/", ".")}.kt`);
    const text = asFunction(readFileSync(join(project, script), "utf8"), receiver, catalog);
    writeFileSync(file, `package script${index}\n${text}`);
    return file;
  });
  const classPath = [
    ...artifacts.jars("gradle"),
    artifacts.jar("app", "org.jetbrains.kotlin.kotlin-stdlib-"),
  ];
  const options = ["-no-stdlib", "-jvm-target", "11", "-nowarn", "-cp", classPath.join(":")];
  const plugins = kotlinDslPlugins.flatMap(([jar, annotation]) => [
    `-Xplugin=${join(kotlin, jar)}`,
    "-P",
    `plugin:org.jetbrains.kotlin.${annotation}`,
  ]);
  return java("kotlinc", [...options, ...plugins, "-d", join(folder, "out"), ...files]);
}

/** A Kotlin file with the script in a function of what it configures. */
function asFunction(script: string, receiver: string, catalog: string): string {
  const lines = script.split("\n");
  const imports = lines.filter((line) => line.startsWith("import "));
  const body = lines.filter((line) => !line.startsWith("import "));
  const own = [...imports, generated, catalogAccessors(catalog), accessors, ...configurations];
  return [...own, `fun ${receiver}.script() {`, ...body, "}", ""].join("\n");
}

interface Node {
  readonly children: Map<string, Node>;
  type?: string;
}

/** The classes that Gradle generates for the names in `libs.versions.toml`. */
function catalogAccessors(catalog: string): string {
  const root: Node = { children: new Map() };
  for (const [section, type] of [
    ["libraries", "Provider<MinimalExternalModuleDependency>"],
    ["plugins", "Provider<PluginDependency>"],
  ] as const) {
    for (const name of namesIn(catalog, section)) {
      let node = root;
      for (const part of [...(section === "plugins" ? ["plugins"] : []), ...name.split(/[-_.]/u)]) {
        const child: Node = node.children.get(part) ?? { children: new Map() };
        node.children.set(part, child);
        node = child;
      }
      node.type = type;
    }
  }
  const classes: string[] = [];
  return `val libs: ${writeAccessors(root, classes)} get() = TODO()\n${classes.join("")}`;
}

function writeAccessors({ children, type }: Node, classes: string[]): string {
  const members = [...children].map(
    ([name, child]) => `val \`${name}\`: ${writeAccessors(child, classes)} get() = TODO()`,
  );
  const name = `Accessors${classes.length}`;
  classes.push(`abstract class ${name}${type === undefined ? "" : ` : ${type}`} { ${members.join("; ")} }\n`);
  return name;
}

function namesIn(catalog: string, section: string): readonly string[] {
  const [, text = ""] = catalog.split(`\n[${section}]\n`);
  return [...(text.split(/^\[/mu)[0] ?? "").matchAll(/^([\w-]+) = /gmu)].map(([, name = ""]) => name);
}
