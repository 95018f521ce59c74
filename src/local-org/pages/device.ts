import { frame } from "./frame.ts";
import { html } from "./html.ts";
import { blamed, hiddenField, problemNote, titleWith } from "./parts.ts";
import type { DeviceCodeView, DeviceConfirmView, DeviceDoneView } from "./views.ts";

export function deviceCodePage(view: DeviceCodeView): string {
  const described = view.problem === undefined ? html` aria-describedby="code-hint"` : blamed(view.problem);
  return frame({
    title: titleWith(view.problem, "Activate your device"),
    content: html`<div class="card">
      <h1>Activate your device</h1>
      ${problemNote(view.problem)}
      <form method="post" action="${view.action}">
        ${hiddenField("form_token", view.formToken)}
        <div class="field">
          <label for="user_code">Activation code</label>
          <input
            class="code user-code"
            id="user_code"
            name="user_code"
            value="${view.userCode}"
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

export function deviceConfirmPage(view: DeviceConfirmView): string {
  return frame({
    title: `Let a device sign in to ${view.appLabel}?`,
    content: html`<div class="card">
      <h1>Let your device sign in?</h1>
      <p><strong>${view.appLabel}</strong> asks for it. Say yes only if your device shows this code:</p>
      <strong class="asked code">${view.userCode}</strong>
      <form method="post" action="${view.action}" class="actions wide">
        ${Object.entries(view.hidden).map(([name, value]) => hiddenField(name, value))}
        <button class="main" name="decision" value="allow">Yes, sign in</button>
        <button name="decision" value="deny">No, refuse</button>
      </form>
    </div>`,
  });
}

export function deviceDonePage(view: DeviceDoneView): string {
  const isActivated = view.outcome === "activated";
  const title = isActivated ? "Device activated" : "Device refused";
  return frame({
    title,
    content: html`<div class="card">
      <h1>${title}</h1>
      <p>
        <strong>${view.appLabel}</strong>
        ${isActivated ? "signs in on your device now." : "was not signed in."} You can close this page.
      </p>
    </div>`,
  });
}
