// Drives a running local org with Okta's own Node SDK over everything that isn't the making of an app, and reports what it saw.
import okta from "@okta/okta-sdk-nodejs";
import type { Client, OpenIdConnectApplication } from "@okta/okta-sdk-nodejs";

const [orgUrl = "", token = ""] = process.argv.slice(2);

const client = new okta.Client({ orgUrl, token, authorizationMode: "SSWS", cacheMiddleware: null });
const { userApi: users, groupApi: groups, applicationApi: apps, authorizationServerApi: servers } = client;

async function collect<T>(items: AsyncIterable<T>): Promise<NonNullable<T>[]> {
  const found: NonNullable<T>[] = [];
  for await (const item of items) if (item !== null && item !== undefined) found.push(item);
  return found;
}

async function refusal(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "accepted",
    (error: { status?: number; errorCode?: string }) => `${error.status} ${error.errorCode}`,
  );
}

const password = { value: "Local-pass-1" };

function person(login: string, firstName: string) {
  return { firstName, lastName: "Byron", login, email: login };
}

async function people() {
  const login = "ada@example.com";
  const made = await users.createUser({
    body: { profile: person(login, "Ada"), credentials: { password } },
    activate: true,
  });
  const userId = made.id ?? "";
  for (const name of ["bob", "cyd", "dee"])
    await users.createUser({ body: { profile: person(`${name}@example.com`, name) }, activate: false });
  const listed = await collect(
    await users.listUsers({ search: 'profile.lastName eq "Byron"', sortBy: "profile.login", limit: 2 }),
  );
  const updated = await users.updateUser({ userId, user: { profile: { department: "Engines" } } });
  const replaced = await users.replaceUser({ userId, user: { profile: person(login, "Augusta") } });
  const statuses: unknown[] = [];
  const look = async () => statuses.push((await users.getUser({ userId })).status);
  await users.suspendUser({ userId });
  await look();
  await users.unsuspendUser({ userId });
  await users.expirePassword({ userId });
  await look();
  await users.changePassword({
    userId,
    changePasswordRequest: { oldPassword: password, newPassword: { value: "Other-pass-2" } },
  });
  await look();
  const reset = await users.generateResetPasswordToken({ userId, sendEmail: false });
  await look();
  const twice = await refusal(users.createUser({ body: { profile: person(login, "Ada") }, activate: false }));
  const locked = await refusal(users.unlockUser({ userId }));
  await users.revokeUserSessions({ userId, oauthTokens: true });
  return {
    userId,
    report: {
      created: [made.status, made.profile?.login],
      listed: listed.map((user) => user.profile?.login),
      department: updated.profile?.department,
      firstName: replaced.profile?.firstName,
      statuses,
      reset: typeof reset.resetPasswordUrl,
      twice,
      locked,
    },
  };
}

async function membership(userId: string) {
  const group = await groups.createGroup({ group: { profile: { name: "Crew", description: "d" } } });
  const groupId = group.id ?? "";
  await groups.assignUserToGroup({ groupId, userId });
  const members = await collect(await groups.listGroupUsers({ groupId }));
  const application = { name: "oidc_client", label: "Ship", signOnMode: "OPENID_CONNECT", ...oidc };
  const app = await apps.createApplication({
    application: application as unknown as OpenIdConnectApplication,
  });
  const appId = app.id ?? "";
  await apps.assignGroupToApplication({ appId, groupId, applicationGroupAssignment: { priority: 1 } });
  const appUsers = await collect(await apps.listApplicationUsers({ appId }));
  const ofGroup = await collect(await groups.listAssignedApplicationsForGroup({ groupId }));
  const links = await collect(await users.listAppLinks({ userId }));
  const mine = await collect(await users.listUserGroups({ userId }));
  const renamed = await groups.replaceGroup({ groupId, group: { profile: { name: "Mates" } } });
  await groups.unassignUserFromGroup({ groupId, userId });
  await groups.deleteGroup({ groupId });
  return {
    members: members.map(({ id }) => id === userId),
    appUsers: appUsers.map(({ scope }) => scope),
    ofGroup: ofGroup.map(({ label }) => label),
    links: links.map(({ label }) => label),
    mine: mine.map((each) => each.profile?.name),
    renamed: renamed.profile?.name,
    gone: await refusal(groups.getGroup({ groupId })),
  };
}

const oidc = {
  credentials: { oauthClient: { token_endpoint_auth_method: "none" } },
  settings: {
    oauthClient: {
      application_type: "native",
      redirect_uris: ["com.example.ship:/callback"],
      response_types: ["code"],
      grant_types: ["authorization_code"],
    },
  },
};

async function tokensOfServers() {
  const authorizationServer = { name: "Ships", description: "d", audiences: ["api://ships"] };
  const server = await servers.createAuthorizationServer({ authorizationServer });
  const authServerId = server.id ?? "";
  const renamed = await servers.replaceAuthorizationServer({
    authServerId,
    authorizationServer: { ...authorizationServer, name: "Boats" },
  });
  const scope = await servers.createOAuth2Scope({ authServerId, oAuth2Scope: { name: "ship:sail" } });
  const scopeId = scope.id ?? "";
  const changed = await servers.replaceOAuth2Scope({
    authServerId,
    scopeId,
    oAuth2Scope: { name: "ship:sail", consent: "REQUIRED", metadataPublish: "ALL_CLIENTS" },
  });
  const claim = await servers.createOAuth2Claim({
    authServerId,
    oAuth2Claim: {
      name: "rank",
      claimType: "IDENTITY",
      valueType: "EXPRESSION",
      value: "user.title",
      conditions: { scopes: ["ship:sail"] },
    },
  });
  const claims = await collect(await servers.listOAuth2Claims({ authServerId }));
  const keys = await collect(await servers.listAuthorizationServerKeys({ authServerId }));
  const rotated = await collect(
    await servers.rotateAuthorizationServerKeys({ authServerId, use: { use: "sig" } }),
  );
  const scopes = await collect(await servers.listOAuth2Scopes({ authServerId, q: "ship" }));
  await servers.deleteOAuth2Claim({ authServerId, claimId: claim.id ?? "" });
  await servers.deleteOAuth2Scope({ authServerId, scopeId });
  await servers.deactivateAuthorizationServer({ authServerId });
  const inactive = await servers.getAuthorizationServer({ authServerId });
  await servers.activateAuthorizationServer({ authServerId });
  await servers.deleteAuthorizationServer({ authServerId });
  return {
    renamed: renamed.name,
    consent: [scope.consent, changed.consent],
    claims: claims.map(({ name }) => name),
    keys: [keys.length, rotated.map(({ status }) => status)],
    scopes: scopes.map(({ name }) => name),
    inactive: inactive.status,
    gone: await refusal(servers.getAuthorizationServer({ authServerId })),
    kept: await refusal(servers.deleteAuthorizationServer({ authServerId: "default" })),
  };
}

async function rest(sdk: Client) {
  const log = await collect(
    await sdk.systemLogApi.listLogEvents({
      since: "2000-01-01T00:00:00Z",
      until: "2999-01-01T00:00:00Z",
      filter: 'eventType sw "group."',
      limit: 2,
    }),
  );
  const tokens = await collect(await sdk.apiTokenApi.listApiTokens());
  const settings = await sdk.orgSettingApi.updateOrgSettings({ OrgSetting: { city: "London" } });
  const contacts = await collect(await sdk.orgSettingApi.getOrgContactTypes());
  const features = await collect(await sdk.featureApi.listFeatures());
  return {
    log: log.map((event) => event.eventType),
    who: [...new Set(log.map((event) => event.actor?.alternateId))],
    published: log.every((event) => event.published instanceof Date),
    tokens: tokens.map(({ name }) => name),
    city: settings.city,
    contacts: contacts.map(({ contactType }) => contactType),
    features,
  };
}

async function run(): Promise<object> {
  const { userId, report } = await people();
  const seen = {
    people: report,
    membership: await membership(userId),
    servers: await tokensOfServers(),
    rest: await rest(client),
  };
  await users.deactivateUser({ userId });
  await users.deleteUser({ userId });
  return { ...seen, gone: await refusal(users.getUser({ userId })) };
}

process.send?.(await run().catch((error: unknown) => ({ failed: String((error as Error)?.stack ?? error) })));
process.disconnect();
