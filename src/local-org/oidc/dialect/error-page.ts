import type { Context } from "koa";
import { badRequestPage } from "../../pages/ended.ts";
import { sendPage } from "../../pages/frame.ts";
import { oktaError } from "./errors.ts";

interface ErrorOut {
  readonly error: string;
  readonly error_description?: string | undefined;
}

/** A refusal that can't be told to the app: its redirect URI is not to be trusted. Okta's status is 400. */
export function sendErrorPage(context: Context, out: ErrorOut): void {
  const asked = new URLSearchParams(context.querystring);
  const { error, description } = oktaError(context, out);
  context.state["shownError"] = description;
  sendPage(
    context,
    badRequestPage({ status: 400, error, description, ...fixFor({ error, description }, asked) }),
    400,
  );
}

function fixFor(
  { error, description }: { readonly error: string; readonly description: string },
  asked: URLSearchParams,
): { fix?: string } {
  const clientId = asked.get("client_id") ?? "";
  if (description.includes("'redirect_uri'")) {
    const uri = asked.get("redirect_uri");
    if (uri !== null)
      return {
        fix: `The request asked for ${uri}. The app has to list exactly this: \`okta-unlock apps show ${clientId} --org local\``,
      };
  }
  if (error === "invalid_client")
    return { fix: "See which apps there are: `okta-unlock apps list --org local`" };
  return {};
}
