import { frame } from "./frame.ts";
import { html } from "./html.ts";
import type { RefusedView, SignInView } from "./views.ts";

export function signInPage(view: SignInView): string {
  return frame(
    "Sign in",
    html`<h1>Sign in</h1>
      <p>to ${view.appLabel}</p>
      ${view.problem === undefined ? undefined : html`<p role="alert">${view.problem}</p>`}
      <form method="post" action="${view.action}">
        <input type="hidden" name="form_token" value="${view.formToken}" />
        <label for="username">Username</label>
        <input id="username" name="username" value="${view.login}" autocomplete="username" required />
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required />
        <button>Sign in</button>
      </form>`,
  );
}

export function refusedPage(view: RefusedView): string {
  return frame(
    "Not allowed",
    html`<h1>Not allowed</h1>
      <p>${view.login} can't use ${view.appLabel}: ${view.reason}</p>
      <p>${view.fix}</p>
      <form method="post" action="${view.action}">
        <input type="hidden" name="form_token" value="${view.formToken}" />
        <button name="decision" value="continue">Back to the app</button>
        <button name="decision" value="switch">Sign in as somebody else</button>
      </form>`,
  );
}
