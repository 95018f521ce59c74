import type { Router } from "@koa/router";
import type { Org } from "../../org.ts";
import { sendToolPage } from "../frame.ts";
import { activityPage } from "./page.ts";
import { activityStream } from "./stream.ts";

/** `/activity` and what keeps it current. */
export function activityRoutes(router: Router, org: Org): void {
  const stream = activityStream(org);
  router.get("/activity", (context) =>
    sendToolPage(context, activityPage(org, new URLSearchParams(context.querystring))),
  );
  router.get("/activity/events", (context) => stream(context));
}
