import { expect } from "vitest";
import { freshName, newUser } from "../requests.ts";
import { behaviour, differs } from "../table.ts";

behaviour("management", "`/users/{id}/roles` lists the administrator roles of a user", async (org) => {
  expect((await org.call("GET", "/api/v1/users/me/roles")).json).toMatchObject([
    { type: "SUPER_ADMIN", status: "ACTIVE" },
  ]);
  const { json } = await newUser(org);
  expect((await org.call("GET", `/api/v1/users/${json.id}/roles`)).json).toEqual([]);
});

differs(
  "management",
  "registration by API (`/api/v1/registration/{id}/register`) is gone since 2025",
  "served as before with `local start --registration`, to programs on this machine: it creates an administrator of this org and issues an API token once",
  async (org) => {
    const email = `${freshName("registered")}@example.com`;
    const userProfile = { firstName: "Ada", lastName: "Byron", email, country: "United Kingdom" };
    const options = { token: undefined };
    const { json } = await org.call("POST", "/api/v1/registration/reg1/register", { userProfile }, options);
    const path = `/api/internal/v1/developer/redeem/${json.developerOrgCliToken}`;
    const answers = [];
    for (let poll = 0; poll < 4; poll += 1) answers.push(await org.call("GET", path, undefined, options));
    expect(answers.map(({ json: { status }, status: code }) => status ?? code)).toEqual([
      "PENDING",
      "PENDING",
      "ACTIVE",
      404,
    ]);
    const { orgUrl, apiToken } = answers[2]?.json ?? {};
    expect(orgUrl).toBe(org.url);
    const me = await org.call("GET", "/api/v1/users/me", undefined, { token: apiToken });
    expect(me.json.profile).toMatchObject({ login: email, country: "United Kingdom" });
  },
);
