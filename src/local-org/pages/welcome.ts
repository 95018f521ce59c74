import type { Router } from "@koa/router";
import type { Org } from "../org.ts";

const page = (url: string) => `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>okta-unlock local org</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}</style>
<h1>okta-unlock local org</h1>
<p><strong>Development tool.</strong> This is an Okta-compatible org that runs on this machine only, at ${url}.
It is not Okta, and nothing here is safe for real users or real data.</p>
<p>To see its API token and test user: <code>okta-unlock local status</code></p>
</html>
`;

/** `/`: says what this is to whoever opens it in a browser. */
export function welcomeRoutes(router: Router, org: Org): void {
  router.get("/", (context) => {
    context.type = "text/html";
    context.body = page(org.url);
  });
}
