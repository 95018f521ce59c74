import { relative } from "node:path";
import type { Context } from "../../context.ts";
import { shellCommand } from "../../hints.ts";
import type { OktaSettings } from "../../project/okta-settings.ts";
import { webPreviewOrigin, webPreviewUri } from "../../values/web-preview.ts";
import type { CreateAnswers } from "./answers.ts";
import { formatTypablePath } from "./equivalent.ts";

interface Made {
  readonly okta: OktaSettings;
  /** Those of the template. */
  readonly templateSteps: readonly string[];
}

/** What to do after `create`, in this order. */
export function listNextSteps(
  context: Pick<Context, "cwd" | "platform">,
  answers: CreateAnswers,
  { okta, templateSteps }: Made,
): readonly string[] {
  return [
    ...enterFolder(context, answers),
    ...(answers.destination.kind === "given" ? listAppNeeds(answers, okta) : []),
    ...templateSteps,
  ];
}

function enterFolder(context: Pick<Context, "cwd" | "platform">, { directory }: CreateAnswers): string[] {
  const path = relative(context.cwd, directory);
  return path === "" ? [] : [shellCommand("cd", formatTypablePath(path))];
}

/** Without these the first sign-in with an app that somebody else made fails; the project's README has them, too. */
function listAppNeeds(answers: CreateAnswers, { issuer, clientId, scopes }: OktaSettings): string[] {
  return [
    `Make sure that ${clientId} is a native app with PKCE and the grants Authorization Code and Refresh Token, and is assigned to whoever signs in.`,
    `It needs exactly this sign-in redirect URI: ${answers.redirectUri}`,
    `It needs exactly this sign-out redirect URI: ${answers.postLogoutRedirectUri}`,
    `An access policy of ${issuer} has to allow it both grants and the scopes ${scopes.join(", ")}.`,
    ...(answers.webPreview ? [previewNeeds] : []),
  ];
}

const previewNeeds = `For the preview in a browser it also needs ${webPreviewUri} as a sign-in and as a sign-out redirect URI, and the org ${webPreviewOrigin} as a trusted origin with CORS.`;
