import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What the build script makes of `okta.properties`. */
export interface BuildValues {
  readonly applicationId: string;
  readonly minSdk: string;
  readonly targetSdk: string;
  /** The fields of BuildConfig, by name: all are strings. */
  readonly fields: ReadonlyMap<string, string>;
  readonly placeholders: ReadonlyMap<string, string>;
}

/** Reads the values that the Android plugin would get from `app/build.gradle.kts` of a rendered project. */
export function readBuildScript(project: string): BuildValues {
  const script = readFileSync(join(project, "app/build.gradle.kts"), "utf8");
  const properties = readProperties(readFileSync(join(project, "okta.properties"), "utf8"));
  const oktaValue = (name = ""): string => {
    const value = properties.get(name);
    if (value === undefined) throw new Error(`okta.properties has no ${name}`);
    return value;
  };
  const the = (pattern: RegExp): string => {
    const [, value] = pattern.exec(script) ?? [];
    if (value === undefined) throw new Error(`app/build.gradle.kts has nothing like ${pattern.source}`);
    return value;
  };
  return {
    applicationId: the(/^ *applicationId = "(.+)"$/mu),
    minSdk: the(/^ *minSdk = (\d+)$/mu),
    targetSdk: the(/^ *targetSdk = (\d+)$/mu),
    fields: valuesOf(
      script,
      [/buildConfigField\(/gu, /buildConfigField\("String", "(\w+)", quoted\(oktaValue\("(\w+)"\)\)\)/gu],
      oktaValue,
    ),
    placeholders: valuesOf(
      script,
      [
        /manifestPlaceholders\[/gu,
        /manifestPlaceholders\["(\w+)"\] =\s+oktaValue\("(\w+)"\)\.substringBefore\(":"\)/gu,
      ],
      (name) => oktaValue(name).split(":")[0] ?? "",
    ),
  };
}

/** What `known` finds; `all` must not find more than that. */
function valuesOf(
  script: string,
  [all, known]: readonly [all: RegExp, known: RegExp],
  value: (name: string | undefined) => string,
): ReadonlyMap<string, string> {
  const found = [...script.matchAll(known)];
  if (found.length === 0 || found.length !== [...script.matchAll(all)].length)
    throw new Error(`app/build.gradle.kts says it in another way than ${known.source}`);
  return new Map(found.map(([, name = "", property]) => [name, value(property)]));
}

/** As `java.util.Properties` reads lines of `name=value`. */
function readProperties(text: string): ReadonlyMap<string, string> {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const [, name = "", value = ""] = /^(\w+)=(.*)$/u.exec(line) ?? [];
      if (name === "" || /\\u/u.test(value))
        throw new Error(`okta.properties has a line ${JSON.stringify(line)}`);
      return [name, value.replaceAll(/\\(.)/gu, "$1")];
    }),
  );
}
