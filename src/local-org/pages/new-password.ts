import { passwordScript } from "./assets.ts";
import { buildTitle, renderHiddenField, renderInvalidAttributes, renderProblem } from "./components.ts";
import { renderPage } from "./frame.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";

/** What the page for a new password shows. The form posts `new_password`, `repeated_password` and the `hidden` fields to `action`. */
interface NewPasswordPageProps {
  /** `Your password has expired`. */
  readonly title: string;
  readonly login: string;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly problem?: string;
}

export function renderChoosePasswordPage(props: NewPasswordPageProps): string {
  return renderPage({
    title: buildTitle(props.problem, props.title),
    script: passwordScript,
    content: html`<div class="card">
      <h1>${props.title}</h1>
      <p class="lead">Choose a new one for <strong>${props.login}</strong></p>
      ${renderProblem(props.problem)}
      <form method="post" action="${props.action}">
        ${Object.entries(props.hidden).map(([name, value]) => renderHiddenField(name, value))}
        <input type="hidden" name="username" value="${props.login}" autocomplete="username" />
        ${renderPasswordInput("new_password", "New password", props.problem, { isFirst: true })}
        ${renderPasswordInput("repeated_password", "Repeat the new password", props.problem, { isFirst: false })}
        <div class="actions wide"><button class="main">Change password</button></div>
      </form>
    </div>`,
  });
}

function renderPasswordInput(
  name: string,
  label: string,
  problem: string | undefined,
  { isFirst }: { readonly isFirst: boolean },
): Html {
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <div class="with-button">
      <input
        id="${name}"
        name="${name}"
        type="password"
        autocomplete="new-password"
        required${renderInvalidAttributes(problem)}${isFirst ? html` autofocus` : undefined}
      />
      <button type="button" data-shows="${name}" aria-label="Show password" hidden>Show</button>
    </div>
  </div>`;
}

/** Where a user goes on after a password was changed: the apps that say where a sign-in begins. */
interface PasswordChangedPageProps {
  readonly apps: readonly { readonly label: string; readonly url: string }[];
}

export function renderPasswordChangedPage({ apps }: PasswordChangedPageProps): string {
  return renderPage({
    title: "Password changed",
    content: html`<div class="card">
      <h1>Password changed</h1>
      <p>Sign in with it in your app. You can close this page.</p>
      ${
        apps.length === 0
          ? undefined
          : html`<ul>
              ${apps.map(({ label, url }) => html`<li><a href="${url}">Sign in to ${label}</a></li>`)}
            </ul>`
      }
    </div>`,
  });
}
