import type { OrgClock } from "../clock.ts";
import { stamp } from "../org.ts";
import type { Change } from "../store/change.ts";
import { put } from "../store/change.ts";
import type { StoredAuthorizationServer } from "../store/collections.ts";

/** The scopes that every authorization server has from the start. */
const systemScopes = [
  ["openid", "Signals that a request is an OpenID request."],
  ["profile", "Allows this application to access your profile information."],
  ["email", "Allows this application to access your email address."],
  ["address", "Allows this application to access your address."],
  ["phone", "Allows this application to access your phone number."],
  ["offline_access", "Allows this application to access your data while you are offline."],
  ["device_sso", "Allows this application to share your session with other applications on this device."],
] as const;

/** The `default` authorization server: no access policy, as in an Integrator org, so nobody can sign in yet. */
export function seedAuthorizationServer(clock: OrgClock): Change[] {
  const server: StoredAuthorizationServer = {
    ...stamp(clock, "aus"),
    name: "default",
    description: "Default Authorization Server for your Applications",
    audiences: ["api://default"],
    issuerMode: "ORG_URL",
    status: "ACTIVE",
    default: true,
    credentials: { signing: { rotationMode: "AUTO" } },
  };
  return [put("authorizationServers", server.id, server), ...seedSystemScopes(clock, server.id)];
}

/** The system scopes and the `sub` claim of a new authorization server. */
export function seedSystemScopes(clock: OrgClock, authorizationServerId: string): Change[] {
  return [
    ...systemScopes.map(([name, description]) => {
      const scope = {
        ...stamp(clock, "scp"),
        authorizationServerId,
        name,
        description,
        consent: "IMPLICIT",
        system: true,
        default: false,
        optional: false,
        metadataPublish: "ALL_CLIENTS",
      };
      return put("scopes", `${authorizationServerId}/${scope.id}`, scope);
    }),
    createSubjectClaim(clock, authorizationServerId),
  ];
}

function createSubjectClaim(clock: OrgClock, authorizationServerId: string): Change {
  const claim = {
    ...stamp(clock, "ocl"),
    authorizationServerId,
    name: "sub",
    status: "ACTIVE",
    claimType: "RESOURCE",
    valueType: "EXPRESSION",
    value: "(appuser != null) ? appuser.userName : app.clientId",
    conditions: { scopes: [] },
    system: true,
    alwaysIncludeInToken: true,
  };
  return put("claims", `${authorizationServerId}/${claim.id}`, claim);
}
