import { parse as parseProjectFile } from "@bacons/xcode/json";
import fc from "fast-check";
import { parse as parsePropertyList } from "plist";
import { expect, test } from "vitest";
import type { ProjectPlan } from "../../src/project/plan.ts";
import { parseProjectName } from "../../src/values/project-name.ts";
import { amount } from "../support/stress.ts";
import { okta, planNamed, textOf } from "../unit/project/ios-plan.ts";

const count = amount({ whole: 500, small: 50 });

test(`${count} legal names give projects whose files parse and which show that very name`, async () => {
  const names = fc.sample(legalName(), { numRuns: count, seed: 7 });
  expect(new Set(names).size).toBeGreaterThan(count * 0.9);
  for (const name of names) {
    const plan = await planNamed(name);
    const projectFile = parseProjectFile(textOf(plan, /project\.pbxproj$/u)) as {
      readonly objects: object;
    };
    expect(Object.keys(projectFile.objects).length).toBeGreaterThan(20);
    expect(parsePropertyList(textOf(plan, /Okta\.plist$/u))).toMatchObject({ client_id: okta.clientId });
    expect(shownName(plan)).toBe(name);
    const manifest = JSON.parse(textOf(plan, /okta-unlock\.json$/u)) as { answers: { name: string } };
    expect(manifest.answers.name).toBe(name);
  }
});

/** Any text that the border lets through, in the form it gives it. */
function legalName(): fc.Arbitrary<string> {
  const text = fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
    fc.string({ unit: "binary", minLength: 1, maxLength: 40 }),
    fc
      .array(
        fc.constantFrom(
          '"',
          "\\",
          "$(HOME)",
          "${x}",
          "'",
          "<",
          "&",
          "🔓",
          "שלום",
          "class",
          "}}",
          "{{name}}",
          " ",
        ),
        {
          minLength: 1,
          maxLength: 8,
        },
      )
      .map((parts) => parts.join("")),
  );
  return text
    .map((candidate) => parseProjectName(candidate))
    .filter((parsed) => parsed.ok)
    .map(({ value }) => value.display);
}

function shownName(plan: ProjectPlan): string | undefined {
  const { strings } = JSON.parse(textOf(plan, /InfoPlist\.xcstrings$/u)) as {
    strings: Record<string, { localizations: { en: { stringUnit: { value: string } } } }>;
  };
  return strings["CFBundleDisplayName"]?.localizations.en.stringUnit.value;
}
