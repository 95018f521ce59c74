import { Router } from "@koa/router";
import type { Middleware } from "koa";
import { adminRoutes } from "../admin/routes.ts";
import type { Org } from "../org.ts";
import { apiTokenRoutes } from "./api-tokens.ts";
import { appGroupRoutes } from "./app-groups.ts";
import { appPolicyRoutes } from "./app-policies.ts";
import { appUserRoutes } from "./app-users.ts";
import { appRoutes } from "./apps.ts";
import { authenticate } from "./authenticate.ts";
import { authorizationServerRoutes } from "./authorization-servers.ts";
import { discoveryRoutes } from "./discovery.ts";
import { grantRoutes } from "./grants.ts";
import { groupRoutes } from "./groups.ts";
import { orgSettingRoutes } from "./org-settings.ts";
import { policyRoutes } from "./policies.ts";
import { readBody } from "./request-body.ts";
import { ruleRoutes } from "./rules.ts";
import { scopeAndClaimRoutes } from "./scopes-and-claims.ts";
import { userRoutes } from "./users.ts";

const resources = [
  discoveryRoutes,
  userRoutes,
  groupRoutes,
  appRoutes,
  appGroupRoutes,
  appUserRoutes,
  appPolicyRoutes,
  grantRoutes,
  authorizationServerRoutes,
  policyRoutes,
  ruleRoutes,
  scopeAndClaimRoutes,
  apiTokenRoutes,
  orgSettingRoutes,
  adminRoutes,
];

/** Okta's management API: API token, body, then the resource. */
export function managementLayers(org: Org): Middleware[] {
  const router = new Router();
  for (const addRoutes of resources) addRoutes(router, org);
  return [authenticate(org), readBody, router.routes() as Middleware];
}
