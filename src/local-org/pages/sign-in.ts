import { frame } from "./frame.ts";
import { html } from "./html.ts";
import type { Html } from "./html.ts";
import { passwordScript } from "./assets.ts";
import { blamed, hiddenField, problemNote, titleWith, words } from "./parts.ts";
import type { RefusedView, SignInView } from "./views.ts";

export function signInPage(view: SignInView): string {
  return frame({
    title: titleWith(view.problem, `Sign in to ${view.appLabel}`),
    script: passwordScript,
    content: html`<div class="card">
        <h1>Sign in</h1>
        <p class="lead">to <strong>${view.appLabel}</strong></p>
        ${problemNote(view.problem)}
        <form method="post" action="${view.action}">
          ${hiddenField("form_token", view.formToken)} ${usernameField(view)} ${passwordField(view)}
          <div class="actions wide"><button class="main">Sign in</button></div>
        </form>
      </div>
      <p class="hint">Users and passwords: <code>okta-unlock local status</code></p>`,
  });
}

function usernameField(view: SignInView): Html {
  return html`<div class="field">
    <label for="username">Username</label>
    <input
      id="username"
      name="username"
      value="${view.login}"
      inputmode="email"
      autocomplete="username"
      autocapitalize="none"
      spellcheck="false"
      required${blamed(view.problem)}${view.login === "" ? html` autofocus` : undefined}
    />
  </div>`;
}

function passwordField(view: SignInView): Html {
  return html`<div class="field">
    <label for="password">Password</label>
    <div class="with-button">
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        required${blamed(view.problem)}${view.login === "" ? undefined : html` autofocus`}
      />
      <button type="button" data-shows="password" aria-label="Show password" hidden>Show</button>
    </div>
  </div>`;
}

export function refusedPage(view: RefusedView): string {
  return frame({
    title: `Not allowed to use ${view.appLabel}`,
    content: html`<div class="card">
      <h1>You can’t use this app</h1>
      <p class="lead">You have an account in this org, but no access to this app.</p>
      <dl>
        <dt>App</dt>
        <dd><strong>${view.appLabel}</strong></dd>
        <dt>User</dt>
        <dd>${view.login}</dd>
        <dt>Reason</dt>
        <dd>${view.reason}</dd>
      </dl>
      <div class="note">
        <p><strong>What to do</strong></p>
        <p>${words(view.fix)}</p>
      </div>
      <form method="post" action="${view.action}" class="actions wide">
        ${hiddenField("form_token", view.formToken)}
        <button class="main" name="decision" value="continue">Back to the app</button>
        <button name="decision" value="switch">Sign in as another user</button>
      </form>
    </div>`,
  });
}
