import type { Context } from "../../context.ts";
import type { Gathering } from "../fields.ts";

/** The platforms that there are templates for. */
export const platforms = [{ value: "ios", name: "iOS (Swift, SwiftUI)" }] as const;

export type Platform = (typeof platforms)[number]["value"];

/** Which platform to render: `--platform`, then OKTA_UNLOCK_PLATFORM, then the question when there is a choice. */
export async function choosePlatform(
  context: Pick<Context, "env" | "interaction" | "prompts">,
  gathering: Gathering,
  flag: readonly string[] | undefined,
): Promise<Platform | undefined> {
  const given = flag?.[0] ?? context.env["OKTA_UNLOCK_PLATFORM"];
  if (given !== undefined) return readPlatform(gathering, given);
  if (!context.interaction.canAsk) {
    return gathering.missing(
      `platform: --platform <${platforms.map(({ value }) => value).join(" | ")}>, or OKTA_UNLOCK_PLATFORM`,
    );
  }
  const [only, ...others] = platforms;
  if (others.length === 0) return only.value;
  return context.prompts.select({ message: "For which platform?", choices: platforms });
}

function readPlatform(gathering: Gathering, given: string): Platform | undefined {
  const known = platforms.find(({ value }) => value === given);
  const names = platforms.map(({ value }) => value).join(", ");
  return (
    known?.value ??
    gathering.refused(`platform (--platform): there is no ${JSON.stringify(given)}. Try ${names}`)
  );
}
