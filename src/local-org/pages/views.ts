/** What the sign-in page shows. The form posts `username`, `password` and `form_token` to `action`. */
export interface SignInView {
  readonly appLabel: string;
  readonly action: string;
  readonly formToken: string;
  /** Filled in already: a `login_hint`, or what was typed before. */
  readonly login: string;
  /** What went wrong with the last try, in Okta's words. */
  readonly problem?: string;
}

/** The user is known but may not use the app. The form posts `form_token` and `decision` (`continue` or `switch`) to `action`. */
export interface RefusedView {
  readonly appLabel: string;
  readonly action: string;
  readonly formToken: string;
  readonly login: string;
  /** In Okta's words. */
  readonly reason: string;
  /** What the developer can do: a sentence or a command. */
  readonly fix: string;
}

/** A request that can't be answered with a redirect. */
export interface BadRequestView {
  readonly status: number;
  /** OAuth's code: `invalid_request`. */
  readonly error: string;
  readonly description: string;
  readonly fix?: string;
}

export interface SignedOutView {
  /** The address of the org's start page. */
  readonly url: string;
}

/** Where a device's code is typed. The form posts `user_code` and `form_token` to `action`. */
export interface DeviceCodeView {
  readonly action: string;
  readonly formToken: string;
  readonly userCode: string;
  readonly problem?: string;
}

/** Asks whether the device may sign in. The form posts the `hidden` fields and `decision` (`allow` or `deny`) to `action`. */
export interface DeviceConfirmView {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly userCode: string;
  readonly appLabel: string;
}

export interface DeviceDoneView {
  readonly appLabel: string;
  readonly outcome: "activated" | "denied";
}
