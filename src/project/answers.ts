import { type Answer, answer } from "./answer.ts";
import { accepted, type Parsed } from "../values/branded.ts";
import { parseBoolean } from "../values/boolean.ts";
import { buildBundleId, buildPackagePath, parseBundleId } from "../values/bundle-id.ts";
import { deriveDisplayName } from "../values/directory.ts";
import {
  defaultLockAfter,
  defaultUnlockPolicy,
  listUnlockPolicies,
  longestLockAfter,
  parseLockAfter,
  parseUnlockPolicy,
  type UnlockPolicy,
  unlockPolicies,
} from "../values/unlock.ts";
import { type InitiateLoginUri, parseInitiateLoginUri } from "../values/initiate-login-uri.ts";
import { parsePlatform, platforms } from "../values/platform.ts";
import { parseProjectName, type ProjectName } from "../values/project-name.ts";
import {
  checkSameScheme,
  buildPostLogoutRedirectUri,
  buildRedirectUri,
  parseRedirectUri,
  readScheme,
} from "../values/redirect-uri.ts";
import {
  hasWebPreview,
  parseWebPreview,
  webPreviewOrigin,
  webPreviewPort,
  webPreviewUri,
} from "../values/web-preview.ts";

const asText = (value: string): string => value;

const unlockPolicyNames: Readonly<Record<UnlockPolicy, string>> = {
  biometric: "A face or a fingerprint only",
  "biometric-or-passcode": "A face, a fingerprint or the device passcode",
};

const no = { value: "false", name: "No" };

/** The spellings of a folder, should it be what names the project. */
function nameFolder(directory: string | undefined): ProjectName | undefined {
  if (directory === undefined) return undefined;
  const parsed = parseProjectName(deriveDisplayName(directory));
  return parsed.ok ? parsed.value : undefined;
}

/**
 * The project answers, in the order they are asked for: what only the user can know of a project (what Okta knows of it
 * is in `OktaSettings`). Help, questions, the equivalent command, the conflict check, `okta-unlock.json` with its JSON
 * schema, and the view of templates are all made from these rows.
 */
export const answers = {
  platform: answer({
    label: "platform",
    flag: "--platform <name>",
    variable: "OKTA_UNLOCK_PLATFORM",
    // Help does not load the list of templates; a test compares the two.
    help: "the platform of the project: ios, android, react-native (repeatable)",
    isRepeatable: true,
    question: "For which platform?",
    choices: ({ templates = [] }) =>
      templates.map(({ platform, title }) => ({ value: platform, name: title })),
    parse: (text) => parsePlatform(text),
    write: asText,
    fallback: () => undefined,
    json: { enum: platforms },
    view: {},
  }),
  name: answer({
    label: "name",
    flag: "--name <name>",
    variable: "OKTA_UNLOCK_NAME",
    help: "the name that users see, in any script; derived from the folder by default",
    question: "What is the app called?",
    parse: parseProjectName,
    write: ({ display }) => display,
    fallback({ directory, takesDefaults }) {
      if (directory !== undefined) return deriveDisplayName(directory);
      return takesDefaults === true ? "My App" : undefined;
    },
    json: { description: "The display name.", type: "string", minLength: 1, maxLength: 100 },
    view: {
      displayName: { from: ({ display }) => display, isMarkdownText: true },
      swiftModule: { from: ({ swiftModule }) => swiftModule },
      directory: { from: ({ directory }) => directory },
      identifier: { from: ({ identifier }) => identifier },
    },
  }),
  bundleId: answer({
    label: "bundle ID",
    flag: "--bundle-id <id>",
    variable: "OKTA_UNLOCK_BUNDLE_ID",
    help: "the bundle ID or application ID; com.example.<name> by default",
    question: "Bundle ID (fixed once published):",
    parse: (text, { platform }) => parseBundleId(text, platform),
    write: asText,
    fallback: ({ name, directory }) => name && buildBundleId(name, nameFolder(directory)),
    isDerived: true,
    json: {
      description:
        "The bundle identifier, and the Android application id; each platform has rules of its own.",
      type: "string",
      maxLength: 155,
      pattern: String.raw`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`,
    },
    view: {
      bundleId: { from: asText },
      applicationId: { from: asText },
      applicationPath: { from: buildPackagePath },
    },
  }),
  redirectUri: answer({
    label: "redirect URI",
    flag: "--redirect-uri <uri>",
    variable: "OKTA_UNLOCK_REDIRECT_URI",
    help: "where Okta returns to after sign-in; <bundle ID>:/callback by default",
    question: "Redirect URI:",
    isAskedLater: true,
    parse: parseRedirectUri,
    write: asText,
    fallback: ({ bundleId }) => bundleId && buildRedirectUri(bundleId),
    isDerived: true,
    json: { description: "Where Okta sends the user after sign-in.", $ref: "#/$defs/redirectUri" },
    view: { redirectUri: { from: asText }, redirectScheme: { from: readScheme } },
  }),
  postLogoutRedirectUri: answer({
    label: "post-logout redirect URI",
    flag: "--post-logout-redirect-uri <uri>",
    variable: "OKTA_UNLOCK_POST_LOGOUT_REDIRECT_URI",
    help: "where Okta returns to after sign-out; <bundle ID>:/logout by default",
    question: "Post-logout redirect URI:",
    isAskedLater: true,
    /** Its scheme has to be that of the redirect URI: an app registers one only. */
    parse(text, { redirectUri }) {
      const parsed = parseRedirectUri(text);
      return parsed.ok && redirectUri !== undefined ? checkSameScheme(redirectUri, parsed.value) : parsed;
    },
    write: asText,
    fallback: ({ redirectUri }) => redirectUri && buildPostLogoutRedirectUri(redirectUri),
    isDerived: true,
    keepsEarlier: (known, earlier) => known.redirectUri === earlier.redirectUri,
    json: { description: "Where Okta sends the user after sign-out.", $ref: "#/$defs/redirectUri" },
    view: { postLogoutRedirectUri: { from: asText } },
  }),
  initiateLoginUri: answer({
    label: "initiate login URI",
    flag: "--initiate-login-uri <uri>",
    variable: "OKTA_UNLOCK_INITIATE_LOGIN_URI",
    help: "an https page to which Okta sends users to sign in; none by default",
    question: "Initiate login URI (https, or nothing):",
    isAskedLater: true,
    parse: (text): Parsed<InitiateLoginUri | ""> =>
      text === "" ? accepted("") : parseInitiateLoginUri(text),
    write: asText,
    fallback: () => "",
    json: {
      description: "Where Okta begins a sign-in itself, such as after a password reset; empty for none.",
      type: "string",
      maxLength: 1024,
      pattern: "^(https://[^#\\s]+)?$",
      default: "",
    },
    view: {},
  }),
  unlockPolicy: answer({
    label: "unlock policy",
    flag: "--unlock-policy <policy>",
    variable: "OKTA_UNLOCK_UNLOCK_POLICY",
    help: "what unlocks the app: biometric (default) or biometric-or-passcode",
    question: "What unlocks the app?",
    choices: ({ platform }) =>
      listUnlockPolicies(platform).map((value) => ({ value, name: unlockPolicyNames[value] })),
    parse: (text, { platform }) => parseUnlockPolicy(text, platform),
    write: asText,
    fallback: () => defaultUnlockPolicy,
    json: {
      description: "What unlocks the app: a face or a fingerprint only, or also the passcode of the device.",
      enum: unlockPolicies,
      default: defaultUnlockPolicy,
    },
    view: { passcodeUnlocks: { from: (policy) => policy === "biometric-or-passcode" } },
  }),
  lockAfter: answer({
    label: "seconds until it locks",
    flag: "--lock-after <seconds>",
    variable: "OKTA_UNLOCK_LOCK_AFTER",
    help: `time in the background before the app locks; ${defaultLockAfter} by default`,
    question: "Seconds in the background until it locks:",
    isAskedLater: true,
    parse: parseLockAfter,
    write: asText,
    fallback: () => defaultLockAfter,
    json: {
      description: "How many seconds the app may stay in the background before it locks.",
      type: "integer",
      minimum: 0,
      maximum: longestLockAfter,
      default: Number(defaultLockAfter),
    },
    view: { lockAfter: { from: asText }, locksAtOnce: { from: (seconds) => seconds === "0" } },
  }),
  accountDeletion: answer({
    label: "account deletion",
    flag: "--account-deletion",
    variable: "OKTA_UNLOCK_ACCOUNT_DELETION",
    help: "add code that deletes the account at a server of yours",
    question: "Can people delete their account in the app?",
    isAskedLater: true,
    choices: () => [no, { value: "true", name: "Yes, at a server of yours" }],
    parse: parseBoolean,
    write: String,
    fallback: () => "false",
    json: {
      description: "Whether the app can delete the account of its user, at a server of the developer's.",
      type: "boolean",
      default: false,
    },
    view: { accountDeletion: { from: (isAdded) => isAdded } },
  }),
  webPreview: answer({
    label: "web preview",
    flag: "--web-preview",
    variable: "OKTA_UNLOCK_WEB_PREVIEW",
    help: "let a browser show the app; on for React Native",
    question: "Preview in a browser?",
    isAskedLater: true,
    onlyFor: ["react-native"],
    choices: ({ platform }) => (hasWebPreview(platform) ? [no, { value: "true", name: "Yes" }] : [no]),
    parse: (text, { platform }) => parseWebPreview(text, platform),
    write: String,
    fallback: ({ platform }) => String(hasWebPreview(platform)),
    json: {
      description: "Whether the app has a web preview (React Native).",
      type: "boolean",
      default: false,
    },
    view: {
      webPreview: { from: (isOn) => isOn },
      webPreviewUri: { from: () => webPreviewUri },
      webPreviewOrigin: { from: () => webPreviewOrigin },
      webPreviewPort: { from: () => webPreviewPort },
    },
  }),
} as const;

export type AnswerName = keyof typeof answers;

/** All answers of one project, parsed. */
export type ProjectAnswers = {
  readonly [Name in AnswerName]: (typeof answers)[Name] extends Answer<infer T, infer _View> ? T : never;
};

/** The rows with their names, for what treats all answers alike. */
export const answerRows = Object.entries(answers) as readonly (readonly [AnswerName, Answer<unknown>])[];
