import { expect } from "vitest";
import { freshName } from "../requests.ts";
import { behaviour } from "../table.ts";

behaviour(
  "management",
  "trusted origins are created, listed, replaced, activated, deactivated and deleted",
  async (org) => {
    const path = "/api/v1/trustedOrigins";
    const body = { name: freshName("SPA"), origin: "http://localhost:8080/", scopes: [{ type: "CORS" }] };
    const { status, json } = await org.call("POST", path, body);
    expect([status, json.status, json.origin]).toEqual([200, "ACTIVE", body.origin]);
    expect((await org.call("POST", `${path}/${json.id}/lifecycle/deactivate`)).json.status).toBe("INACTIVE");
    expect((await org.call("GET", `${path}?q=${body.name}`)).json).toHaveLength(1);
    expect((await org.call("DELETE", `${path}/${json.id}`)).status).toBe(204);
  },
);
