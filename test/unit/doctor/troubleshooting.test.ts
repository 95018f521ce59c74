import { join } from "node:path";
import { expect, test } from "vitest";
import { type Check, type Group, groups } from "../../../src/doctor/check.ts";
import { checks } from "../../../src/doctor/checks.ts";
import { logReasons } from "../../../src/doctor/log-reasons.ts";

const page = join(import.meta.dirname, "../../../docs/troubleshooting.md");

test("docs/troubleshooting.md has every check as its row says it: --update writes it", async () => {
  await expect(writePage()).toMatchFileSnapshot(page);
});

test("each check has an id of its own, and needs only those before it", () => {
  const ids = checks.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z]+(?:-[a-z]+)*$/u.test(id))).toEqual([]);
  const late = checks.filter(({ needs = [] }, place) =>
    needs.some((id) => !ids.slice(0, place).includes(id)),
  );
  expect(late).toEqual([]);
});

function writePage(): string {
  const sections = (Object.keys(groups) as Group[]).map((group) => {
    const rows = checks.filter((check) => check.group === group);
    return `## ${groups[group]}\n\n${rows.map(describe).join("\n")}`;
  });
  return `${introduction}\n${sections.join("\n")}`;
}

function describe({ id, title, symptom, remedy, needsSignIn, onRequest, mend }: Check): string {
  const notes = [
    ...(onRequest === undefined ? [] : [`Only with \`--${onRequest}\`.`]),
    ...(needsSignIn ? ["Needs a sign-in to the org."] : []),
    ...(mend === undefined ? [] : [`\`doctor --fix\` ${fixes[mend.kind]}.`]),
  ];
  return [
    `### ${id}\n`,
    `${title}.\n`,
    `- When it is not so: ${symptom}`,
    ...describeReasons(id),
    `- What to do: ${remedy}`,
    ...(notes.length === 0 ? [] : [`- ${notes.join(" ")}`]),
    "",
  ].join("\n");
}

/** What `logs` finds it by. */
function describeReasons(id: string): string[] {
  const rows = logReasons.filter(({ check }) => check === id);
  const said = rows.flatMap(({ says, events = [] }) => (says.length > 0 ? says : events));
  return said.length === 0
    ? []
    : [
        `- In the System Log: ${said.map((text) => `\`${text}${/[ _]$|\s/u.test(text) ? "…" : ""}\``).join(", ")}.`,
      ];
}

const fixes = {
  files: "restores the settings file of a project",
  app: "changes the app",
  activation: "activates the app",
  assignment: "assigns the app to everyone",
  policy: "adds an access policy and a rule for the app",
  "trusted-origin": "trusts the origin, for the whole org",
};

const introduction = `# Troubleshooting

\`okta-unlock doctor\` runs the checks below, and names first what explains the rest. In the folder of a project it needs
nothing else; an app that was made elsewhere is named by its values:

\`\`\`sh
okta-unlock doctor my-app
okta-unlock doctor --issuer https://acme.okta.com/oauth2/default --client-id 0oa1b2c3d4 --redirect-uri com.acme.app:/callback
\`\`\`

It asks the authorization server as the app does, without a session: a request for a sign-in, the same with a redirect URI that no app
has, and a refresh with a token that is none. Nobody is signed in by that, and nothing is changed. Okta may note the three in the System
Log. With a sign-in to the org it also looks at the app, its assignment and the access policies; without one, or without the rights, it
says what it could not look at. \`--fix\` shows what it would change, changes it, and checks again; where nobody can be asked it changes
only what was made for the project. \`--json\` prints everything as one object.

The System Log of the org says why a sign-in failed that has been: [\`okta-unlock logs\`](logs.md) shows it, and names one of these checks
beside each reason that it knows.

It exits with 0 when nothing is wrong, and with 8 when a check failed, crashed, or could not tell. A warning does not fail it.
`;
