import type { Context } from "../../context.ts";
import type { Platform } from "../../project/answers.ts";
import { availableTemplates } from "../../project/available-templates.ts";
import type { Gathering } from "../../flows/fields.ts";

/** Which platform to render: `--platform`, then OKTA_UNLOCK_PLATFORM, then the question when there is a choice. */
export async function choosePlatform(
  context: Pick<Context, "env" | "interaction" | "prompts">,
  gathering: Gathering,
  flag: readonly string[] | undefined,
): Promise<Platform | undefined> {
  const choices = availableTemplates().map(({ platform, title }) => ({ value: platform, name: title }));
  const names = choices.map(({ value }) => value);
  const fromEnvironment = context.env["OKTA_UNLOCK_PLATFORM"];
  const given = flag ?? (fromEnvironment === undefined ? [] : [fromEnvironment]);
  const unknown = given.find((platform) => !names.some((name) => name === platform));
  if (unknown !== undefined) {
    return gathering.refused(
      `platform (--platform): there is no ${JSON.stringify(unknown)}. Try ${names.join(", ")}`,
    );
  }
  const wanted = names.filter((name) => given.includes(name));
  if (wanted.length > 1) return gathering.refused("platform (--platform): one project is for one platform");
  if (wanted.length === 1) return wanted[0];
  if (!context.interaction.canAsk) {
    return gathering.missing(`platform: --platform <${names.join(" or ")}>, or OKTA_UNLOCK_PLATFORM`);
  }
  const [only, ...others] = choices;
  return others.length === 0
    ? only?.value
    : context.prompts.select({ message: "For which platform?", choices });
}
