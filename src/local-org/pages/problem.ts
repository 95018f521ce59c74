import type { Context, Next } from "koa";
import { ApiError } from "../http/api-error.ts";
import { sendToolPage, toolFrame } from "./frame.ts";
import { html } from "./html.ts";

/** Shows what the tool's own pages refuse as a page: people read it, no client does. */
export async function showProblems(context: Context, next: Next): Promise<void> {
  try {
    await next();
  } catch (error) {
    if (!(error instanceof ApiError) || !isToolPath(context.path)) throw error;
    sendToolPage(context, problemPage(error), error.status);
  }
}

function isToolPath(path: string): boolean {
  return path === "/" || path === "/activity" || path.startsWith("/activity/");
}

function problemPage(error: ApiError): string {
  return toolFrame({
    title: "That did not work",
    here: "",
    content: html`<h1>That did not work</h1>
      <div class="note bad">
        <p>${error.message}</p>
        ${error.causes.map((cause) => html`<p>${cause}</p>`)}
      </div>
      <p><a href="/activity/users">To the users</a> · <a href="/activity">To the activity</a></p>`,
  });
}
