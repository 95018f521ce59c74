import { shellCommand } from "../../hints.ts";
import { manifestName } from "../../project/manifest.ts";
import { fail, type Finding, pass, skip, warn } from "../check.ts";
import type { Facts } from "../facts.ts";
import { listOtherSettings, type ProjectFile, type SettingName, wantedSettings } from "../project-files.ts";
import type { SubjectProject } from "../subject.ts";

const labels: Readonly<Record<SettingName, string>> = {
  issuer: "the issuer",
  clientId: "the client ID",
  redirectUri: "the redirect URI",
  postLogoutRedirectUri: "the post-logout redirect URI",
  scopes: "the scopes",
  scheme: "the scheme",
};

/** Compares the settings of a project with what it was made with. */
export async function checkAgainstManifest(facts: Facts): Promise<Finding> {
  const { project } = facts.subject;
  if (project === undefined) return skip("There is no project to look at.");
  const { manifest, file } = project;
  if (file === undefined) return skip("The template of this project has no settings file of ours.");
  if (file.text === undefined)
    return (
      explainHidden(project, file) ??
      fail(
        `${file.path} is missing.`,
        `Restore it from version control: ${shellCommand("git", "-C", project.directory, "checkout", "--", file.path)}`,
      )
    );
  const other = listOtherSettings(file, manifest);
  const missing = other.filter((name) => file.values[name] === undefined);
  if (other.length === 0) return pass(`${file.path} agrees.`);
  if (missing.length > 0 || file.isOverridden) {
    const hidden = explainHidden(project, file);
    if (hidden !== undefined) return hidden;
  }
  const wanted = wantedSettings(manifest);
  const what = other.map(
    (name) =>
      `${labels[name]} is ${JSON.stringify(file.values[name] ?? null)}, not ${JSON.stringify(wanted[name])}`,
  );
  const evidence = `In ${file.path} ${what.join("; ")}`;
  if (missing.length === 0 && (await isAccepted(facts)))
    return {
      ...warn(
        `${evidence}. Okta accepts it.`,
        `If that is meant, write it into ${manifestName}, too: update goes by that. Else correct ${file.path}.`,
      ),
      isChoice: true,
    };
  return fail(`${evidence}.`, `Correct ${file.path}.`);
}

/** Whoever changed the settings may have changed the app in the org as well. */
async function isAccepted(facts: Facts): Promise<boolean> {
  try {
    const reading = await facts.authorize();
    return reading.kind === "callback" && reading.error === "login_required";
  } catch {
    return false;
  }
}

/** Why what stands in the file tells little; undefined when it tells all. */
export function explainHidden(
  { manifest }: SubjectProject,
  { path, isOverridden }: ProjectFile,
): Finding | undefined {
  if (isOverridden) return skip(`app.config computes what becomes of ${path}, which only Expo can do.`);
  return manifest.template === undefined
    ? undefined
    : skip(`The template of this project may keep them elsewhere than in ${path}.`);
}
