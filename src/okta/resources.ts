import * as v from "valibot";

/**
 * The parts of Okta's resources that we read. Every object is loose: what we don't know stays in it, so that a
 * resource can be read, changed and written back whole. No schema has defaults: they would be written back, too.
 */

/** It becomes a part of paths, commands and files: Okta's ids are letters and digits. */
const id = v.pipe(v.string(), v.regex(/^\w[\w.~-]{0,127}$/u));

/** Valibot takes an array for an object whose parts may all be missing; what would be put into it would not be sent. */
function object<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.pipe(
    v.looseObject(entries),
    v.check((value) => !Array.isArray(value), "an object was expected"),
  );
}

const strings = v.nullish(v.array(v.string()));

const people = object({ include: strings, exclude: strings });

/** An app of any kind; only OIDC apps have `oauthClient` parts. GET /api/v1/apps */
export const oktaApp = object({
  id,
  name: v.string(),
  label: v.string(),
  status: v.string(),
  created: v.nullish(v.string()),
  signOnMode: v.nullish(v.string()),
  credentials: v.nullish(
    object({
      oauthClient: v.nullish(
        object({
          client_id: v.nullish(v.string()),
          token_endpoint_auth_method: v.nullish(v.string()),
          pkce_required: v.nullish(v.boolean()),
        }),
      ),
    }),
  ),
  settings: v.nullish(
    object({
      implicitAssignment: v.nullish(v.boolean()),
      oauthClient: v.nullish(
        object({
          application_type: v.nullish(v.string()),
          redirect_uris: strings,
          post_logout_redirect_uris: strings,
          initiate_login_uri: v.nullish(v.string()),
          response_types: strings,
          grant_types: strings,
          refresh_token: v.nullish(
            object({ rotation_type: v.nullish(v.string()), leeway: v.nullish(v.number()) }),
          ),
          dpop_bound_access_tokens: v.nullish(v.boolean()),
        }),
      ),
    }),
  ),
  profile: v.nullish(v.record(v.string(), v.unknown())),
  _links: v.nullish(object({ accessPolicy: v.nullish(object({ href: v.string() })) })),
});

export type OktaApp = v.InferOutput<typeof oktaApp>;

/** GET /api/v1/apps/{id}/grants */
export const scopeGrant = object({ scopeId: v.string(), status: v.nullish(v.string()) });

/** GET /api/v1/groups */
export const oktaGroup = object({
  id,
  profile: object({ name: v.string() }),
});

export type OktaGroup = v.InferOutput<typeof oktaGroup>;

/** GET /api/v1/apps/{id}/groups */
export const groupAssignment = object({
  id,
  priority: v.nullish(v.number()),
  profile: v.nullish(v.record(v.string(), v.unknown())),
});

export type GroupAssignment = v.InferOutput<typeof groupAssignment>;

/** GET /api/v1/policies?type=ACCESS_POLICY */
export const signOnPolicy = object({ id, name: v.string() });

export type SignOnPolicy = v.InferOutput<typeof signOnPolicy>;

/** GET /api/v1/trustedOrigins */
export const trustedOrigin = object({
  id,
  name: v.string(),
  origin: v.string(),
  status: v.string(),
  scopes: v.nullish(v.array(object({ type: v.string() }))),
});

export type TrustedOrigin = v.InferOutput<typeof trustedOrigin>;

/** GET /api/v1/users/me */
export const oktaUser = object({
  id,
  profile: object({ login: v.string() }),
});

export type OktaUser = v.InferOutput<typeof oktaUser>;

/** GET /api/v1/authorizationServers/{id} */
export const authorizationServer = object({
  id,
  name: v.nullish(v.string()),
  issuer: v.string(),
  status: v.string(),
});

export type AuthorizationServer = v.InferOutput<typeof authorizationServer>;

/** GET /api/v1/authorizationServers/{id}/policies */
export const accessPolicy = object({
  id,
  name: v.string(),
  status: v.string(),
  priority: v.nullish(v.number()),
  description: v.nullish(v.string()),
  conditions: v.nullish(object({ clients: v.nullish(object({ include: strings })) })),
});

export type AccessPolicy = v.InferOutput<typeof accessPolicy>;

/** GET /api/v1/authorizationServers/{id}/policies/{id}/rules */
export const accessPolicyRule = object({
  id,
  name: v.string(),
  status: v.string(),
  priority: v.nullish(v.number()),
  conditions: v.nullish(
    object({
      people: v.nullish(object({ users: v.nullish(people), groups: v.nullish(people) })),
      grantTypes: v.nullish(object({ include: strings })),
      scopes: v.nullish(object({ include: strings })),
    }),
  ),
});

export type AccessPolicyRule = v.InferOutput<typeof accessPolicyRule>;

/** A part that is of another kind than Okta documents counts as missing: of an event the rest is worth reading. */
function readable<const Inner extends v.GenericSchema>(inner: Inner) {
  return v.nullish(v.fallback(v.nullable(inner), null));
}

const text = readable(v.string());

const logParty = v.object({ id: text, type: text, alternateId: text, displayName: text });

/** GET /api/v1/logs. Only what is read is kept: they are many, and never written back. */
export const logEvent = v.object({
  uuid: v.string(),
  published: v.string(),
  eventType: v.string(),
  displayMessage: text,
  outcome: readable(v.object({ result: text, reason: text })),
  actor: readable(logParty),
  target: readable(v.array(readable(logParty))),
  client: readable(
    v.object({
      id: text,
      ipAddress: text,
      device: text,
      userAgent: readable(v.object({ rawUserAgent: text, os: text })),
    }),
  ),
  debugContext: readable(
    v.object({
      debugData: readable(
        v.object({
          authorizationServer: text,
          grantType: text,
          requestedScopes: text,
          grantedScopes: text,
          redirectUri: text,
        }),
      ),
    }),
  ),
  transaction: readable(v.object({ id: text })),
});

export type LogEvent = v.InferOutput<typeof logEvent>;

/** GET /.well-known/okta-organization: `idx` is Identity Engine, `v1` is Classic Engine. */
export const orgDescription = object({
  id,
  pipeline: v.nullish(v.string()),
  _links: v.nullish(
    object({
      organization: v.nullish(object({ href: v.string() })),
      alternate: v.nullish(object({ href: v.string() })),
    }),
  ),
});

export type OrgDescription = v.InferOutput<typeof orgDescription>;

/** GET {issuer}/.well-known/openid-configuration (OpenID Connect Discovery 1.0, section 3) */
export const discoveryDocument = object({ issuer: v.string() });
