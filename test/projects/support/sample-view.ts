import type { TemplateView } from "../../../src/project/template-view.ts";

/** A project as somebody would make it against an Okta org. */
export const sampleView: TemplateView = {
  displayName: "My App",
  swiftModule: "MyApp",
  directory: "my-app",
  identifier: "myapp",
  bundleId: "com.example.my-app",
  applicationId: "com.example.my-app",
  applicationPath: "com/example/my-app",
  passcodeUnlocks: false,
  locksAtOnce: false,
  lockAfter: "60",
  accountDeletion: false,
  webPreview: false,
  webPreviewUri: "http://localhost:8081/",
  webPreviewOrigin: "http://localhost:8081",
  webPreviewPort: "8081",
  issuer: "https://integrator-1234567.okta.com/oauth2/default",
  clientId: "0oa1b2c3d4e5f6g7h8i9",
  redirectUri: "com.okta.integrator-1234567:/callback",
  redirectScheme: "com.okta.integrator-1234567",
  postLogoutRedirectUri: "com.okta.integrator-1234567:/",
  scopes: "openid profile email offline_access",
  scopeList: ["openid", "profile", "email", "offline_access"],
  org: "https://integrator-1234567.okta.com",
  appId: "0oa1b2c3d4e5f6g7h8i9",
  localOrg: false,
  command: "npx okta-unlock create my-app --platform ios --yes",
  generator: "okta-unlock 0.1.0",
};

export const passcodeView: TemplateView = { ...sampleView, passcodeUnlocks: true, lockAfter: "0" };

/** The app can delete the account of its user. */
export const deletionView: TemplateView = { ...sampleView, accountDeletion: true };

export const localOrgView: TemplateView = {
  ...sampleView,
  issuer: "https://localhost:4433/oauth2/default",
  org: "https://localhost:4433",
  localOrg: true,
};

/** The same project for Android, where no segment of an application id has a hyphen. */
export const androidView: TemplateView = {
  ...sampleView,
  bundleId: "com.example.myapp",
  applicationId: "com.example.myapp",
  applicationPath: "com/example/myapp",
  redirectUri: "com.example.myapp:/callback",
  redirectScheme: "com.example.myapp",
  postLogoutRedirectUri: "com.example.myapp:/logout",
  command: "npx okta-unlock create my-app --platform android --yes",
};

/** The same project for React Native, with its preview in a browser. */
export const reactNativeView: TemplateView = {
  ...androidView,
  webPreview: true,
  command: "npx okta-unlock create my-app --platform react-native --yes",
};
