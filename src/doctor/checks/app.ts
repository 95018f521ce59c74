import { hint } from "../../hints.ts";
import type { OktaApp } from "../../okta/port.ts";
import { defineCheck, fail, type Finding, pass, skip, warn } from "../check.ts";
import { type Facts, orgFlagOf } from "../facts.ts";

const needsApp = ["app-exists"];

/** What the org knows of the app; for whoever is signed in to it. They stand before what is seen from outside: they know the cause. */
export const appChecks = [
  defineCheck({
    id: "app-exists",
    title: "The org has the app",
    group: "app",
    symptom: "The browser shows 400 Bad Request: the client ID is not known.",
    remedy: "Create the app again, or correct the client ID.",
    needs: ["org-is-okta"],
    needsSignIn: "okta.apps.read",
    run: async (facts) => {
      const app = await facts.app();
      if (app !== undefined) return pass(`It is "${app.label}" (${app.id}).`);
      return fail(
        `No app that you can see has the client ID ${facts.subject.clientId}.`,
        `List the apps: ${hint("apps list", { org: orgFlagOf(facts) })}`,
      );
    },
  }),
  defineCheck({
    id: "app-active",
    title: "The app is active",
    group: "app",
    symptom: "The browser shows 400 Bad Request in place of the sign-in page.",
    remedy: "Activate it in the Admin Console: Applications > the app > Active.",
    needs: needsApp,
    needsSignIn: "okta.apps.read",
    mend: { kind: "activation" },
    run: onApp((app) =>
      app.status === "ACTIVE"
        ? pass("It is.")
        : fail(
            `The app "${app.label}" is ${app.status.toLowerCase()}.`,
            "Activate it in the Admin Console: Applications > the app > Active.",
          ),
    ),
  }),
  defineCheck({
    id: "app-is-native",
    title: "The app is a native OIDC app",
    group: "app",
    symptom: "Okta demands a client secret, or refuses the custom scheme.",
    remedy: "The type of an app can't be changed: make a native one, and use its client ID.",
    needs: needsApp,
    needsSignIn: "okta.apps.read",
    run: onApp((app, facts) => {
      const type = app.settings?.oauthClient?.application_type ?? "unknown";
      return type === "native"
        ? pass("It is.")
        : fail(
            `"${app.label}" is an app of the type ${type}.`,
            `Make a native one: ${hint("apps create", { name: "<name>", "redirect-uri": facts.subject.redirectUri, org: orgFlagOf(facts) })}`,
          );
    }),
  }),
];

/** What a sign-in meets later: they stand behind what the authorization server answers to its beginning. */
export const appDetailChecks = [
  defineCheck({
    id: "app-assigned",
    title: "Somebody is assigned to the app",
    group: "app",
    symptom: "After sign-in: `access_denied`, User is not assigned to the client application.",
    remedy: "Assign the app to a group: to Everyone, or to the people who test it.",
    needs: needsApp,
    needsSignIn: "okta.apps.read",
    mend: { kind: "assignment" },
    run: checkAssignment,
  }),
  defineCheck({
    id: "post-logout-uri-registered",
    concerns: ({ subject }) => subject.postLogoutRedirectUri !== undefined,
    title: "The post-logout redirect URI is registered",
    group: "app",
    symptom: "Sign-out ends on a page: `post_logout_redirect_uri` must be a Logout redirect URI.",
    remedy: "Register it in the app, letter by letter.",
    needs: needsApp,
    needsSignIn: "okta.apps.read",
    mend: {
      kind: "app",
      wishes: ({ postLogoutRedirectUri }) => [
        {
          path: "settings.oauthClient.post_logout_redirect_uris",
          add: postLogoutRedirectUri === undefined ? [] : [postLogoutRedirectUri],
        },
      ],
    },
    run: onApp((app, facts) => {
      const { postLogoutRedirectUri: uri, clientId } = facts.subject;
      if (uri === undefined) return skip("No post-logout redirect URI was given.");
      const registered = app.settings?.oauthClient?.post_logout_redirect_uris ?? [];
      if (registered.includes(uri)) return pass(uri);
      return fail(
        `${uri} is not among ${registered.length === 0 ? "the Logout redirect URIs: there is none" : registered.join(", ")}.`,
        `Change the app: ${hint("apps update", { args: [clientId], "add-post-logout-redirect-uri": uri, org: orgFlagOf(facts) })}`,
      );
    }),
  }),
  defineCheck({
    id: "refresh-token-rotates",
    title: "Refresh tokens rotate, and an interrupted refresh can be repeated",
    group: "app",
    symptom:
      "A sudden sign-out: two refreshes at once, or one whose answer is lost, count as a stolen token. Okta says that the refresh token is invalid or expired.",
    remedy: "Use rotation with a leeway of 10 to 60 seconds, and refresh once at a time.",
    needs: needsApp,
    needsSignIn: "okta.apps.read",
    mend: {
      kind: "app",
      wishes: () => [
        { path: "settings.oauthClient.refresh_token.rotation_type", set: "ROTATE" },
        { path: "settings.oauthClient.refresh_token.leeway", set: 30 },
      ],
    },
    run: onApp((app) => {
      const { rotation_type: rotation, leeway } = app.settings?.oauthClient?.refresh_token ?? {};
      if (rotation !== "ROTATE")
        return warn(
          "They stay the same.",
          "Turn on rotation in the Admin Console (the app > General > Refresh token).",
        );
      return (leeway ?? 30) < 10
        ? warn(
            `They rotate, with a leeway of ${leeway} s only.`,
            "Set the grace period to 30 seconds (the app > General > Refresh token).",
          )
        : pass(`They rotate, with a leeway of ${leeway ?? 30} s.`);
    }),
  }),
];

function onApp(judge: (app: OktaApp, facts: Facts) => Finding): (facts: Facts) => Promise<Finding> {
  return async (facts) => {
    const app = await facts.app();
    return app === undefined ? skip("There is no app to look at.") : judge(app, facts);
  };
}

async function checkAssignment(facts: Facts): Promise<Finding> {
  const app = await facts.app();
  if (app?.settings?.implicitAssignment === true)
    return pass("In Federation Broker Mode, everyone in the org can use it.");
  const groups = await facts.groups();
  const everyone = await facts.everyone();
  if (groups.some(({ id }) => id === everyone?.id)) return pass("It is for everyone.");
  if (groups.length > 0)
    return pass(
      `It is for ${groups.length === 1 ? "one group" : `${groups.length} groups`}; nobody else can sign in.`,
    );
  if (app !== undefined && (await facts.org().hasUsers(app.id)))
    return pass("It is for people who are assigned one by one; nobody else can sign in.");
  return fail(
    "It is assigned to nobody: neither to a group nor to a user.",
    `Assign it: ${hint("apps update", { args: [facts.subject.clientId], assign: "everyone", org: orgFlagOf(facts) })}`,
  );
}
