import {
  renderDeviceCodePage,
  renderDeviceConfirmPage,
  renderDeviceDonePage,
  renderDeviceProblemPage,
} from "../../src/local-org/pages/device.ts";
import {
  renderChoosePasswordPage,
  renderPasswordChangedPage,
} from "../../src/local-org/pages/new-password.ts";
import {
  renderBadRequestPage,
  renderMissingPage,
  renderSignedOutPage,
} from "../../src/local-org/pages/outcome.ts";
import { renderRefusedPage, renderSignInPage } from "../../src/local-org/pages/sign-in.ts";

interface Preview {
  readonly page: string;
  readonly status?: number;
}

const common = { appLabel: "Field notes", action: "/preview/posted", formToken: "the-form-token" };

/** The pages of a sign-in as the OIDC half would send them, by name. */
export const previews: Readonly<Record<string, Preview>> = {
  "sign-in": { page: renderSignInPage({ ...common, login: "" }) },
  "sign-in-hint": { page: renderSignInPage({ ...common, login: "test@example.com" }) },
  "sign-in-problem": {
    page: renderSignInPage({ ...common, login: "test@example.com", problem: "Unable to sign in" }),
    status: 401,
  },
  refused: {
    page: renderRefusedPage({
      ...common,
      login: "test@example.com",
      reason: "User is not assigned to the client application.",
      fix: "Assign the app to the group Everyone: `okta-unlock create --if-exists update` does it.",
    }),
    status: 403,
  },
  "bad-request": {
    page: renderBadRequestPage({
      status: 400,
      error: "invalid_request",
      description:
        "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings: com.example.fieldnotes:/callbak",
      fix: "The app has `com.example.fieldnotes:/callback`. Change the one the app sends, or add this one to the app.",
    }),
    status: 400,
  },
  "signed-out": { page: renderSignedOutPage({ url: "/" }) },
  "device-code": {
    page: renderDeviceCodePage({ action: common.action, formToken: common.formToken, userCode: "" }),
  },
  "device-code-problem": {
    page: renderDeviceCodePage({
      action: common.action,
      formToken: common.formToken,
      userCode: "BDWP-HQPX",
      problem: "Invalid code. Try again.",
    }),
    status: 400,
  },
  "device-confirm": {
    page: renderDeviceConfirmPage({
      action: common.action,
      hidden: { form_token: "the-form-token", xsrf: "from-the-library" },
      userCode: "BDWP-HQPK",
      appLabel: common.appLabel,
    }),
  },
  "device-activated": { page: renderDeviceDonePage({ appLabel: common.appLabel, outcome: "activated" }) },
  "new-password": {
    page: renderChoosePasswordPage({
      title: "Your password has expired",
      login: "maria@example.com",
      action: common.action,
      hidden: { form_token: common.formToken },
      problem: "New passwords must match.",
    }),
    status: 400,
  },
  "password-changed": {
    page: renderPasswordChangedPage({
      apps: [{ label: common.appLabel, url: "com.example.notes:/start" }],
    }),
  },
  missing: { page: renderMissingPage("The local org has no Admin Console."), status: 501 },
  "device-problem": {
    page: renderDeviceProblemPage("This form is out of date. Your device still waits for an answer."),
    status: 400,
  },
  "device-denied": { page: renderDeviceDonePage({ appLabel: common.appLabel, outcome: "denied" }) },
};
