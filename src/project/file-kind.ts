/** How a file is escaped: one of these for each file of a template. */
export const fileKinds = [
  "swift",
  "kotlin",
  "typescript",
  "xml",
  "plist",
  "pbxproj",
  "properties",
  "toml",
  "json",
  "markdown",
  "text",
  "binary",
] as const;

export type FileKind = (typeof fileKinds)[number];

const kindOfExtension: Readonly<Record<string, FileKind>> = {
  swift: "swift",
  kt: "kotlin",
  kts: "kotlin",
  ts: "typescript",
  tsx: "typescript",
  js: "typescript",
  jsx: "typescript",
  mjs: "typescript",
  cjs: "typescript",
  xml: "xml",
  xcscheme: "xml",
  xcworkspacedata: "xml",
  plist: "plist",
  xcprivacy: "plist",
  entitlements: "plist",
  pbxproj: "pbxproj",
  // Old-style plists, as project.pbxproj is one.
  strings: "pbxproj",
  properties: "properties",
  toml: "toml",
  json: "json",
  xcstrings: "json",
  resolved: "json",
  md: "markdown",
  png: "binary",
  jpg: "binary",
  webp: "binary",
  jar: "binary",
  ttf: "binary",
};

/** The kind that the name of a file tells; a final `.hbs` is looked through. */
export function kindOf(path: string): FileKind {
  const [, extension = ""] = /\.([^./]+)$/u.exec(path.replace(/\.hbs$/u, "")) ?? [];
  return kindOfExtension[extension] ?? "text";
}
