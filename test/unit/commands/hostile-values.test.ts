import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { runAppsCreate } from "../../../src/commands/apps/create.ts";
import { runCreate } from "../../../src/commands/create/run.ts";
import { runRun } from "../../../src/commands/run-action.ts";
import type { Context, Fetch } from "../../../src/context.ts";
import { OktaUnlockError } from "../../../src/errors.ts";
import { runAppsShow } from "../../../src/flows/app-details.ts";
import { openCommandWorld } from "./command-world.ts";
import { stateOf } from "./fault-scenarios.ts";

const world = await openCommandWorld();
afterAll(() => world.close());

type Json = Record<string, unknown>;

/** An org whose answers have other values in them. */
function tampered(fetch: Fetch, change: (path: string, json: Json) => Json): Fetch {
  return async (url, options) => {
    const answer = await fetch(url, options);
    const text = await answer.text();
    const isJson = text.startsWith("{");
    const changed = isJson ? JSON.stringify(change(new URL(url).pathname, JSON.parse(text) as Json)) : text;
    return { status: answer.status, headers: answer.headers, text: async () => changed };
  };
}

const withIssuer =
  (issuer: string) =>
  (path: string, json: Json): Json =>
    /authorizationServers\/default$|openid-configuration$/u.test(path) ? { ...json, issuer } : json;

const withClientId =
  (client_id: string) =>
  (path: string, json: Json): Json =>
    /\/apps(?:\/\w+)?$/u.test(path)
      ? { ...json, credentials: { oauthClient: { ...oauthClientOf(json), client_id } } }
      : json;

function oauthClientOf(json: Json): Json {
  return (json["credentials"] as { readonly oauthClient?: Json } | undefined)?.oauthClient ?? {};
}

const withId =
  (id: unknown) =>
  (path: string, json: Json): Json =>
    path.endsWith("/apps") ? { ...json, id } : json;

const answers: readonly (readonly [string, (path: string, json: Json) => Json])[] = [
  ["an issuer that is a script", withIssuer("javascript:alert(1)")],
  ["an issuer without TLS", withIssuer("http://evil.example/$(id)")],
  ["an issuer of two lines", withIssuer("https://a.example/oauth2/default\nX=1")],
  ["an issuer with a query", withIssuer("https://a.example/oauth2/default?x=1")],
  ["an issuer that ends with a slash", withIssuer("https://a.example/oauth2/default/")],
  ["a client ID of two lines", withClientId("x\nclientId=INJECT")],
  ["a client ID that is a command", withClientId("$(touch x)abc")],
  ["a client ID with blanks around it", withClientId(" 0oa1234567890 ")],
  ["an id that is a command", withId("0oa$(touch x)")],
  ["an id that is a path", withId("../../users/me")],
  ["an id that is a folder", withId("..")],
  ["an id that is a number", withId(1)],
  ["an id of no length", withId("")],
];

const runNothing = (): never => {
  throw new Error("the command was run");
};

const commands: readonly (readonly [string, (context: Context) => Promise<unknown>])[] = [
  [
    "apps create",
    (context) => runAppsCreate(context, { name: "Demo", ephemeral: true, writeEnv: "app.env" }),
  ],
  ["run", (context) => runRun(context, ["true"], { writeEnv: "app.env" })],
  [
    "create",
    (context) => runCreate(context, { argument: "my-app", flags: { platform: ["ios"], git: false } }),
  ],
];

describe.each(commands)("%s", (_command, run) => {
  test.each(answers)("refuses %s, writes nothing, and takes back what it made", async (_name, change) => {
    const before = await stateOf(world);
    const context = world.context();
    const fetch = tampered(context.fetch, change);
    const error = await run({ ...context, fetch, runForeground: runNothing }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(OktaUnlockError);
    expect((error as OktaUnlockError).exitCode).toBe(4);
    expect(readdirSync(context.cwd)).toEqual([]);
    expect(existsSync(join(context.cwd, "app.env"))).toBe(false);
    expect(await stateOf(world)).toEqual(before);
  });
});

test("apps show refuses values that no app can use", async () => {
  const context = world.context();
  const { app } = await runAppsCreate(context, { name: "Shown" });
  for (const change of [withIssuer("javascript:alert(1)"), withClientId("x\ny")]) {
    const fetch = tampered(context.fetch, change);
    await expect(runAppsShow({ ...context, fetch }, { app: app.id, org: undefined })).rejects.toMatchObject({
      code: "okta-refused",
    });
  }
});
