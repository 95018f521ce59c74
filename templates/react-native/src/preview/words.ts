import type { BiometricCase, Question } from "../../okta-unlock/preview/Simulation";

/** What only the preview says. */
export const words = {
  banner: "Preview in the browser: fingerprint, face and vault are simulated. Nothing here is protected.",
  return: "Back to the app. You can close this window.",
  choose: "On a device, the system would ask now. Choose what happens:",
  passcode: "On a device, the system would ask for its passcode now. Choose what happens:",
  window: "The browser has blocked the window of Okta's pages.",
};

export const titles: Readonly<Record<Question, string>> = {
  biometrics: "Simulated fingerprint or face",
  passcode: "Simulated passcode",
  window: "Open Okta's pages",
};

interface Choice {
  readonly answer: BiometricCase;
  readonly title: string;
}

/** What can be chosen, the usual first. */
export const choices: Readonly<Record<Question, readonly Choice[]>> = {
  biometrics: [
    { answer: "match", title: "Match" },
    { answer: "noMatch", title: "No match" },
    { answer: "lockout", title: "Too many attempts: lock it out" },
    { answer: "enrolmentChange", title: "A face or finger was added: the key is gone" },
    { answer: "cancel", title: "Cancel" },
  ],
  passcode: [
    { answer: "match", title: "Right passcode" },
    { answer: "cancel", title: "Cancel" },
  ],
  window: [
    { answer: "match", title: "Open" },
    { answer: "cancel", title: "Cancel" },
  ],
};
