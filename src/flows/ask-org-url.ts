import type { Prompts } from "../context.ts";
import { type OrgUrl, parseOrgUrl } from "../values/org-url.ts";
import { explain } from "./read-field.ts";

/** Asks for the URL of an org until it is one; `notes` say what was changed on the way in. */
export async function askForOrgUrl(
  prompts: Pick<Prompts, "input">,
): Promise<{ readonly value: OrgUrl; readonly notes: readonly string[] }> {
  const answer = parseOrgUrl(
    await prompts.input({
      message: "The URL of your org:",
      validate(text) {
        const parsed = parseOrgUrl(text);
        return parsed.ok ? true : explain(parsed);
      },
    }),
  );
  if (!answer.ok) throw new Error(answer.problem);
  return answer;
}
