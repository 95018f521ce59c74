import type { RequestListener } from "node:http";
import { Router } from "@koa/router";
import Koa from "koa";
import type { Org } from "../org.ts";
import { appGroupRoutes } from "./app-groups.ts";
import { appRoutes } from "./apps.ts";
import { authorizationServerRoutes } from "./authorization-servers.ts";
import { discoveryRoutes } from "./discovery.ts";
import { groupRoutes } from "./groups.ts";
import { authenticate, envelope, readBody, refuseOtherMethods } from "./pipeline.ts";
import { policyRoutes } from "./policies.ts";
import { ruleRoutes } from "./rules.ts";
import { userRoutes } from "./users.ts";

const resources = [
  discoveryRoutes,
  userRoutes,
  groupRoutes,
  appRoutes,
  appGroupRoutes,
  authorizationServerRoutes,
  policyRoutes,
  ruleRoutes,
];

/** The management half of the org as one request listener. */
export function managementApplication(org: Org): RequestListener {
  const router = new Router();
  for (const addRoutes of resources) addRoutes(router, org);
  const application = new Koa();
  application.silent = true;
  application
    .use(envelope(org))
    .use(authenticate(org))
    .use(readBody)
    .use(router.routes())
    .use(refuseOtherMethods);
  const callback = application.callback();
  return (request, response) => void callback(request, response);
}
