import { Router } from "@koa/router";
import type { Context, Middleware, Next } from "koa";
import { ApiError } from "../http/api-error.ts";
import { onThisMachineOnly } from "../http/this-machine.ts";
import type { Org } from "../org.ts";
import { activityPage } from "./activity/page.ts";
import { activityStream } from "./activity/stream.ts";
import { sendToolPage, toolFrame } from "./frame.ts";
import { html } from "./html.ts";
import { userPageRoutes } from "./users/routes.ts";
import { welcomeRoutes } from "./welcome.ts";

/** The pages that are not part of a sign-in. */
export function pageLayers(org: Org): Middleware[] {
  // As the checks in front of it read a path: in this case only.
  const router = new Router({ sensitive: true });
  for (const addRoutes of [welcomeRoutes, activityRoutes, userPageRoutes]) addRoutes(router, org);
  return [showProblems, onThisMachineOnly, router.routes() as Middleware];
}

/** `/activity` and what keeps it current. */
function activityRoutes(router: Router, org: Org): void {
  const stream = activityStream(org);
  router.get("/activity", (context) =>
    sendToolPage(context, activityPage(org, new URLSearchParams(context.querystring))),
  );
  router.get("/activity/events", (context) => stream(context));
}

/** Shows what the tool's own pages refuse as a page: people read it, no client does. */
async function showProblems(context: Context, next: Next): Promise<void> {
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
    title: "That didn’t work",
    here: "",
    content: html`<h1>That didn’t work</h1>
      <div class="note bad">
        <p>${error.message}</p>
        ${error.causes.map((cause) => html`<p>${cause}</p>`)}
      </div>
      <p><a href="/activity/users">Users</a> · <a href="/activity">Activity</a></p>`,
  });
}
