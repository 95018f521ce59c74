import { SessionError } from "../SessionError";
import { Stage } from "./Stage";

// What a story can't tell, because it is in the middle of a step, or a matter of this platform alone.

async function openApp(): Promise<Stage> {
  const stage = new Stage({ session: true, vault: "R1", device: "biometrics" });
  await stage.perform("start");
  await stage.perform("unlock");
  stage.world.takeCalls();
  return stage;
}

test("a request that outlived the lock does not open the app behind the prompt", async () => {
  const stage = await openApp();
  const { model, world } = stage;
  const late = await stage.begin("server.userInfo", () => model.loadProfile());
  await model.lock();
  world.hold("server.userInfo", "vault.read");
  const unlock = model.unlock();
  await stage.goOn();
  world.hold("vault.read");
  await late.ended;
  expect(stage.state).toBe("unlocking");
  world.answers = { "vault.read": "cancelled" };
  world.release();
  await unlock;
  expect(stage.state).toBe("locked(cancelled)");
  expect(model.getSnapshot().profile).toBeNull();
});

test("nothing is shown until it is decided whether to lock", async () => {
  const { model, world } = await openApp();
  expect(model.getSnapshot().isAway).toBe(false);
  model.enterBackground();
  expect(model.getSnapshot().isAway).toBe(true);
  world.passTime(60);
  const comingBack = model.becomeActive();
  expect(model.getSnapshot().isAway).toBe(true);
  await comingBack;
  expect(model.getSnapshot()).toMatchObject({ isAway: false, state: { kind: "active" } });
});

test("a clock that was set back while the app was away locks it", async () => {
  const stage = await openApp();
  await stage.perform("enterBackground");
  stage.world.setClock(-1);
  stage.world.answers = { "vault.read": "cancelled" };
  await stage.perform("becomeActive");
  expect(stage.state).toBe("locked(cancelled)");
});

test("a profile that comes while the app locks is not shown", async () => {
  const stage = await openApp();
  const { model, world } = stage;
  world.answers = { "vault.store": "fails" };
  await model.refresh();
  world.answers = {};
  const late = await stage.begin("server.userInfo", () => model.loadProfile());
  world.hold("server.userInfo", "vault.store");
  const lock = model.lock();
  await stage.goOn();
  world.hold("vault.store");
  await stage.goOn();
  expect(model.getSnapshot()).toMatchObject({ state: { kind: "locked" }, profile: null });
  world.release();
  await Promise.all([late.ended, lock]);
  expect(model.getSnapshot()).toMatchObject({ state: { kind: "locked" }, profile: null });
});

test("a session that ends while somebody unlocks it stays over", async () => {
  const stage = await openApp();
  const { model, world } = stage;
  world.answers = { "vault.store": "fails" };
  await model.refresh();
  const lock = await stage.begin("vault.store", () => model.lock());
  const unlock = model.unlock();
  world.release();
  await Promise.all([lock.ended, unlock]);
  expect(stage.state).toBe("signedOut(vaultCorrupt)");
  expect(stage.marker.isSet).toBe(false);
});

test("a session that ends while it is being stored stays over", async () => {
  const stage = new Stage({ session: false, vault: null, device: "passcode" });
  await stage.perform("start");
  await stage.perform("signIn");
  await stage.perform("enrol");
  const comingBack = await stage.begin("vault.store", () => stage.model.becomeActive());
  const signOut = stage.model.signOut();
  stage.world.release();
  await Promise.all([comingBack.ended, signOut]);
  expect(stage.state).toBe("signedOut(userRequested)");
  expect(stage.marker.isSet).toBe(false);
  expect(stage.world.vault.token).toBeNull();
});

test("whoever declines to store the session is not asked again before the next sign-in", async () => {
  const stage = new Stage({ session: false, vault: null, device: "biometrics" });
  const { world } = stage;
  await stage.perform("start");
  world.answers = { "vault.createKey": "cancelled" };
  await stage.perform("signIn");
  expect(stage.state).toBe("unprotected");
  world.answers = {};
  await stage.perform("enterBackground");
  await stage.perform("becomeActive");
  expect(stage.state).toBe("unprotected");
  await stage.perform("signOut");
  world.vault.device = "passcode";
  await stage.perform("signIn");
  expect(stage.state).toBe("unprotected");
  await stage.perform("enrol");
  await stage.perform("becomeActive");
  expect(stage.state).toBe("active");
});

test("a caller that is cancelled is told nothing", async () => {
  const { model, world } = await openApp();
  world.answers = { "server.userInfo": "cancelled" };
  await model.loadProfile();
  expect(model.getSnapshot().notice).toBeNull();
});

test("what is no error of the session's is told as trouble", async () => {
  const { model, world } = await openApp();
  world.ask = () => {
    throw new TypeError("Something went wrong.");
  };
  await model.loadProfile();
  expect(model.getSnapshot().notice).toEqual({ kind: "failed", error: new SessionError("unavailable") });
});

test("a snapshot is the same object until something changes", async () => {
  const { model } = await openApp();
  const before = model.getSnapshot();
  let changes = 0;
  const stop = model.subscribe(() => (changes += 1));
  expect(model.getSnapshot()).toBe(before);
  await model.lock();
  expect(model.getSnapshot()).not.toBe(before);
  expect(changes).toBeGreaterThan(0);
  stop();
  changes = 0;
  await model.unlock();
  expect(changes).toBe(0);
});
