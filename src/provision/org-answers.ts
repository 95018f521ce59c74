import { OktaUnlockError } from "../errors.ts";
import { hint } from "../hints.ts";
import type { OktaApp, OktaOrg } from "../okta/port.ts";
import type { Parsed } from "../values/branded.ts";
import { type ClientId, parseClientId } from "../values/client-id.ts";
import { type Issuer, parseIssuer } from "../values/issuer.ts";
import { clientIdOf } from "./find-app.ts";

type Org = Pick<OktaOrg, "orgUrl" | "flagValue">;

/**
 * The issuer that an org gave: it goes into projects, files and environments, and so is parsed as an answer is. Clients compare
 * it letter by letter, so that nothing of it is put right. Throws `okta-refused` when it is not usable.
 */
export function readIssuer(org: Org, text: string): Issuer {
  const parsed = parseIssuer(text);
  if (parsed.ok && parsed.value === text) return parsed.value;
  const problem = parsed.ok ? parsed.notes.join(" ") : parsed.problem;
  throw createUnusable(org, "issuer", { text, problem });
}

/** The client ID that an org gave. Throws `okta-refused` when it is not usable. */
export function readClientId(org: Org, app: OktaApp): ClientId {
  const text = clientIdOf(app);
  const parsed: Parsed<ClientId> = parseClientId(text);
  if (parsed.ok && parsed.value === text) return parsed.value;
  const problem = parsed.ok ? "It has blanks around it." : parsed.problem;
  throw createUnusable(org, "client ID", { text, problem });
}

function createUnusable(
  { orgUrl, flagValue }: Org,
  what: string,
  { text, problem }: { readonly text: string; readonly problem: string },
): OktaUnlockError {
  return new OktaUnlockError("okta-refused", {
    message: `${orgUrl} gave the ${what} ${JSON.stringify(text.slice(0, 200))}, which an app can't use.`,
    why: problem,
    next: `See whether it is the right org: ${hint("whoami", { org: flagValue })}`,
  });
}
