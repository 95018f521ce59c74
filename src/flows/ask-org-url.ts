import type { Prompts } from "../context.ts";
import { hint } from "../hints.ts";
import { type OrgUrl, parseOrgUrl } from "../values/org-url.ts";
import { explain } from "./read-field.ts";

/** Asks for the URL of an org until it is one; `notes` say what was changed on the way in. */
export async function askForOrgUrl(
  prompts: Pick<Prompts, "input">,
): Promise<{ readonly value: OrgUrl; readonly notes: readonly string[] }> {
  const answer = parseOrgUrl(
    await prompts.input({
      message: "The URL of your org, such as https://dev-1.okta.com:",
      validate(text) {
        if (text.trim().toLowerCase() === "local") return explainLocal();
        const parsed = parseOrgUrl(text);
        return parsed.ok ? true : explain(parsed);
      },
    }),
  );
  if (!answer.ok) throw new Error(answer.problem);
  return answer;
}

/** Its own command is meant, not an address. */
function explainLocal(): string {
  return `The local org needs no URL and no sign-in. Press Ctrl-C, then run: ${hint("register", { local: true })}`;
}
