import { renderPage } from "./frame.ts";
import { html } from "./html.ts";
import { renderText } from "./components.ts";

/** A request that can't be answered with a redirect. */
interface BadRequestPageProps {
  readonly status: number;
  /** OAuth's code: `invalid_request`. */
  readonly error: string;
  readonly description: string;
  readonly fix?: string;
}

export function renderBadRequestPage(props: BadRequestPageProps): string {
  return renderPage({
    title: `${props.status} ${props.error}`,
    content: html`<div class="card">
        <h1>The app’s request can’t be answered</h1>
        <p class="lead">The org has no safe address to redirect you to.</p>
        <dl>
          <dt>Status</dt>
          <dd>${props.status}</dd>
          <dt>Error</dt>
          <dd><code>${props.error}</code></dd>
          <dt>Reason</dt>
          <dd>${props.description}</dd>
        </dl>
        ${
          props.fix === undefined
            ? undefined
            : html`<div class="note">
                <p><strong>What to do</strong></p>
                <p>${renderText(props.fix)}</p>
              </div>`
        }
      </div>
      <p class="hint">See the request under <a href="/activity">Activity</a></p>`,
  });
}

/** A page that Okta has and the local org has not. `what` is a sentence. */
export function renderMissingPage(what: string): string {
  return renderPage({
    title: "Not in the local org",
    content: html`<div class="card">
      <h1>Not in the local org</h1>
      <p>${what}</p>
      <p><a href="/">Start page of the org</a></p>
    </div>`,
  });
}

interface SignedOutPageProps {
  /** The address of the org's start page. */
  readonly url: string;
}

export function renderSignedOutPage(props: SignedOutPageProps): string {
  return renderPage({
    title: "You are signed out",
    content: html`<div class="card">
      <h1>You are signed out</h1>
      <p>This browser has no session at the local org any more. You can close this page.</p>
      <p><a href="${props.url}">Start page of the org</a></p>
    </div>`,
  });
}
