import type { Context } from "../../context.ts";
import { type Gathering, startGathering } from "../../flows/fields.ts";
import type { Field } from "../../flows/read-field.ts";
import { hint } from "../../hints.ts";
import { guideNames } from "../../samples/guides.ts";
import { planSamples } from "../../samples/plan-samples.ts";
import { placeholderApp } from "../../samples/sample-app.ts";
import type { SamplesSettings } from "../../samples/samples-manifest.ts";
import { type WrittenSamples, writeSamples } from "../../samples/write-samples.ts";
import type { View } from "../../terminal/session.ts";
import { wrap } from "../../terminal/wrap.ts";
import { accepted, type Parsed, refused } from "../../values/branded.ts";
import { parseClientId } from "../../values/client-id.ts";
import { parseIssuer } from "../../values/issuer.ts";
import { parsePlatform, type Platform, platforms } from "../../values/platform.ts";
import { gatherOutFolder, sourceOf } from "./out-folder.ts";

export interface BuildFlags {
  readonly out?: string;
  readonly platform?: readonly string[];
  readonly guide?: readonly string[];
  readonly issuer?: string;
  readonly clientId?: string;
}

export interface BuiltSamples extends WrittenSamples {
  /** Absolute path of the folder. */
  readonly folder: string;
  readonly platforms: readonly Platform[];
  readonly guides: readonly string[];
}

/** Builds the samples into the folder of `--out`. Throws `missing-input`, `invalid-value` and `directory-unusable`. */
export async function runSamplesBuild(context: Context, flags: BuildFlags): Promise<BuiltSamples> {
  const gathering = startGathering(context);
  const { folder, ...settings } = gathering.all({
    folder: await gatherOutFolder(context, gathering, flags.out),
    ...(await gatherSettings(gathering, flags)),
  });
  const plan = await planSamples(settings, sourceOf(context));
  const written = await writeSamples(context, plan, folder);
  return { folder, platforms: settings.platforms, guides: settings.guides, ...written };
}

type Gathered = { readonly [Name in keyof SamplesSettings]: SamplesSettings[Name] | undefined };

/** In the order that they are built in, however they were given: the same samples are the same bytes. */
async function gatherSettings(gathering: Gathering, flags: BuildFlags): Promise<Gathered> {
  const chosen = await gathering.resolveAll(platformField, flags.platform ?? [...platforms], splitList);
  const guides = await gathering.resolveAll(guideField, flags.guide ?? guideNames, splitList);
  return {
    platforms: platforms.filter((platform) => chosen.includes(platform)),
    guides: guideNames.filter((guide) => guides.includes(guide)),
    issuer: await gathering.resolve(issuerField, flags.issuer),
    clientId: await gathering.resolve(clientIdField, flags.clientId),
  };
}

function splitList(text: string): readonly string[] {
  return text.split(/[\s,]+/u).filter((part) => part !== "");
}

const platformField: Field<Platform> = {
  label: "platform",
  flag: "--platform <name>",
  variable: "OKTA_UNLOCK_PLATFORM",
  question: "Which platform?",
  parse: (text) => parsePlatform(text),
};

const guideField: Field<string> = {
  label: "guide",
  flag: "--guide <name>",
  variable: "OKTA_UNLOCK_GUIDE",
  question: "Which guide?",
  parse: parseGuide,
};

const issuerField = {
  label: "issuer",
  flag: "--issuer <url>",
  variable: "OKTA_UNLOCK_ISSUER",
  question: "Which issuer?",
  parse: parseIssuer,
  fallback: placeholderApp.issuer,
  isSettled: true,
};

const clientIdField = {
  label: "client ID",
  flag: "--client-id <id>",
  variable: "OKTA_UNLOCK_CLIENT_ID",
  question: "Which client ID?",
  parse: parseClientId,
  fallback: placeholderApp.clientId,
  isSettled: true,
};

function parseGuide(text: string): Parsed<string> {
  const name = text.trim();
  if (guideNames.includes(name)) return accepted(name);
  return refused(`There is no guide ${JSON.stringify(name)}. It can be ${guideNames.join(", ")}.`);
}

const shown = 20;

export const builtView: View<BuiltSamples> = {
  stdout: ({ folder }) => `${folder}\n`,
  stderr({ folder, written, unchanged, removed, replaced }, style, width) {
    const counts = [
      `${written.length} written`,
      `${unchanged} unchanged`,
      ...(removed.length > 0 ? [`${removed.length} removed`] : []),
    ];
    const fit = (text: string): string => wrap(text, { width, indent: 2 });
    return [
      `${style.good("✔")} ${fit(`The samples are in ${folder}: ${counts.join(", ")}.`)}\n`,
      ...(replaced.length === 0
        ? []
        : [`${style.warning("!")} These files had been edited by hand, and were written anew:\n`]),
      ...replaced.slice(0, shown).map((path) => `  ${path}\n`),
      replaced.length > shown ? `  and ${replaced.length - shown} more\n` : "",
      `  ${fit(`Check them any time: ${hint("samples check", { out: folder })}`)}\n`,
    ].join("");
  },
};
