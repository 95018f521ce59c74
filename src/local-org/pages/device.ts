import { renderPage } from "./frame.ts";
import { html } from "./html.ts";
import { renderInvalidAttributes, renderHiddenField, renderProblem, buildTitle } from "./components.ts";

/** Where a device's code is typed. The form posts `user_code` and `form_token` to `action`. */
interface DeviceCodePageProps {
  readonly action: string;
  readonly formToken: string;
  readonly userCode: string;
  readonly problem?: string;
}

export function renderDeviceCodePage(props: DeviceCodePageProps): string {
  const described =
    props.problem === undefined
      ? html` aria-describedby="code-hint"`
      : renderInvalidAttributes(props.problem);
  return renderPage({
    title: buildTitle(props.problem, "Activate your device"),
    content: html`<div class="card">
      <h1>Activate your device</h1>
      ${renderProblem(props.problem)}
      <form method="post" action="${props.action}">
        ${renderHiddenField("form_token", props.formToken)}
        <div class="field">
          <label for="user_code">Activation code</label>
          <input
            class="code user-code"
            id="user_code"
            name="user_code"
            value="${props.userCode}"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            required${described}
            autofocus
          />
          <p class="hint" id="code-hint">The eight letters that your device shows.</p>
        </div>
        <div class="actions wide"><button class="main">Next</button></div>
      </form>
    </div>`,
  });
}

/** Asks whether the device may sign in. The form posts the `hidden` fields and `decision` (`allow` or `deny`) to `action`. */
interface DeviceConfirmPageProps {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly userCode: string;
  readonly appLabel: string;
}

export function renderDeviceConfirmPage(props: DeviceConfirmPageProps): string {
  return renderPage({
    title: `Let a device sign in to ${props.appLabel}?`,
    content: html`<div class="card">
      <h1>Let your device sign in?</h1>
      <p><strong>${props.appLabel}</strong> asks for it. Say yes only if your device shows this code:</p>
      <strong class="asked code">${props.userCode}</strong>
      <form method="post" action="${props.action}" class="actions wide">
        ${Object.entries(props.hidden).map(([name, value]) => renderHiddenField(name, value))}
        <button class="main" name="decision" value="allow">Yes, sign in</button>
        <button name="decision" value="deny">No, refuse</button>
      </form>
    </div>`,
  });
}

interface DeviceDonePageProps {
  readonly appLabel: string;
  readonly outcome: "activated" | "denied";
  /** Why the org refused, in Okta's words. */
  readonly reason?: string;
}

export function renderDeviceDonePage(props: DeviceDonePageProps): string {
  const isActivated = props.outcome === "activated";
  const title = isActivated ? "Device activated" : "Device refused";
  return renderPage({
    title,
    content: html`<div class="card">
      <h1>${title}</h1>
      <p>
        <strong>${props.appLabel}</strong>
        ${isActivated ? "signs in on your device now." : "was not signed in."} You can close this page.
      </p>
      ${
        props.reason === undefined
          ? undefined
          : html`<dl>
              <dt>Reason</dt>
              <dd>${props.reason}</dd>
            </dl>`
      }
    </div>`,
  });
}

/** Nothing was decided: the form was not accepted. `problem` is one or two sentences. */
export function renderDeviceProblemPage(problem: string): string {
  return renderPage({
    title: "Problem: Activate your device",
    content: html`<div class="card">
      <h1>Nothing was decided</h1>
      ${renderProblem(problem)}
      <p><a href="/activate">Enter the code again</a></p>
    </div>`,
  });
}
