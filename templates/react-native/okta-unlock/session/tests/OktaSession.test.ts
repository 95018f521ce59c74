import type { Grant } from "../AuthorizationServer";
import { OktaSession } from "../OktaSession";
import { RefreshTokenVault } from "../RefreshTokenVault";
import { SessionError } from "../SessionError";
import { World } from "./World";

// Races that a story can't tell.

const locked = new SessionError("locked");

async function beginSession(): Promise<{ world: World; session: OktaSession; vault: RefreshTokenVault }> {
  const world = new World();
  const vault = new RefreshTokenVault(world.vault);
  const session = new OktaSession(world, vault, 20);
  await session.begin(world.grant("R1"), "vault");
  return { world, session, vault };
}

/** A renewal that gets no answer before the world is released. */
function renewUnanswered(world: World, session: OktaSession): Promise<Grant> {
  world.hold("server.renew");
  const renewal = session.renew();
  renewal.catch(() => undefined);
  expect(world.calls).toContain("server.renew R1");
  return renewal;
}

test("renews a minute before the access token expires", async () => {
  const { world, session } = await beginSession();
  world.passTime(3539);
  expect((await session.currentGrant()).accessToken).toBe("A1");
  world.passTime(1);
  expect((await session.currentGrant()).accessToken).toBe("A2");
});

test("many callers share one renewal", async () => {
  const { world, session } = await beginSession();
  world.passTime(3600);
  const grants = await Promise.all(Array.from({ length: 50 }, () => session.currentGrant()));
  expect(new Set(grants.map(({ accessToken }) => accessToken))).toEqual(new Set(["A2"]));
  expect(world.calls).toEqual(["vault.store R1", "server.renew R1", "vault.store R2"]);
});

test("a renewal that failed is tried again", async () => {
  const { world, session } = await beginSession();
  world.answers = { "server.renew": "offline" };
  await expect(session.renew()).rejects.toEqual(new SessionError("offline"));
  world.answers = {};
  expect((await session.renew()).refreshToken).toBe("R2");
});

test("a renewal of an earlier session does not touch the next one", async () => {
  const { world, session } = await beginSession();
  const late = renewUnanswered(world, session);
  await session.begin(world.grant("S1"), "vault");
  world.release();
  await expect(late).rejects.toEqual(locked);
  expect(world.vault.token).toBe("S1");
  expect((await session.currentGrant()).refreshToken).toBe("S1");
});

test("a sign-out that waited for a renewal does not end the next session", async () => {
  const { world, session } = await beginSession();
  const late = renewUnanswered(world, session);
  const signOut = session.revoke();
  await session.begin(world.grant("S1"), "vault");
  world.release();
  await expect(late).rejects.toEqual(locked);
  await expect(signOut).rejects.toEqual(locked);
  expect(world.calls).not.toContain("server.revoke S1");
});

test("unlocking waits for the renewal that outlived the lock", async () => {
  const { world, session } = await beginSession();
  const late = renewUnanswered(world, session);
  await session.lock();
  const unlock = session.unseal();
  await Promise.resolve();
  expect(world.calls).not.toContain("vault.read");
  world.release();
  await expect(late).rejects.toEqual(locked);
  await unlock;
  await session.renew();
  expect(world.calls).toContain("server.renew R2");
});

test("a token that comes while the prompt is up is newer than the one that was read", async () => {
  const { world, session } = await beginSession();
  const late = renewUnanswered(world, session);
  await session.lock();
  world.hold("server.renew", "vault.read");
  const unlock = session.unseal();
  while (!world.calls.includes("vault.read")) await new Promise((resolve) => setTimeout(resolve, 1));
  world.hold("vault.read");
  await expect(late).rejects.toEqual(locked);
  world.release();
  await unlock;
  await session.renew();
  expect(world.calls).toContain("server.renew R2");
});

test("a renewal that outlived the lock leaves nothing in memory, not even the key of the vault", async () => {
  const { world, session, vault } = await beginSession();
  const late = renewUnanswered(world, session);
  await session.lock();
  world.release();
  await expect(late).rejects.toEqual(locked);
  expect(session.accessTokenExpiry).toBeNull();
  await expect(session.currentGrant()).rejects.toEqual(locked);
  expect(world.vault.token).toBe("R2");
  await expect(vault.store("S1")).rejects.toThrow("closed");
});

test("a locked session gives nothing away", async () => {
  const { session, vault } = await beginSession();
  await session.lock();
  expect(session.idToken).toBeNull();
  expect(session.accessTokenExpiry).toBeNull();
  await expect(session.currentGrant()).rejects.toEqual(locked);
  await expect(vault.store("S1")).rejects.toThrow("closed");
});

test("a token that is being stored does not come back after the session was erased", async () => {
  const { world, session } = await beginSession();
  world.hold("vault.store");
  const renewal = session.renew();
  while (!world.calls.includes("vault.store R2")) await null;
  const erasure = session.erase();
  world.release();
  await erasure;
  await expect(renewal).rejects.toEqual(locked);
  expect(world.vault.token).toBeNull();
  expect(await world.vault.readFile()).toBeNull();
});

test("two who store take turns", async () => {
  const { world, session } = await beginSession();
  world.answers = { "vault.store": "fails" };
  await session.renew();
  world.answers = {};
  world.takeCalls();
  world.hold("vault.store");
  const first = session.saveAgain();
  const second = session.lock();
  for (let turn = 0; turn < 50; turn += 1) await null;
  expect(world.calls).toEqual(["vault.store R2"]);
  world.release();
  await Promise.all([first, second]);
  expect(world.calls).toEqual(["vault.store R2"]);
  expect(world.vault.token).toBe("R2");
});
