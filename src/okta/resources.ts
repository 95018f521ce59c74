import * as v from "valibot";

/**
 * The parts of Okta's resources that we read. Every object is loose: what we don't know stays in it, so that a
 * resource can be read, changed and written back whole. No schema has defaults: they would be written back, too.
 */
const strings = v.nullish(v.array(v.string()));

const people = v.looseObject({ include: strings, exclude: strings });

/** An app of any kind; only OIDC apps have `oauthClient` parts. GET /api/v1/apps */
export const oktaApp = v.looseObject({
  id: v.string(),
  name: v.string(),
  label: v.string(),
  status: v.string(),
  created: v.nullish(v.string()),
  signOnMode: v.nullish(v.string()),
  credentials: v.nullish(
    v.looseObject({
      oauthClient: v.nullish(
        v.looseObject({
          client_id: v.nullish(v.string()),
          token_endpoint_auth_method: v.nullish(v.string()),
          pkce_required: v.nullish(v.boolean()),
        }),
      ),
    }),
  ),
  settings: v.nullish(
    v.looseObject({
      implicitAssignment: v.nullish(v.boolean()),
      oauthClient: v.nullish(
        v.looseObject({
          application_type: v.nullish(v.string()),
          redirect_uris: strings,
          post_logout_redirect_uris: strings,
          initiate_login_uri: v.nullish(v.string()),
          response_types: strings,
          grant_types: strings,
          refresh_token: v.nullish(
            v.looseObject({ rotation_type: v.nullish(v.string()), leeway: v.nullish(v.number()) }),
          ),
          dpop_bound_access_tokens: v.nullish(v.boolean()),
        }),
      ),
    }),
  ),
  profile: v.nullish(v.record(v.string(), v.unknown())),
  _links: v.nullish(v.looseObject({ accessPolicy: v.nullish(v.looseObject({ href: v.string() })) })),
});

export type OktaApp = v.InferOutput<typeof oktaApp>;

/** GET /api/v1/apps/{id}/grants */
export const scopeGrant = v.looseObject({ scopeId: v.string(), status: v.nullish(v.string()) });

/** GET /api/v1/groups */
export const oktaGroup = v.looseObject({
  id: v.string(),
  profile: v.looseObject({ name: v.string() }),
});

export type OktaGroup = v.InferOutput<typeof oktaGroup>;

/** GET /api/v1/apps/{id}/groups */
export const groupAssignment = v.looseObject({
  id: v.string(),
  priority: v.nullish(v.number()),
  profile: v.nullish(v.record(v.string(), v.unknown())),
});

export type GroupAssignment = v.InferOutput<typeof groupAssignment>;

/** GET /api/v1/policies?type=ACCESS_POLICY */
export const signOnPolicy = v.looseObject({ id: v.string(), name: v.string() });

export type SignOnPolicy = v.InferOutput<typeof signOnPolicy>;

/** GET /api/v1/users/me */
export const oktaUser = v.looseObject({
  id: v.string(),
  profile: v.looseObject({ login: v.string() }),
});

export type OktaUser = v.InferOutput<typeof oktaUser>;

/** GET /api/v1/authorizationServers/{id} */
export const authorizationServer = v.looseObject({
  id: v.string(),
  name: v.nullish(v.string()),
  issuer: v.string(),
  status: v.string(),
});

export type AuthorizationServer = v.InferOutput<typeof authorizationServer>;

/** GET /api/v1/authorizationServers/{id}/policies */
export const accessPolicy = v.looseObject({
  id: v.string(),
  name: v.string(),
  status: v.string(),
  priority: v.nullish(v.number()),
  description: v.nullish(v.string()),
  conditions: v.nullish(v.looseObject({ clients: v.nullish(v.looseObject({ include: strings })) })),
});

export type AccessPolicy = v.InferOutput<typeof accessPolicy>;

/** GET /api/v1/authorizationServers/{id}/policies/{id}/rules */
export const accessPolicyRule = v.looseObject({
  id: v.string(),
  name: v.string(),
  status: v.string(),
  priority: v.nullish(v.number()),
  conditions: v.nullish(
    v.looseObject({
      people: v.nullish(v.looseObject({ users: v.nullish(people), groups: v.nullish(people) })),
      grantTypes: v.nullish(v.looseObject({ include: strings })),
      scopes: v.nullish(v.looseObject({ include: strings })),
    }),
  ),
});

export type AccessPolicyRule = v.InferOutput<typeof accessPolicyRule>;

/** GET /.well-known/okta-organization: `idx` is Identity Engine, `v1` is Classic Engine. */
export const orgDescription = v.looseObject({
  id: v.string(),
  pipeline: v.nullish(v.string()),
  _links: v.nullish(
    v.looseObject({
      organization: v.nullish(v.looseObject({ href: v.string() })),
      alternate: v.nullish(v.looseObject({ href: v.string() })),
    }),
  ),
});

export type OrgDescription = v.InferOutput<typeof orgDescription>;

/** GET {issuer}/.well-known/openid-configuration (OpenID Connect Discovery 1.0, section 3) */
export const discoveryDocument = v.looseObject({ issuer: v.string() });
