import type { RequestListener } from "node:http";
import { Router } from "@koa/router";
import Koa from "koa";
import type { Org } from "../org.ts";
import { appGroupRoutes } from "./app-groups.ts";
import { apiTokenRoutes } from "./api-tokens.ts";
import { appPolicyRoutes } from "./app-policies.ts";
import { appUserRoutes } from "./app-users.ts";
import { grantRoutes } from "./grants.ts";
import { orgSettingRoutes } from "./org-settings.ts";
import { scopeAndClaimRoutes } from "./scopes-and-claims.ts";
import { appRoutes } from "./apps.ts";
import { authorizationServerRoutes } from "./authorization-servers.ts";
import { discoveryRoutes } from "./discovery.ts";
import { groupRoutes } from "./groups.ts";
import { authenticate } from "./authenticate.ts";
import { envelope } from "./envelope.ts";
import { makeFaults } from "./fault-layer.ts";
import { checkHost } from "./host-check.ts";
import { limitRate } from "./rate-limit.ts";
import { readBody } from "./request-body.ts";
import { refuseUnmatched } from "./unmatched.ts";
import { welcomeRoutes } from "./welcome.ts";
import { policyRoutes } from "./policies.ts";
import { ruleRoutes } from "./rules.ts";
import { userRoutes } from "./users.ts";

const resources = [
  welcomeRoutes,
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
];

/** The management half of the org as one request listener. */
export function managementApplication(org: Org): RequestListener {
  const router = new Router();
  for (const addRoutes of resources) addRoutes(router, org);
  const application = new Koa();
  application.silent = true;
  const layers = [envelope, checkHost, limitRate, makeFaults, authenticate];
  for (const layer of layers) application.use(layer(org));
  application.use(readBody).use(router.routes()).use(refuseUnmatched);
  const callback = application.callback();
  return (request, response) => void callback(request, response);
}
