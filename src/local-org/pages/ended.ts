import { frame } from "./frame.ts";
import { html } from "./html.ts";
import type { BadRequestView, SignedOutView } from "./views.ts";

export function badRequestPage(view: BadRequestView): string {
  return frame(
    `${view.status} ${view.error}`,
    html`<h1>${view.status} Bad request</h1>
      <p><code>${view.error}</code> ${view.description}</p>
      ${view.fix === undefined ? undefined : html`<p>${view.fix}</p>`}`,
  );
}

export function signedOutPage(view: SignedOutView): string {
  return frame(
    "Signed out",
    html`<h1>You are signed out</h1>
      <p><a href="${view.url}">${view.url}</a></p>`,
  );
}
