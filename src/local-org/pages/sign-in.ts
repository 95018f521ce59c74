import { renderPage } from "./frame.ts";
import { html } from "./html.ts";
import type { Html } from "./html.ts";
import { passwordScript } from "./assets.ts";
import {
  renderInvalidAttributes,
  renderHiddenField,
  renderProblem,
  buildTitle,
  renderText,
} from "./components.ts";

/** What the sign-in page shows. The form posts `username`, `password` and `form_token` to `action`. */
interface SignInPageProps {
  readonly appLabel: string;
  readonly action: string;
  readonly formToken: string;
  /** Filled in already: a `login_hint`, or what was typed before. */
  readonly login: string;
  /** What went wrong with the last try, in Okta's words. */
  readonly problem?: string;
}

export function renderSignInPage(props: SignInPageProps): string {
  return renderPage({
    title: buildTitle(props.problem, `Sign in to ${props.appLabel}`),
    script: passwordScript,
    content: html`<div class="card">
        <h1>Sign in</h1>
        <p class="lead">to <strong>${props.appLabel}</strong></p>
        ${renderProblem(props.problem)}
        <form method="post" action="${props.action}">
          ${renderHiddenField("form_token", props.formToken)} ${renderUsernameInput(props)}
          ${renderPasswordInput(props)}
          <div class="actions wide"><button class="main">Sign in</button></div>
        </form>
      </div>
      <p class="hint">Users and passwords: <code>okta-unlock local status</code></p>`,
  });
}

function renderUsernameInput(props: SignInPageProps): Html {
  return html`<div class="field">
    <label for="username">Username</label>
    <input
      id="username"
      name="username"
      value="${props.login}"
      inputmode="email"
      autocomplete="username"
      autocapitalize="none"
      spellcheck="false"
      required${renderInvalidAttributes(props.problem)}${props.login === "" ? html` autofocus` : undefined}
    />
  </div>`;
}

function renderPasswordInput(props: SignInPageProps): Html {
  return html`<div class="field">
    <label for="password">Password</label>
    <div class="with-button">
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        required${renderInvalidAttributes(props.problem)}${props.login === "" ? undefined : html` autofocus`}
      />
      <button type="button" data-shows="password" aria-label="Show password" hidden>Show</button>
    </div>
  </div>`;
}

/** The user is known but may not use the app. The form posts `form_token` and `decision` (`continue` or `switch`) to `action`. */
interface RefusedPageProps {
  readonly appLabel: string;
  readonly action: string;
  readonly formToken: string;
  readonly login: string;
  /** In Okta's words. */
  readonly reason: string;
  /** What the developer can do: a sentence or a command. */
  readonly fix: string;
}

export function renderRefusedPage(props: RefusedPageProps): string {
  return renderPage({
    title: `Not allowed to use ${props.appLabel}`,
    content: html`<div class="card">
      <h1>You can’t use this app</h1>
      <p class="lead">You have an account in this org, but no access to this app.</p>
      <dl>
        <dt>App</dt>
        <dd><strong>${props.appLabel}</strong></dd>
        <dt>User</dt>
        <dd>${props.login}</dd>
        <dt>Reason</dt>
        <dd>${props.reason}</dd>
      </dl>
      <div class="note">
        <p><strong>What to do</strong></p>
        <p>${renderText(props.fix)}</p>
      </div>
      <form method="post" action="${props.action}" class="actions wide">
        ${renderHiddenField("form_token", props.formToken)}
        <button class="main" name="decision" value="continue">Back to the app</button>
        <button name="decision" value="switch">Sign in as another user</button>
      </form>
    </div>`,
  });
}
