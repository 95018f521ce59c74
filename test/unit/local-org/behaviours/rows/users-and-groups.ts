import { expect } from "vitest";
import { expectRefusal, freshName, goodPassword, newGroup, newUser } from "../requests.ts";
import { behaviour, differs } from "../table.ts";

behaviour(
  "management",
  "a user with a password is ACTIVE, one without is PROVISIONED, with `activate=false` STAGED",
  async (org) => {
    const made = [
      await newUser(org, "", goodPassword),
      await newUser(org),
      await newUser(org, "?activate=false"),
    ];
    expect(made.map(({ json }) => json.status)).toEqual(["ACTIVE", "PROVISIONED", "STAGED"]);
  },
);

behaviour("management", "a login belongs to one user, regardless of case", async (org) => {
  const { json } = await newUser(org);
  const body = { profile: { ...json.profile, login: json.profile.login.toUpperCase() } };
  const cause = "login: An object with this field already exists in the current organization";
  expectRefusal(await org.call("POST", "/api/v1/users", body), 400, "E0000001", cause);
});

behaviour("management", "a login has the form of an e-mail address", async (org) => {
  const profile = { firstName: "A", lastName: "B", email: "a@example.com", login: "ab" };
  const cause = "login: Username must be in the form of an email address";
  expectRefusal(await org.call("POST", "/api/v1/users", { profile }), 400, "E0000001", cause);
});

behaviour(
  "management",
  "a password must meet the default policy: 8 characters, lower case, upper case, digit, no part of the login",
  async (org) => {
    expectRefusal(await newUser(org, "", "password"), 400, "E0000001");
    expectRefusal(await newUser(org, "", "Local-person-1"), 400, "E0000001");
  },
);

behaviour(
  "management",
  "a user is found by id, login, the part before the @ if only one has it, or as `me`",
  async (org) => {
    const { json } = await newUser(org);
    for (const name of [json.id, json.profile.login, json.profile.login.replace(/@.*/, "")])
      expect((await org.call("GET", `/api/v1/users/${name}`)).json.id).toBe(json.id);
  },
);

behaviour(
  "management",
  "`POST /users/{id}` changes the given attributes, `PUT` removes the others",
  async (org) => {
    const { json } = await newUser(org);
    const path = `/api/v1/users/${json.id}`;
    expect((await org.call("POST", path, { profile: { title: "Dr" } })).json.profile.firstName).toBe("Ada");
    const { login, email, firstName, lastName } = json.profile;
    const replaced = await org.call("PUT", path, { profile: { login, email, firstName, lastName } });
    expect(replaced.json.profile.title).toBeUndefined();
  },
);

behaviour("management", "the first `DELETE` of a user deactivates, the second removes", async (org) => {
  const path = `/api/v1/users/${(await newUser(org)).json.id}`;
  await org.call("DELETE", path);
  expect((await org.call("GET", path)).json.status).toBe("DEPROVISIONED");
  await org.call("DELETE", path);
  expectRefusal(await org.call("GET", path), 404, "E0000007");
});

behaviour(
  "management",
  "deactivated users are not listed unless a search or filter asks for them",
  async (org) => {
    const { json } = await newUser(org);
    await org.call("DELETE", `/api/v1/users/${json.id}`);
    expect((await org.call("GET", "/api/v1/users")).text).not.toContain(json.id);
    const filter = encodeURIComponent('status eq "DEPROVISIONED"');
    expect((await org.call("GET", `/api/v1/users?filter=${filter}`)).text).toContain(json.id);
  },
);

behaviour(
  "management",
  "only an ACTIVE user can be suspended, only a SUSPENDED one unsuspended: 400 E0000001",
  async (org) => {
    const lifecycle = `/api/v1/users/${(await newUser(org)).json.id}/lifecycle`;
    expectRefusal(
      await org.call("POST", `${lifecycle}/suspend`),
      400,
      "E0000001",
      "Cannot suspend a user that is not active",
    );
    const cause = "Cannot unsuspend a user that is not suspended";
    expectRefusal(await org.call("POST", `${lifecycle}/unsuspend`), 400, "E0000001", cause);
  },
);

behaviour(
  "management",
  "an active user can't be activated (E0000016), a user who isn't locked can't be unlocked (E0000032)",
  async (org) => {
    const lifecycle = `/api/v1/users/${(await newUser(org, "", goodPassword)).json.id}/lifecycle`;
    expectRefusal(await org.call("POST", `${lifecycle}/activate`), 403, "E0000016");
    expectRefusal(await org.call("POST", `${lifecycle}/unlock`), 403, "E0000032");
  },
);

behaviour(
  "management",
  "resetting a password results in RECOVERY, expiring it in PASSWORD_EXPIRED, changing it in ACTIVE",
  async (org) => {
    const path = `/api/v1/users/${(await newUser(org, "", goodPassword)).json.id}`;
    const status = async () => (await org.call("GET", path)).json.status;
    await org.call("POST", `${path}/lifecycle/reset_password`);
    expect(await status()).toBe("RECOVERY");
    await org.call("POST", `${path}/lifecycle/expire_password`);
    expect(await status()).toBe("PASSWORD_EXPIRED");
    const passwords = { oldPassword: { value: goodPassword }, newPassword: { value: "Other-pass-2" } };
    await org.call("POST", `${path}/credentials/change_password`, passwords);
    expect(await status()).toBe("ACTIVE");
  },
);

behaviour(
  "management",
  "users can be searched by every profile attribute and sorted, regardless of case",
  async (org) => {
    const { json } = await newUser(org);
    const mark = freshName("Department");
    await org.call("POST", `/api/v1/users/${json.id}`, { profile: { department: mark } });
    const search = encodeURIComponent(`profile.department eq "${mark.toLowerCase()}"`);
    expect((await org.call("GET", `/api/v1/users?search=${search}&sortBy=profile.login`)).json).toHaveLength(
      1,
    );
  },
);

behaviour("management", "`filter` on users supports only `eq`, except for times", async (org) => {
  const filter = encodeURIComponent('profile.login sw "a"');
  expectRefusal(await org.call("GET", `/api/v1/users?filter=${filter}`), 400, "E0000031");
});

behaviour("management", "groups can be filtered by type and times, and searched by name", async (org) => {
  const { json } = await newGroup(org);
  const search = encodeURIComponent(`profile.name eq "${json.profile.name}"`);
  expect((await org.call("GET", `/api/v1/groups?search=${search}`)).json).toHaveLength(1);
  expectRefusal(await org.call("GET", `/api/v1/groups?filter=${search}`), 400, "E0000031");
});

behaviour("management", "joining a group twice, or leaving it twice, is 204", async (org) => {
  const [{ json: group }, { json: user }] = [await newGroup(org), await newUser(org)];
  for (const method of ["PUT", "PUT", "DELETE", "DELETE"])
    expect((await org.call(method, `/api/v1/groups/${group.id}/users/${user.id}`)).status).toBe(204);
});

behaviour("management", "API tokens are listed without their values", async (org) => {
  const { json, text } = await org.call("GET", "/api/v1/api-tokens");
  expect(json.length).toBeGreaterThan(0);
  expect(text).not.toContain(org.apiToken);
});

differs(
  "management",
  "the group Everyone can't be changed (Okta's answer isn't published)",
  "403 E0000006",
  async (org) => {
    const { json } = await org.call("GET", "/api/v1/groups?q=Everyone");
    expectRefusal(await org.call("DELETE", `/api/v1/groups/${json[0].id}`), 403, "E0000006");
  },
);

differs(
  "management",
  "what happens to administrators who deactivate themselves isn't published",
  "the owner of the token can't be deactivated or suspended: 403 E0000006",
  async (org) => expectRefusal(await org.call("DELETE", "/api/v1/users/me"), 403, "E0000006"),
);

differs(
  "management",
  "activation and recovery send mail; with `sendEmail=false` the response has a link",
  "no mail is sent; the link leads to a page of the org",
  async (org) => {
    const path = `/api/v1/users/${(await newUser(org, "?activate=false")).json.id}`;
    const { json } = await org.call("POST", `${path}/lifecycle/activate?sendEmail=false`);
    const page = await org.call("GET", new URL(json.activationUrl).pathname);
    expect([page.status, page.text]).toEqual([200, expect.stringContaining("Choose a password")]);
  },
);

differs(
  "management",
  "a profile has the attributes of its schema (`/meta/schemas/user`); others are refused",
  "any attribute is stored; there are no schemas",
  async (org) => {
    const path = `/api/v1/users/${(await newUser(org)).json.id}`;
    expect((await org.call("POST", path, { profile: { shoeSize: "41" } })).json.profile.shoeSize).toBe("41");
  },
);

differs(
  "management",
  "password hashes of other systems can be imported, and password hooks are called",
  "501 E0000060",
  async (org) => {
    const profile = { firstName: "A", lastName: "B", email: "a@example.com", login: "hash@example.com" };
    const credentials = { password: { hash: { algorithm: "SHA-256", value: "x" } } };
    expectRefusal(await org.call("POST", "/api/v1/users", { profile, credentials }), 501, "E0000060");
  },
);
