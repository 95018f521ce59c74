import { Router } from "@koa/router";
import type { Middleware } from "koa";
import type { Org } from "../org.ts";
import { welcomeRoutes } from "./welcome.ts";

/** The pages that are not part of a sign-in. */
export function pageLayers(org: Org): Middleware[] {
  const router = new Router();
  for (const addRoutes of [welcomeRoutes]) addRoutes(router, org);
  return [router.routes() as Middleware];
}
