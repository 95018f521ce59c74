import type { Router } from "@koa/router";
import type { Org } from "../org.ts";
import { sendToolPage, toolFrame } from "./frame.ts";
import { html } from "./html.ts";
import type { Html } from "./html.ts";

/** `/`: says what this is to people who open it in a browser. */
export function welcomeRoutes(router: Router, org: Org): void {
  router.get("/", (context) => sendToolPage(context, welcomePage(org.url)));
}

function welcomePage(url: string): string {
  return toolFrame({
    title: "Start",
    here: "/",
    content: html`<h1>An org for development, on this machine</h1>
      <p class="lead">
        It answers as an Okta org does, at this address only. Nothing here is safe for real users or real
        data.
      </p>
      ${addresses(url)}
      <h2>See what your app does</h2>
      <p>
        <a href="/activity">Activity</a> shows each sign-in, token and refusal as it happens, and says how to
        mend what was refused. <a href="/activity/users">Users</a> adds people and locks them out, to try what
        your app does then.
      </p>
      <h2>Commands that help</h2>
      ${commands}`,
  });
}

function addresses(url: string): Html {
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
