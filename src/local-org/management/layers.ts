import { Router } from "@koa/router";
import type { Middleware } from "koa";
import { adminRoutes } from "../admin/routes.ts";
import type { Org } from "../org.ts";
import { registrationRoutes } from "../registration/routes.ts";
import { apiTokenRoutes } from "./api-tokens.ts";
import { appGroupRoutes } from "./app-groups.ts";
import { appPolicyRoutes } from "./app-policies.ts";
import { appSecretRoutes } from "./app-secrets.ts";
import { appUserRoutes } from "./app-users.ts";
import { appRoutes } from "./apps.ts";
import { authenticate } from "./authenticate.ts";
import { authorizationServerRoutes } from "./authorization-servers.ts";
import { claimRoutes } from "./claims.ts";
import { discoveryRoutes } from "./discovery.ts";
import { grantRoutes } from "./grants.ts";
import { groupResourceRoutes } from "./group-resources.ts";
import { groupRoutes } from "./groups.ts";
import { logRoutes } from "./logs/logs.ts";
import { orgSettingRoutes } from "./org-settings.ts";
import { policyRoutes } from "./policies.ts";
import { readBody } from "./request-body.ts";
import { ruleRoutes } from "./rules.ts";
import { scopeRoutes } from "./scopes.ts";
import { signingKeyRoutes } from "./signing-key-routes.ts";
import { tokenRoutes } from "./tokens/routes.ts";
import { userCredentialRoutes } from "./user-credentials.ts";
import { userLifecycleRoutes } from "./user-lifecycle.ts";
import { userResourceRoutes } from "./user-resources.ts";
import { userRoutes } from "./users.ts";

const resources = [
  discoveryRoutes,
  userRoutes,
  userLifecycleRoutes,
  userCredentialRoutes,
  userResourceRoutes,
  groupRoutes,
  groupResourceRoutes,
  appRoutes,
  appGroupRoutes,
  appUserRoutes,
  appSecretRoutes,
  appPolicyRoutes,
  grantRoutes,
  authorizationServerRoutes,
  policyRoutes,
  ruleRoutes,
  scopeRoutes,
  claimRoutes,
  apiTokenRoutes,
  orgSettingRoutes,
  logRoutes,
  signingKeyRoutes,
  tokenRoutes,
  adminRoutes,
];

/** Okta's management API: API token, body, then the resource. */
export function managementLayers(org: Org): Middleware[] {
  // As the checks in front of it read a path: in this case only.
  const router = new Router({ sensitive: true });
  for (const addRoutes of resources) addRoutes(router, org);
  if (org.registration) registrationRoutes(router, org);
  return [authenticate(org), readBody, router.routes() as Middleware];
}
