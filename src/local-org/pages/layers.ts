import { Router } from "@koa/router";
import type { Middleware } from "koa";
import type { Org } from "../org.ts";
import { activityRoutes } from "./activity/routes.ts";
import { showProblems } from "./problem.ts";
import { onThisMachineOnly } from "./this-machine.ts";
import { userPageRoutes } from "./users/routes.ts";
import { welcomeRoutes } from "./welcome.ts";

/** The pages that are not part of a sign-in. */
export function pageLayers(org: Org): Middleware[] {
  // As the checks in front of it read a path: in this case only.
  const router = new Router({ sensitive: true });
  for (const addRoutes of [welcomeRoutes, activityRoutes, userPageRoutes]) addRoutes(router, org);
  return [showProblems, onThisMachineOnly, router.routes() as Middleware];
}
