import { Router } from "@koa/router";
import type { Context, Middleware, Next } from "koa";
import { ApiError } from "../http/api-error.ts";
import { refuseOtherMachines } from "../http/this-machine.ts";
import type { Org } from "../org.ts";
import { renderActivityPage } from "./activity/page.ts";
import { createActivityStream } from "./activity/stream.ts";
import { sendToolPage, renderToolPage } from "./frame.ts";
import { html } from "./html.ts";
import type { Html } from "./html.ts";
import { addUserPageRoutes } from "./users/routes.ts";

/** The pages that are not part of a sign-in. */
export function createPageLayers(org: Org): Middleware[] {
  // Case-sensitive, as the checks before it are.
  const router = new Router({ sensitive: true });
  for (const addRoutes of [addWelcomeRoutes, addActivityRoutes, addUserPageRoutes]) addRoutes(router, org);
  return [showProblems, refuseOtherMachines, router.routes() as Middleware];
}

/** `/activity` and its event stream. */
function addActivityRoutes(router: Router, org: Org): void {
  const stream = createActivityStream(org);
  router.get("/activity", (context) =>
    sendToolPage(context, renderActivityPage(org, new URLSearchParams(context.querystring))),
  );
  router.get("/activity/events", (context) => stream(context));
}

/** Shows refusals of the tool's own pages as a page, because people read them. */
async function showProblems(context: Context, next: Next): Promise<void> {
  try {
    await next();
  } catch (error) {
    if (!(error instanceof ApiError) || !isToolPath(context.path)) throw error;
    sendToolPage(context, renderProblemPage(error), error.status);
  }
}

function isToolPath(path: string): boolean {
  return path === "/" || path === "/activity" || path.startsWith("/activity/");
}

function renderProblemPage(error: ApiError): string {
  return renderToolPage({
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

/** `/`: explains the org to people who open it in a browser. */
function addWelcomeRoutes(router: Router, org: Org): void {
  router.get("/", (context) => sendToolPage(context, renderWelcomePage(org.url)));
}

function renderWelcomePage(url: string): string {
  return renderToolPage({
    title: "Start",
    here: "/",
    content: html`<h1>An org for development, on this machine</h1>
      <p class="lead">
        It answers as an Okta org does, at this address only. Nothing here is safe for real users or real
        data.
      </p>
      ${renderAddresses(url)}
      <h2>See what your app does</h2>
      <p>
        <a href="/activity">Activity</a> shows each sign-in, token and refusal as it happens, and how to fix
        what was refused. Under <a href="/activity/users">Users</a> you can add and lock users, to test how
        your app responds.
      </p>
      <h2>Commands that help</h2>
      ${commands}`,
  });
}

function renderAddresses(url: string): Html {
  const issuer = `${url}/oauth2/default`;
  const discovery = `${issuer}/.well-known/openid-configuration`;
  return html`<dl>
    <dt>Org</dt>
    <dd><code>${url}</code></dd>
    <dt>Issuer</dt>
    <dd><code>${issuer}</code></dd>
    <dt>Discovery</dt>
    <dd><a href="${discovery}">${discovery}</a></dd>
  </dl>`;
}

const commands = html`<dl class="stacked">
  <dt><code>okta-unlock local status</code></dt>
  <dd>users and their passwords, API token, certificate authority</dd>
  <dt><code>okta-unlock create my-app --org local</code></dt>
  <dd>a mobile project that signs in here</dd>
  <dt><code>okta-unlock apps list --org local</code></dt>
  <dd>the apps of this org</dd>
  <dt><code>okta-unlock local trust</code></dt>
  <dd>make simulators, devices and browsers trust its certificate</dd>
  <dt><code>okta-unlock local faults --help</code></dt>
  <dd>failures on demand: what does the app do when a refresh fails?</dd>
</dl>`;
