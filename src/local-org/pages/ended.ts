import { frame } from "./frame.ts";
import { html } from "./html.ts";
import { words } from "./parts.ts";
import type { BadRequestView, SignedOutView } from "./views.ts";

export function badRequestPage(view: BadRequestView): string {
  return frame({
    title: `${view.status} ${view.error}`,
    content: html`<div class="card">
        <h1>The app’s request can’t be answered</h1>
        <p class="lead">The org has no safe address to redirect you to.</p>
        <dl>
          <dt>Status</dt>
          <dd>${view.status}</dd>
          <dt>Error</dt>
          <dd><code>${view.error}</code></dd>
          <dt>Reason</dt>
          <dd>${view.description}</dd>
        </dl>
        ${
          view.fix === undefined
            ? undefined
            : html`<div class="note">
                <p><strong>What to do</strong></p>
                <p>${words(view.fix)}</p>
              </div>`
        }
      </div>
      <p class="hint">See the request under <a href="/activity">Activity</a></p>`,
  });
}

export function signedOutPage(view: SignedOutView): string {
  return frame({
    title: "You are signed out",
    content: html`<div class="card">
      <h1>You are signed out</h1>
      <p>This browser has no session at the local org any more. You can close this page.</p>
      <p><a href="${view.url}">Start page of the org</a></p>
    </div>`,
  });
}
