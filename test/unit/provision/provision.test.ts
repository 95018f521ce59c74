import { describe, expect, test } from "vitest";
import { applyProvision } from "../../../src/provision/apply.ts";
import type { DesiredState } from "../../../src/provision/desired.ts";
import type { AppConflict, FindOptions } from "../../../src/provision/find-app.ts";
import { withJournal } from "../../../src/provision/journal.ts";
import { previewRequests } from "../../../src/flows/plan-view.ts";
import { listChanges } from "../../../src/provision/planned-steps.ts";
import { planOffline, planProvision } from "../../../src/provision/plan.ts";
import { errorOf } from "../okta/org-context.ts";
import { freshProject, useLocalOrg, type World } from "./world.ts";

const localOrg = useLocalOrg();

async function provision({ context, org }: World, desired: DesiredState, options: FindOptions = {}) {
  const plan = await planProvision(org, desired, options);
  return withJournal(context, (journal) => applyProvision(context, org, plan, journal));
}

function stepsOf({ steps }: { readonly steps: readonly { resource: string; action: string }[] }): string[] {
  return steps.map(({ resource, action }) => `${action} ${resource}`);
}

const everythingNew = [
  "create app",
  "create assignment",
  "keep authorization-server",
  "create policy",
  "create rule",
];

describe("a new project in a fresh org", () => {
  test("gets app, assignment, access policy and rule", async () => {
    const world = localOrg.open();
    const desired = freshProject();
    const result = await provision(world, desired);
    expect(stepsOf(result)).toEqual(everythingNew);
    expect(result).toMatchObject({
      orgUrl: world.org.orgUrl,
      issuer: `${world.org.orgUrl}/oauth2/default`,
      authorizationServerId: "default",
      changed: true,
      warnings: [],
    });
    const app = await world.org.getApp(result.appId);
    expect(app).toMatchObject({
      label: desired.settings.label,
      status: "ACTIVE",
      settings: desired.app.settings,
    });
    expect(app?.credentials?.oauthClient?.client_id).toBe(result.clientId);
    const everyone = await world.org.findEveryoneGroup();
    expect(await world.org.isGroupAssigned(result.appId, everyone!.id)).toBe(true);
  });

  test("leaves nothing in the list of leftovers", async () => {
    const world = localOrg.open();
    await provision(world, freshProject());
    expect(world.leftovers).toEqual([]);
  });

  test("has the same requests previewed as sent, but for what is not known before", async () => {
    const world = localOrg.open();
    const requests = await previewRequests(planOffline(freshProject()).steps);
    await provision(world, freshProject());
    const sent = world.calls
      .filter(({ method }) => method !== "GET")
      .map(({ method, path }) => `${method} ${path}`);
    const planned = requests.map(({ method, path }) => `${method} ${path.split("?")[0]}`);
    expect(sent.length).toBe(planned.length);
    planned.forEach((line, index) => {
      const pattern = line.replace(/\{\w+\}/g, "[^/]+");
      expect(sent[index]).toMatch(new RegExp(`^${pattern}$`));
    });
  });

  test("takes 4 reads and 4 writes", async () => {
    const world = localOrg.open();
    await provision(world, freshProject());
    const reads = world.calls.filter(({ method }) => method === "GET").length;
    expect([reads, world.calls.length - reads]).toEqual([4, 4]);
  });

  test("with assignment none is assigned to nobody", async () => {
    const world = localOrg.open();
    const { appId } = await provision(world, freshProject({ assignment: "none" }));
    const everyone = await world.org.findEveryoneGroup();
    expect(await world.org.isGroupAssigned(appId, everyone!.id)).toBe(false);
  });
});

describe("the same project again", () => {
  test("changes nothing, with 6 reads and no write", async () => {
    const first = localOrg.open();
    const desired = freshProject();
    const before = await provision(first, desired);
    const snapshot = await first.snapshot();
    const world = localOrg.open();
    const result = await provision(world, desired);
    expect(result).toMatchObject({ appId: before.appId, clientId: before.clientId, changed: false });
    expect(stepsOf(result).every((step) => step.startsWith("keep"))).toBe(true);
    expect(world.calls.map(({ method }) => method)).toEqual(Array.from({ length: 6 }, () => "GET"));
    expect(await world.snapshot()).toEqual(snapshot);
  });

  test("by the app's id finds it under another name, and gives it the new one", async () => {
    const world = localOrg.open();
    const { appId } = await provision(world, freshProject({ project: "renamed" }));
    const desired = freshProject({ project: "renamed" });
    const plan = await planProvision(world.org, desired, { namedAppId: appId });
    expect(listChanges(plan.steps[0]!).map(({ field }) => field)).toContain("label");
    await provision(world, desired, { namedAppId: appId });
    expect((await world.org.getApp(appId))?.label).toBe(desired.settings.label);
  });

  test.each([
    ["without a mark", {}],
    ["with the mark of another project", { okta_unlock: { project: "com.example.payroll" } }],
  ])("by the id of an app %s is a conflict, whatever its name", async (_what, profile) => {
    const world = localOrg.open();
    const payroll = freshProject();
    const { id } = await world.org.createApp({ ...payroll.app, profile });
    const desired = freshProject();
    const error = await errorOf(planProvision(world.org, desired, { namedAppId: id }));
    expect(error).toMatchObject({ code: "app-conflict", choices: [{ id, label: payroll.settings.label }] });
    for (const consent of [{ chosenAppId: id }, { ifExists: "update" }] as const) {
      const plan = await planProvision(world.org, desired, { namedAppId: id, ...consent });
      expect(plan.steps[0]).toMatchObject({ action: "update", knows: { appId: id } });
    }
    const kept = await planProvision(world.org, desired, { namedAppId: id, ifExists: "reuse" });
    expect(kept.steps[0]).toMatchObject({ action: "keep", knows: { appId: id } });
  });

  test("whose app is gone makes a new one and says so", async () => {
    const world = localOrg.open();
    const result = await provision(world, freshProject(), { namedAppId: "0oaGone0000000000000" });
    expect(result.warnings).toEqual(["The app 0oaGone0000000000000 is no longer in the org."]);
    expect(stepsOf(result)).toEqual(everythingNew);
  });

  test("changes only what differs, and keeps what others added", async () => {
    const world = localOrg.open();
    const desired = freshProject();
    const { appId } = await provision(world, desired);
    const app = (await world.org.getApp(appId))!;
    const oauthClient = app.settings!.oauthClient!;
    await world.org.replaceApp(appId, {
      ...app,
      settings: {
        ...app.settings,
        oauthClient: {
          ...oauthClient,
          redirect_uris: ["com.example.other:/callback"],
          refresh_token: { rotation_type: "STATIC" },
        },
      },
    });
    const plan = await planProvision(world.org, desired);
    expect(plan.steps[0]).toMatchObject({ resource: "app", action: "update" });
    expect(listChanges(plan.steps[0]!)).toEqual([
      {
        field: "settings.oauthClient.redirect_uris",
        from: ["com.example.other:/callback"],
        to: ["com.example.other:/callback", ...desired.settings.redirectUris],
      },
      { field: "settings.oauthClient.refresh_token.rotation_type", from: "STATIC", to: "ROTATE" },
    ]);
    await provision(world, desired);
    expect((await world.org.getApp(appId))?.settings?.oauthClient).toMatchObject({
      redirect_uris: ["com.example.other:/callback", ...desired.settings.redirectUris],
      refresh_token: { rotation_type: "ROTATE", leeway: 30 },
      grant_types: ["authorization_code", "refresh_token"],
    });
    expect(stepsOf(await provision(world, desired))[0]).toBe("keep app");
  });

  test("activates an app that was deactivated", async () => {
    const world = localOrg.open();
    const desired = freshProject();
    const { appId } = await provision(world, desired);
    await world.org.deactivateApp(appId);
    const result = await provision(world, desired);
    expect(stepsOf(result).slice(0, 2)).toEqual(["keep app", "update activation"]);
    expect((await world.org.getApp(appId))?.status).toBe("ACTIVE");
  });

  test("after a run that was killed between policy and rule adds the rule only", async () => {
    const world = localOrg.open();
    const desired = freshProject();
    const { clientId } = await provision(world, desired);
    const policy = (await world.org.listPolicies("default")).find(
      ({ conditions }) => conditions?.clients?.include?.[0] === clientId,
    )!;
    const [rule] = await world.org.listRules("default", policy.id);
    await world.org.deleteRule("default", policy.id, rule!.id);
    const result = await provision(world, desired);
    expect(stepsOf(result).slice(-2)).toEqual(["keep policy", "create rule"]);
    expect(await world.org.listRules("default", policy.id)).toHaveLength(1);
    expect((await provision(world, desired)).changed).toBe(false);
  });
});

describe("an app with the same name", () => {
  async function foreignApp(world: World, count = 1) {
    const desired = freshProject();
    const ids: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const { id } = await world.org.createApp({ ...desired.app, profile: {} });
      ids.push(id);
    }
    return { desired, ids };
  }

  test("that is not ours is a conflict with a choice", async () => {
    const world = localOrg.open();
    const { desired, ids } = await foreignApp(world);
    const error = (await errorOf(planProvision(world.org, desired))) as AppConflict;
    expect(error).toMatchObject({ code: "app-conflict", exitCode: 5 });
    expect(error.choices).toEqual([
      expect.objectContaining({
        id: ids[0],
        clientId: ids[0],
        label: desired.settings.label,
        status: "ACTIVE",
        type: "native",
        isMarked: false,
      }),
    ]);
    expect(error.next).toContain("--if-exists reuse");
  });

  test("is used as it is with reuse, and what it lacks is said", async () => {
    const world = localOrg.open();
    const { desired, ids } = await foreignApp(world);
    const app = (await world.org.getApp(ids[0]!))!;
    await world.org.replaceApp(app.id, {
      ...app,
      settings: { ...app.settings, oauthClient: { ...app.settings!.oauthClient, redirect_uris: ["a.b:/c"] } },
    });
    const result = await provision(world, desired, { ifExists: "reuse" });
    expect(result.appId).toBe(ids[0]);
    expect(stepsOf(result)).toEqual(["keep app", ...everythingNew.slice(1)]);
    expect(result.warnings).toEqual([expect.stringContaining('redirect_uris is ["a.b:/c"]')]);
    expect((await world.org.getApp(app.id))?.settings?.oauthClient?.redirect_uris).toEqual(["a.b:/c"]);
  });

  test("is adopted with update, and found without it afterwards", async () => {
    const world = localOrg.open();
    const { desired, ids } = await foreignApp(world);
    const result = await provision(world, desired, { ifExists: "update" });
    expect([result.appId, stepsOf(result)[0]]).toEqual([ids[0], "update app"]);
    expect(await provision(world, desired)).toMatchObject({ appId: ids[0], changed: false });
  });

  test("that is ours is a conflict with fail", async () => {
    const world = localOrg.open();
    const desired = freshProject();
    await provision(world, desired);
    expect(await errorOf(planProvision(world.org, desired, { ifExists: "fail" }))).toMatchObject({
      code: "app-conflict",
    });
  });

  test("that exists several times is a conflict even with reuse, and is settled by the id", async () => {
    const world = localOrg.open();
    const { desired, ids } = await foreignApp(world, 3);
    const error = (await errorOf(planProvision(world.org, desired, { ifExists: "reuse" }))) as AppConflict;
    expect(error.choices.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(error.details).toHaveLength(3);
    const result = await provision(world, desired, { ifExists: "reuse", chosenAppId: ids[1] });
    expect(result.appId).toBe(ids[1]);
  });

  test("of a web application can't be used", async () => {
    const world = localOrg.open();
    const desired = freshProject();
    await world.org.createApp({
      ...desired.app,
      profile: {},
      credentials: { oauthClient: { token_endpoint_auth_method: "client_secret_basic" } },
      settings: {
        oauthClient: {
          application_type: "web",
          redirect_uris: ["https://example.test/callback"],
          response_types: ["code"],
          grant_types: ["authorization_code"],
        },
      },
    });
    const error = await errorOf(planProvision(world.org, desired, { ifExists: "update" }));
    expect(error).toMatchObject({ code: "app-conflict" });
    expect(error.message).toContain("not a native OIDC app");
  });

  test("beside ours does not matter", async () => {
    const world = localOrg.open();
    const { desired } = await foreignApp(world);
    const own = await world.org.createApp({ ...desired.app });
    expect((await provision(world, desired)).appId).toBe(own.id);
  });
});

describe("what the credential may not see", () => {
  const forbidden = {
    status: 403,
    body: { errorCode: "E0000006", errorSummary: "You do not have permission" },
  };
  const noFeature = {
    status: 401,
    body: { errorCode: "E0000015", errorSummary: "You do not have permission to access the feature" },
  };
  const missing = { status: 404, body: { errorCode: "E0000007", errorSummary: "Not found" } };

  test.each([
    ["hidden", { status: 200, body: [] }],
    ["forbidden", forbidden],
  ])("the group Everyone (%s) is a warning that names the place in the console", async (_name, fault) => {
    const world = localOrg.open({ fault: ({ path }) => (path === "/api/v1/groups" ? fault : undefined) });
    const result = await provision(world, freshProject());
    expect(stepsOf(result)[1]).toBe("keep assignment");
    expect(result.warnings).toEqual([expect.stringMatching(/Applications > .* > Assignments/)]);
  });

  test.each([
    ["a missing feature", noFeature],
    ["a missing server", missing],
    [
      "an inactive server",
      { status: 200, body: { id: "default", issuer: "https://x/oauth2/default", status: "INACTIVE" } },
    ],
  ])("%s makes the org authorization server stand in, and says what that means", async (_name, fault) => {
    const world = localOrg.open({
      fault: ({ path }) => (path.startsWith("/api/v1/authorizationServers/default") ? fault : undefined),
    });
    const result = await provision(world, freshProject());
    expect(result).toMatchObject({ issuer: world.org.orgUrl, authorizationServerId: "org" });
    expect(stepsOf(result)).toEqual(everythingNew.slice(0, 3));
    expect(result.warnings).toEqual([expect.stringContaining("org authorization server is used instead")]);
  });

  test("an authorization server that may not be read is used if it is there", async () => {
    const issuer = "https://custom.example.test/oauth2/default";
    const world = localOrg.open({
      fault({ path }) {
        if (path.startsWith("/api/v1/authorizationServers")) return forbidden;
        return path === "/oauth2/default/.well-known/openid-configuration"
          ? { status: 200, body: { issuer } }
          : undefined;
      },
    });
    const result = await provision(world, freshProject());
    expect(result).toMatchObject({ issuer, authorizationServerId: "default" });
    expect(result.warnings).toEqual([expect.stringContaining("could not be checked")]);
  });

  test("access policies that may not be read are a warning", async () => {
    const world = localOrg.open({
      fault: ({ path }) => (path.endsWith("/policies") ? forbidden : undefined),
    });
    const result = await provision(world, freshProject());
    expect(stepsOf(result)).toEqual(everythingNew.slice(0, 3));
    expect(result.warnings).toEqual([expect.stringContaining("Access Policies")]);
  });
});

describe("a conflict with somebody else's change", () => {
  const conflict = { status: 409, body: { errorCode: "E0000113", errorSummary: "conflict" } };

  test.each(["/api/v1/apps", "/groups/", "/policies", "/rules"])("at %s is tried again", async (part) => {
    let conflicts = 0;
    const world = localOrg.open({
      fault: ({ method, path }) =>
        method !== "GET" && path.includes(part) && conflicts++ === 0 ? conflict : undefined,
    });
    expect((await provision(world, freshProject())).changed).toBe(true);
    expect(conflicts).toBeGreaterThan(0);
  });

  test("that does not pass ends in an error after growing pauses", async () => {
    const world = localOrg.open({ fault: ({ method }) => (method === "POST" ? conflict : undefined) });
    expect(await errorOf(provision(world, freshProject()))).toMatchObject({ code: "okta-refused" });
    expect(world.calls.filter(({ method }) => method === "POST")).toHaveLength(5);
    expect(world.context.slept).toEqual(world.context.slept.toSorted((a, b) => a - b));
  });

  test("reads the app again before it is changed again", async () => {
    const desired = freshProject();
    const { appId } = await provision(localOrg.open(), { ...desired, app: { ...desired.app } });
    const other = localOrg.open();
    const wider = { ...desired, app: structuredClone(desired.app) };
    const changedApp = Object.assign(structuredClone(desired.app.settings.oauthClient), {
      redirect_uris: [...desired.settings.redirectUris, "com.example.new:/callback"],
    });
    Object.assign(wider.app.settings, { oauthClient: changedApp });
    let conflicts = 0;
    const world = localOrg.open({
      fault: ({ method }) => (method === "PUT" && conflicts++ === 0 ? conflict : undefined),
    });
    const plan = await planProvision(world.org, wider);
    const app = (await other.org.getApp(appId))!;
    await other.org.replaceApp(appId, { ...app, profile: { ...app.profile, note: "by somebody else" } });
    await withJournal(world.context, (journal) => applyProvision(world.context, world.org, plan, journal));
    const after = (await other.org.getApp(appId))!;
    expect(after.profile).toMatchObject({ note: "by somebody else" });
    expect(after.settings?.oauthClient?.redirect_uris).toContain("com.example.new:/callback");
  });
});
