import type { KoaContextWithOIDC } from "oidc-provider";
import { deviceConfirmPage } from "../pages/device.ts";
import { sendPage } from "../pages/frame.ts";

/** Asks whether the device that shows `userCode` may sign in. `oidc` holds what proves that the answer came from this page. */
export function sendDeviceQuestion(
  context: Parameters<typeof sendPage>[0],
  oidc: Pick<KoaContextWithOIDC["oidc"], "session">,
  question: { readonly action: string; readonly userCode: string; readonly appLabel: string },
): void {
  const xsrf = (oidc.session as { state?: { secret?: string } } | undefined)?.state?.secret ?? "";
  sendPage(context, deviceConfirmPage({ ...question, hidden: { xsrf, user_code: question.userCode } }));
}
