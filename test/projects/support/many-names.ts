import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { renderTextFor } from "./render-template.ts";
import { sampleView } from "./sample-view.ts";
import { compile, type SwiftToolchain } from "./swift-toolchain.ts";

/**
 * Renders `AppInfo.swift` for each display name and returns what a program made of them says the names are: the same
 * ones, unless escaping is at fault. Throws the compiler's words when a file does not compile. `folder` is an empty
 * folder for the program.
 */
export async function typecheckManyNames(
  swift: SwiftToolchain,
  names: readonly string[],
  folder: string,
): Promise<readonly string[]> {
  const views = names.map((displayName) => ({ ...sampleView, displayName }));
  return namesIn(swift, await renderTextFor("App/Shell/Launch/AppInfo.swift.hbs", views), folder);
}

/** Compiles all `sources`, each an `AppInfo.swift`, into one program, runs it, and returns the names that it tells. */
export async function namesIn(
  swift: SwiftToolchain,
  sources: readonly string[],
  folder: string,
): Promise<readonly string[]> {
  const files = sources.map((text, index) => {
    const path = join(folder, `AppInfo${index}.swift`);
    writeFileSync(path, text.replace("enum AppInfo", `enum AppInfo${index}`));
    return path;
  });
  const main = join(folder, "Main.swift");
  writeFileSync(main, programThatTells(sources.length));
  const compiled = await compile(swift, "Names", [...files, main], folder);
  if (!compiled.ok) throw new Error(compiled.output);
  const linked = await swift.run("swift-link", ["names", "Names.o"], folder);
  if (!linked.ok) throw new Error(linked.output);
  const { stdout } = await execa(join(folder, "names"));
  return stdout.split("\n").map((line) => Buffer.from(line, "base64").toString("utf8"));
}

/** Base64, so that line breaks and control characters arrive as they are. */
function programThatTells(count: number): string {
  const lines = Array.from({ length: count }, (_, index) => `        tell(AppInfo${index}.displayName)`);
  return [
    "import Foundation",
    "func tell(_ name: String) { print(Data(name.utf8).base64EncodedString()) }",
    "@main struct Main {",
    "    static func main() {",
    ...lines,
    "    }",
    "}",
    "",
  ].join("\n");
}
