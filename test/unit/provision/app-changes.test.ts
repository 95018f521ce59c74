import { describe, expect, test } from "vitest";
import type { OktaApp } from "../../../src/okta/port.ts";
import {
  type AppChanges,
  changeApp,
  findWarnings,
  findProblems,
} from "../../../src/provision/app-changes.ts";
import type { AppLabel } from "../../../src/values/app-label.ts";
import type { RedirectUri } from "../../../src/values/redirect-uri.ts";

const app: OktaApp = {
  id: "0oa1",
  name: "oidc_client",
  label: "Demo",
  status: "ACTIVE",
  future: { field: true },
  settings: {
    future: "kept",
    oauthClient: {
      redirect_uris: ["com.a:/one", "com.a:/two"],
      post_logout_redirect_uris: ["com.a:/out"],
      refresh_token: { rotation_type: "ROTATE", leeway: 30, future: 1 },
    },
  },
};

const uris = (...texts: string[]) => texts as RedirectUri[];

function changesOf(changes: AppChanges): object {
  return Object.fromEntries(
    changeApp(app, changes).changes.map(({ field, to }) => [field.split(".").at(-1), to]),
  );
}

describe("what differs", () => {
  test.each<[string, AppChanges, object]>([
    ["a name", { label: "New" as AppLabel }, { label: "New" }],
    ["a list that is replaced", { redirectUris: { set: uris("com.b:/x") } }, { redirect_uris: ["com.b:/x"] }],
    [
      "a list that is added to and taken from",
      { redirectUris: { add: uris("com.a:/three", "com.a:/one"), remove: ["com.a:/two"] } },
      { redirect_uris: ["com.a:/one", "com.a:/three"] },
    ],
    [
      "the last post-logout URI",
      { postLogoutRedirectUris: { remove: ["com.a:/out"] } },
      { post_logout_redirect_uris: [] },
    ],
    ["rotation", { rotation: "STATIC" }, { rotation_type: "STATIC" }],
    ["leeway", { leeway: 0 }, { leeway: 0 }],
  ])("%s", (_name, changes, expected) => {
    expect(changesOf(changes)).toEqual(expected);
  });

  test.each<AppChanges>([
    {},
    { label: "Demo" as AppLabel, leeway: 30, rotation: "ROTATE" },
    { redirectUris: { set: uris("com.a:/one", "com.a:/two") } },
    { redirectUris: { add: uris("com.a:/two") } },
    { redirectUris: { remove: ["com.a:/nine"] } },
    { assignment: "none", signOnPolicy: "Any two factors" },
  ])("nothing, when it is so already: %j", (changes) => {
    expect(changesOf(changes)).toEqual({});
  });

  test("fields that we don't know stay in the app that is sent", () => {
    const { app: sent } = changeApp(app, { leeway: 5 });
    expect(sent).toEqual({
      ...app,
      settings: {
        ...app.settings,
        oauthClient: {
          ...app.settings?.oauthClient,
          refresh_token: { rotation_type: "ROTATE", leeway: 5, future: 1 },
        },
      },
    });
  });
});

describe("what can't be", () => {
  test("all of it is said at once", () => {
    const problems = findProblems(app, {
      redirectUris: { remove: ["com.a:/one", "com.a:/two"] },
      rotation: "STATIC",
      leeway: 5,
    });
    expect(problems).toEqual([
      expect.stringContaining("no redirect URI left"),
      expect.stringContaining("--rotation rotate"),
    ]);
  });

  test("a post-logout URI with the scheme of no redirect URI", () => {
    const postLogoutRedirectUris = { add: uris("com.b:/out") };
    expect(findProblems(app, { postLogoutRedirectUris })).toEqual([expect.stringContaining("com.b:/out")]);
    const redirectUris = { add: uris("com.b:/in") };
    expect(findProblems(app, { postLogoutRedirectUris, redirectUris })).toEqual([]);
  });
});

test("what is odd is told: a URI that is not there, and one that is left alone with its scheme", () => {
  expect(findWarnings(app, { redirectUris: { set: uris("com.b:/x"), remove: ["com.a:/nine"] } })).toEqual([
    expect.stringContaining("com.a:/nine is not among its redirect URIs"),
    expect.stringContaining("com.a:/out stays"),
  ]);
});
