import { ApiClient } from "../ApiClient";
import { OktaSession } from "../OktaSession";
import { RefreshTokenVault } from "../RefreshTokenVault";
import { SessionError } from "../SessionError";
import { World } from "./World";

// What an app's own API is asked, and how often.

const orders = "https://api.example.com/orders";

/** An API that accepts only the tokens it is told to. */
async function connect(...accepted: readonly string[]) {
  const world = new World();
  const session = new OktaSession(world, new RefreshTokenVault(world.vault), 20);
  await session.begin(world.grant("R1"), "vault");
  world.takeCalls();
  const client = new ApiClient(session, async (url, init) => {
    const header = new Headers(init.headers).get("Authorization") ?? "nothing";
    world.note(`${init.method ?? "GET"} ${url} ${header}`);
    return new Response("", { status: accepted.includes(header.replace("Bearer ", "")) ? 200 : 401 });
  });
  return { world, session, client };
}

test("sends the access token", async () => {
  const { world, client } = await connect("A1");
  expect((await client.data(orders)).status).toBe(200);
  expect(world.calls).toEqual([`GET ${orders} Bearer A1`]);
});

test("meets a refusal with one fresh token, and the same request", async () => {
  const { world, client } = await connect("A2");
  expect((await client.data(orders, { method: "POST" })).status).toBe(200);
  const [first, ...others] = world.calls;
  expect(first).toBe(`POST ${orders} Bearer A1`);
  expect(others).toEqual(["server.renew R1", "vault.store R2", `POST ${orders} Bearer A2`]);
});

test("gives up after a second refusal", async () => {
  const { world, client } = await connect();
  expect((await client.data(orders)).status).toBe(401);
  expect(world.calls.filter((call) => call.startsWith("GET"))).toHaveLength(2);
});

test("shares one fresh token among many refusals", async () => {
  const { world, client } = await connect("A2");
  const answers = await Promise.all(Array.from({ length: 10 }, () => client.data(orders)));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  expect(world.calls.filter((call) => call.startsWith("server.renew"))).toHaveLength(1);
});

test("asks nothing while locked", async () => {
  const { world, session, client } = await connect("A1");
  await session.lock();
  await expect(client.data(orders)).rejects.toEqual(new SessionError("locked"));
  expect(world.calls).toEqual([]);
});
