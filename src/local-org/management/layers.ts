import { Router } from "@koa/router";
import type { Context, Middleware, Next } from "koa";
import { ApiError, createMalformedBodyError } from "../http/api-error.ts";
import { readText } from "../http/request-body.ts";
import type { Json } from "../json.ts";
import type { Org } from "../org.ts";
import { addApiTokenRoutes } from "./api-tokens.ts";
import { addAppGroupRoutes, addAppUserRoutes } from "./app-assignments.ts";
import { apps } from "./apps.ts";
import { authenticate } from "./authenticate.ts";
import { addSigningKeyRoutes, authorizationServers } from "./authorization-servers.ts";
import { claims } from "./claims.ts";
import { addClientSecretRoutes } from "./client-secrets.ts";
import { grants } from "./grants.ts";
import { addGroupResourceRoutes, groups } from "./groups.ts";
import { addLogRoutes } from "./logs.ts";
import { addOrgPolicyRoutes } from "./org-policies.ts";
import { addDiscoveryRoutes, addOrgSettingRoutes } from "./org-settings.ts";
import { policies } from "./policies.ts";
import { rules } from "./rules.ts";
import { scopes } from "./scopes.ts";
import { addAllTokenRoutes } from "./tokens.ts";
import { trustedOrigins } from "./trusted-origins.ts";
import { addUserCredentialRoutes, addUserLifecycleRoutes } from "./user-lifecycle.ts";
import { addUserResourceRoutes } from "./user-resources.ts";
import { addUserRoutes } from "./users.ts";

const resources = [
  addDiscoveryRoutes,
  addUserRoutes,
  addUserLifecycleRoutes,
  addUserCredentialRoutes,
  addUserResourceRoutes,
  groups.addRoutes,
  addGroupResourceRoutes,
  apps.addRoutes,
  addAppGroupRoutes,
  addAppUserRoutes,
  addClientSecretRoutes,
  addOrgPolicyRoutes,
  grants.addRoutes,
  authorizationServers.addRoutes,
  policies.addRoutes,
  rules.addRoutes,
  scopes.addRoutes,
  claims.addRoutes,
  trustedOrigins.addRoutes,
  addApiTokenRoutes,
  addOrgSettingRoutes,
  addLogRoutes,
  addSigningKeyRoutes,
  addAllTokenRoutes,
];

/** Routes of the org that are not part of Okta's management API. */
export interface RouteExtension {
  readonly addRoutes: (router: Router, org: Org) => void;
  /** Whether a request needs no API token. Throws an `ApiError` when the request is refused. */
  readonly isOpen?: (context: Context) => boolean;
}

/** Okta's management API: API token, body, then the resource. */
export function createManagementLayers(org: Org, extensions: readonly RouteExtension[]): Middleware[] {
  // Case-sensitive, as the checks that run before it read paths.
  const router = new Router({ sensitive: true });
  for (const addRoutes of resources) addRoutes(router, org);
  for (const { addRoutes } of extensions) addRoutes(router, org);
  const isOpen = (context: Context): boolean => extensions.some((each) => each.isOpen?.(context) === true);
  return [authenticate(org, isOpen), readBody, router.routes() as Middleware];
}

const limit = {
  bytes: 1024 * 1024,
  summary: "The request body was not well-formed.",
  causes: ["The body is larger than 1 MB."],
};

/** Reads the JSON body of a management request: at most 1 MB, else 413; malformed JSON is E0000003. */
async function readBody(context: Context, next: Next): Promise<void> {
  if (context.path.startsWith("/api/")) {
    const text = await readText(context, limit);
    if (text !== "") context.state["body"] = parse(text, context.get("Content-Type"));
  }
  await next();
}

function parse(text: string, contentType: string): Json {
  if (contentType !== "" && !/^(application\/(.+\+)?json|text\/plain)\b/i.test(contentType))
    throw createTypeError();
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw createMalformedBodyError();
  }
}

function createTypeError(): ApiError {
  return new ApiError(
    415,
    "E0000021",
    "Bad request. Accept and/or Content-Type headers likely do not match supported values.",
  );
}
