import { expect, test } from "vitest";
import { createJobWorld, expire, leftIn } from "../support/ephemeral-apps.ts";

/** More than a page of them. */
const count = 230;

test(`prune removes ${count + 1} apps, page by page`, async () => {
  const { world, org, env } = await createJobWorld();
  const made = await world.run(["apps", "create", "--name", "Demo", "--ephemeral", "--json"], { env });
  const { id } = JSON.parse(made.stdout) as { readonly id: string };
  await expire(org, id);
  const { json } = await org.call("GET", `/api/v1/apps/${id}`);
  const copy = {
    ...(json as object),
    label: "Copy",
    credentials: { oauthClient: { token_endpoint_auth_method: "none" } },
  };
  for (let index = 0; index < count; index += 1) {
    expect((await org.call("POST", "/api/v1/apps", copy)).status).toBe(200);
  }
  const run = await world.run(["apps", "prune"], { env });
  expect(run.exitCode).toBe(0);
  expect(run.stderr).toContain(`Removed ${count + 1} ephemeral apps`);
  expect(await leftIn(org)).toEqual([]);
});
