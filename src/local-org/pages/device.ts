import { frame } from "./frame.ts";
import { html } from "./html.ts";
import type { DeviceCodeView, DeviceConfirmView, DeviceDoneView } from "./views.ts";

export function deviceCodePage(view: DeviceCodeView): string {
  return frame(
    "Activate your device",
    html`<h1>Activate your device</h1>
      ${view.problem === undefined ? undefined : html`<p role="alert">${view.problem}</p>`}
      <form method="post" action="${view.action}">
        <input type="hidden" name="form_token" value="${view.formToken}" />
        <label for="user_code">Activation code</label>
        <input id="user_code" name="user_code" value="${view.userCode}" autocomplete="off" required />
        <button>Next</button>
      </form>`,
  );
}

export function deviceConfirmPage(view: DeviceConfirmView): string {
  return frame(
    "Activate your device",
    html`<h1>Activate your device</h1>
      <p>${view.appLabel} shows the code ${view.userCode}?</p>
      <form method="post" action="${view.action}">
        ${Object.entries(view.hidden).map(
          ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
        )}
        <button name="decision" value="allow">Yes, sign in</button>
        <button name="decision" value="deny">No</button>
      </form>`,
  );
}

export function deviceDonePage(view: DeviceDoneView): string {
  return frame(
    "Device",
    html`<h1>${view.outcome === "activated" ? "Device activated" : "Device refused"}</h1>
      <p>${view.appLabel}</p>`,
  );
}
