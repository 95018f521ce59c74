import { describe, expect, test } from "vitest";
import type { RequestPreview } from "../../../src/okta/compose-requests.ts";
import { previewRequests } from "../../../src/flows/plan-view.ts";
import type { JsonObject } from "../../../src/okta/port.ts";
import { applyProvision } from "../../../src/provision/apply.ts";
import { withJournal } from "../../../src/provision/journal.ts";
import { planOffline, planProvision } from "../../../src/provision/plan.ts";
import { listChanges, type PlannedStep, type ProvisionPlan } from "../../../src/provision/planned-steps.ts";
import { applyUpdate, planUpdate, type UpdatePlan } from "../../../src/provision/update-app.ts";
import type { AppLabel } from "../../../src/values/app-label.ts";
import { errorOf } from "../okta/org-context.ts";
import { type Fault, freshProject, useLocalOrg, type World } from "./world.ts";

/** What is previewed is what is sent: the requests of a plan are compared with those that arrive at the org. */
const localOrg = useLocalOrg();

/** Writes down every request that changes something, as it goes out. */
function recordWrites({ context }: World): RequestPreview[] {
  const sent: RequestPreview[] = [];
  const { fetch } = context;
  Object.assign(context, {
    fetch: (async (url, options = {}) => {
      const { pathname, search } = new URL(url);
      const { method = "GET", body } = options;
      if (method !== "GET")
        sent.push({
          method,
          path: pathname + search,
          ...(typeof body === "string" && { body: JSON.parse(body) as object }),
        });
      return fetch(url, options);
    }) satisfies typeof fetch,
  });
  return sent;
}

async function apply({ context, org }: World, plan: ProvisionPlan) {
  return withJournal(context, (journal) => applyProvision(context, org, plan, journal));
}

async function update({ context, org }: World, plan: UpdatePlan): Promise<void> {
  await withJournal(context, (journal) => applyUpdate(context, org, plan, journal));
}

/** The JSON of a preview with the values that a run found out. */
function fillIn(
  requests: readonly RequestPreview[],
  values: Readonly<Record<string, unknown>>,
): readonly RequestPreview[] {
  const text = JSON.stringify(requests).replaceAll(/\{(\w+)\}/gu, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
  return JSON.parse(text) as readonly RequestPreview[];
}

function readBody(requests: readonly RequestPreview[], index: number): JsonObject {
  const body = requests[index]?.body;
  if (body === undefined) throw new Error(`no body in request ${index}`);
  return body as JsonObject;
}

/** What only the run knows, read from what arrived. */
function readStamp(sent: readonly RequestPreview[]): JsonObject {
  return (readBody(sent, 0)["profile"] as { readonly okta_unlock: JsonObject }).okta_unlock;
}

async function findPolicyId({ org }: World, clientId: string): Promise<string | undefined> {
  const policies = await org.listPolicies("default");
  return policies.find(({ conditions }) => conditions?.clients?.include?.includes(clientId))?.id;
}

const everything = {
  signOnPolicy: "Any two factors",
  lease: { ttl: 3600, runId: "job-1" },
} as const;

describe("a new app", () => {
  test.each([
    ["permanent", {}],
    ["ephemeral, with an authentication policy", everything],
    ["with a long name", { label: "👨‍👩‍👧‍👦 My App ".repeat(7).slice(0, 95) }],
  ])("is sent as an online and an offline plan preview it: %s", async (_what, settings) => {
    const world = localOrg.open();
    const sent = recordWrites(world);
    const desired = freshProject(settings);
    const plan = await planProvision(world.org, desired);
    const { appId, clientId } = await apply(world, plan);
    const everyone = await world.org.findEveryoneGroup();
    const [signOnPolicy] = await world.org.listSignOnPolicies();
    const policyId = await findPolicyId(world, clientId);
    const values = { ...readStamp(sent), appId, clientId, policyId };
    const ids = { everyoneGroupId: everyone?.id, signOnPolicyId: signOnPolicy?.id };
    const writes = "signOnPolicy" in settings ? 5 : 4;
    expect(sent).toHaveLength(writes);
    expect(sent).toEqual(fillIn(await previewRequests(plan.steps), values));
    const offline = fillIn(await previewRequests(planOffline(desired).steps), { ...values, ...ids });
    // Only the place among policies that are there already is not known without the org.
    const { priority } = readBody(sent, writes - 2);
    const policy = offline[writes - 2]!;
    const known = offline.with(writes - 2, { ...policy, body: { ...policy.body, priority } });
    expect(sent).toEqual(known);
  });

  test("of a plan that was made without an org is never sent", async () => {
    const world = localOrg.open();
    const sent = recordWrites(world);
    const failure = await errorOf(
      withJournal(world.context, (journal) =>
        applyProvision(world.context, world.org, planOffline(freshProject()), journal),
      ),
    );
    expect(failure).toBeInstanceOf(TypeError);
    expect(sent.filter(({ method }) => method === "PUT")).toEqual([]);
  });
});

/** An app of ours that lacks a URI, is inactive, not assigned and not covered by a policy. */
async function brokenApp({ org }: World) {
  const desired = freshProject();
  const { oauthClient } = desired.app.settings;
  const { id } = await org.createApp({
    ...desired.app,
    settings: { ...desired.app.settings, oauthClient: { ...oauthClient, redirect_uris: ["a.b:/c"] } },
    profile: { ...desired.app.profile, theirs: { hole: "appId", text: ["x"], verbatim: { a: 1 } } },
  });
  await org.deactivateApp(id);
  return { desired, id };
}

describe("an app that exists", () => {
  test("is brought up to date as previewed, and what others keep in it is sent back untouched", async () => {
    const { desired, id } = await brokenApp(localOrg.open());
    const world = localOrg.open();
    const sent = recordWrites(world);
    const plan = await planProvision(world.org, desired);
    await apply(world, plan);
    expect(readBody(sent, 0)["profile"]).toMatchObject({
      theirs: { hole: "appId", text: ["x"], verbatim: { a: 1 } },
    });
    const policyId = await findPolicyId(world, id);
    const run = /\(run (.*)\)/u.exec(String(readBody(sent, 3)["description"]))?.[1];
    expect(sent.map(({ method }) => method)).toEqual(["PUT", "POST", "PUT", "POST", "POST"]);
    expect(sent).toEqual(fillIn(await previewRequests(plan.steps), { policyId, run }));
  });

  test("is renamed, assigned to others and given an authentication policy as previewed", async () => {
    const owner = localOrg.open();
    const { appId } = await apply(owner, await planProvision(owner.org, freshProject()));
    const name = `Testers ${crypto.randomUUID()}`;
    await owner.call("POST", "/api/v1/groups", { profile: { name } });
    const world = localOrg.open();
    const sent = recordWrites(world);
    // The local org has one authentication policy only: this app is made to look as if it had another one.
    const accessPolicy = { href: `${world.org.orgUrl}/api/v1/policies/rstFormer` };
    const app = { ...(await world.org.getApp(appId))!, _links: { accessPolicy } };
    const plan = await planUpdate(world.org, app, {
      label: `Renamed ${name}` as AppLabel,
      assignment: { groups: [name] },
      signOnPolicy: "Any two factors",
    });
    await update(world, plan);
    expect(sent.map(({ method }) => method)).toEqual(["PUT", "PUT", "DELETE", "PUT"]);
    expect(sent).toEqual(await previewRequests(plan.steps));
  });
});

/** A plan in which somebody changed a body: its `where`th request that has one. */
function withChangedBody<P extends { readonly steps: readonly PlannedStep[] }>(
  plan: P,
  where: number,
  change: (body: Record<string, unknown>) => void,
): P {
  const copy = structuredClone(plan);
  const args = copy.steps.flatMap(({ request }) => (request ? [request.args as readonly unknown[]] : []));
  const body = args[where]?.at(-1) as Record<string, unknown>;
  change((body["verbatim"] ?? body) as Record<string, unknown>);
  return copy;
}

describe("a change of a planned body is seen in the preview and in what is sent", () => {
  test.each([
    ["app", 0, "label", "Another label"],
    ["policy", 2, "name", "okta-unlock: another name"],
    ["rule", 3, "name", "another name"],
  ])("%s", async (_what, index, field, value) => {
    const world = localOrg.open();
    const sent = recordWrites(world);
    const plan = withChangedBody(await planProvision(world.org, freshProject()), index, (body) => {
      body[field] = `${value} ${index}`;
    });
    await apply(world, plan);
    const previewed = await previewRequests(plan.steps);
    expect(previewed[index]?.body).toMatchObject({ [field]: `${value} ${index}` });
    expect(sent[index]?.body).toMatchObject({ [field]: `${value} ${index}` });
  });

  const conflict: Fault = { status: 409, body: { errorCode: "E0000113", errorSummary: "conflict" } };

  test.each([
    ["at once", undefined],
    ["after a conflict with somebody else's change, which stays", conflict],
  ])("the whole app, %s", async (_what, fault) => {
    const owner = localOrg.open();
    const { appId } = await apply(owner, await planProvision(owner.org, freshProject()));
    let conflicts = 0;
    const world = localOrg.open({
      fault: ({ method }) => (method === "PUT" && conflicts++ === 0 ? fault : undefined),
    });
    const sent = recordWrites(world);
    const app = (await world.org.getApp(appId))!;
    const made = await planUpdate(world.org, app, { leeway: 10 });
    const plan = withChangedBody(made, 0, (body) => {
      const { oauthClient } = body["settings"] as { readonly oauthClient: Record<string, unknown> };
      oauthClient["redirect_uris"] = [...(app.settings?.oauthClient?.redirect_uris ?? []), "com.new:/uri"];
    });
    if (fault !== undefined) await addUri(owner, appId, "com.theirs:/uri");
    await update(world, plan);
    expect(listChanges(plan.steps[0]!).map(({ field }) => field)).toEqual(
      expect.arrayContaining([
        "settings.oauthClient.redirect_uris",
        "settings.oauthClient.refresh_token.leeway",
      ]),
    );
    const { oauthClient } = (await world.org.getApp(appId))!.settings!;
    const theirs = fault === undefined ? [] : ["com.theirs:/uri"];
    expect(oauthClient?.redirect_uris?.slice(1)).toEqual([...theirs, "com.new:/uri"]);
    expect(oauthClient?.refresh_token?.leeway).toBe(10);
    expect(sent[0]).toEqual((await previewRequests(plan.steps))[0]);
  });
});

async function addUri({ org }: World, appId: string, uri: string): Promise<void> {
  const app = (await org.getApp(appId))!;
  const oauthClient = app.settings?.oauthClient;
  const uris = [...(oauthClient?.redirect_uris ?? []), uri];
  await org.replaceApp(appId, {
    ...app,
    settings: { ...app.settings, oauthClient: { ...oauthClient, redirect_uris: uris } },
  });
}
