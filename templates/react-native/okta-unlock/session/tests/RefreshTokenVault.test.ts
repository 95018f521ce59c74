import { RefreshTokenVault } from "../RefreshTokenVault";
import { UnlockFailure } from "../UnlockFailure";
import { World } from "./World";

function newVault(token: string | null): { world: World; vault: RefreshTokenVault } {
  const world = new World();
  world.vault.put(token);
  return { world, vault: new RefreshTokenVault(world.vault) };
}

test("gives back what was stored last", async () => {
  const { vault } = newVault(null);
  await vault.begin("R1");
  await vault.store("R2");
  vault.close();
  expect(await vault.read()).toBe("R2");
});

test("a new session gets a new key, and the old one goes", async () => {
  const { world, vault } = newVault("R1");
  await vault.begin("S1");
  expect(world.vault.places).toEqual(["b"]);
  await vault.begin("T1");
  expect(world.vault.places).toEqual(["a"]);
  expect(await vault.read()).toBe("T1");
});

test("an app that is ended before the new token is there keeps the old one", async () => {
  const { world, vault } = newVault("R1");
  world.answers = { "vault.store": "fails" };
  await expect(vault.begin("S1")).rejects.toThrow("The vault refuses.");
  expect(await new RefreshTokenVault(world.vault).read()).toBe("R1");
});

test("an app that is ended before the old key is gone opens with the new one", async () => {
  const { world, vault } = newVault("R1");
  world.answers = { "vault.store": "cut short" };
  await vault.begin("S1");
  expect(world.vault.places).toEqual(["a", "b"]);
  world.answers = {};
  const next = new RefreshTokenVault(world.vault);
  expect(await next.read()).toBe("S1");
  await next.erase();
  expect(world.vault.places).toEqual([]);
});

test("a token without a file, or without its key, is gone", async () => {
  await expect(newVault(null).vault.read()).rejects.toEqual(new UnlockFailure("biometricsChanged"));
  const { world, vault } = newVault("R1");
  world.vault.enrolAnother();
  await expect(vault.read()).rejects.toEqual(new UnlockFailure("biometricsChanged"));
});

test("a file that makes no sense is corrupt", async () => {
  for (const text of ["", "a", "a:", "a:K1.R1"]) {
    const { world, vault } = newVault("R1");
    await world.vault.replaceFile(text);
    await expect(vault.read()).rejects.toEqual(new UnlockFailure("corrupt"));
  }
});

test("erasing needs no file to find the keys", async () => {
  const { world, vault } = newVault("R1");
  await world.vault.deleteFile();
  await vault.erase();
  expect(world.vault.places).toEqual([]);
});
