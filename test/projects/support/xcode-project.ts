import { existsSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@bacons/xcode/json";

interface PbxObject {
  readonly isa: string;
  readonly [key: string]: unknown;
}

/** The keys of each class that hold ids of other objects. A class that is not here is an unknown one. */
const references: Readonly<Record<string, readonly string[]>> = {
  PBXBuildFile: ["fileRef", "productRef"],
  PBXContainerItemProxy: ["containerPortal", "remoteGlobalIDString"],
  PBXFileReference: [],
  PBXFileSystemSynchronizedRootGroup: ["exceptions"],
  PBXFrameworksBuildPhase: ["files"],
  PBXGroup: ["children"],
  PBXNativeTarget: [
    "buildConfigurationList",
    "buildPhases",
    "buildRules",
    "dependencies",
    "fileSystemSynchronizedGroups",
    "packageProductDependencies",
    "productReference",
  ],
  PBXProject: ["buildConfigurationList", "mainGroup", "packageReferences", "productRefGroup", "targets"],
  PBXResourcesBuildPhase: ["files"],
  PBXShellScriptBuildPhase: [],
  PBXSourcesBuildPhase: ["files"],
  PBXTargetDependency: ["target", "targetProxy"],
  XCBuildConfiguration: ["baseConfigurationReference"],
  XCConfigurationList: ["buildConfigurations"],
  XCRemoteSwiftPackageReference: [],
  XCSwiftPackageProductDependency: ["package"],
};

/** What is wrong with the text of a `project.pbxproj` that lies in the project folder `root`: nothing, hopefully. */
export function projectFaults(text: string, root: string): readonly string[] {
  const project = parse(text) as { rootObject: string; objects: Record<string, PbxObject> };
  const { objects, rootObject } = project;
  const used = new Set([rootObject]);
  const faults = objects[rootObject]?.isa === "PBXProject" ? [] : ["rootObject is no PBXProject"];
  for (const [id, object] of Object.entries(objects)) {
    const keys = references[object.isa];
    if (keys === undefined) faults.push(`${id} is of the unknown class ${object.isa}`);
    for (const reference of (keys ?? []).flatMap((key) => (object[key] ?? []) as string | string[])) {
      if (objects[reference] === undefined)
        faults.push(`${object.isa} ${id} names ${reference}, which is not there`);
      used.add(reference);
    }
  }
  for (const id of Object.keys(objects))
    if (!used.has(id)) faults.push(`nothing names ${objects[id]?.isa} ${id}`);
  return [...faults, ...repeatedIds(text), ...missingFolders(objects, root)];
}

/** A parser keeps the last of two objects with one id. */
function repeatedIds(text: string): readonly string[] {
  const ids = [...text.matchAll(/^\t\t([0-9A-F]{24})(?: \/\*.*?\*\/)? = \{/gmu)].map(([, id]) => id);
  return ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${id} is there twice`);
}

function missingFolders(objects: Record<string, PbxObject>, root: string): readonly string[] {
  return Object.values(objects)
    .filter(({ isa }) => isa === "PBXFileSystemSynchronizedRootGroup")
    .map(({ path }) => String(path))
    .filter((path) => !existsSync(join(root, path)))
    .map((path) => `the folder ${path} is not there`);
}

/** The settings of every build configuration, by the name of its target and of itself. */
export function buildSettings(text: string): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const { objects } = parse(text) as unknown as { objects: Record<string, PbxObject> };
  const settings = new Map<string, Readonly<Record<string, unknown>>>();
  for (const target of Object.values(objects).filter(({ isa }) => isa === "PBXNativeTarget")) {
    const list = objects[String(target["buildConfigurationList"])];
    for (const id of (list?.["buildConfigurations"] ?? []) as readonly string[]) {
      const configuration = objects[id];
      const name = `${String(target["name"])} ${String(configuration?.["name"])}`;
      settings.set(name, configuration?.["buildSettings"] as Readonly<Record<string, unknown>>);
    }
  }
  return settings;
}
