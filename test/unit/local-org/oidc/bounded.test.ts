import { expect, onTestFinished, test } from "vitest";
import { createAdapter } from "../../../../src/local-org/oidc/adapter.ts";
import { startPagesOrg } from "../../../support/pages-org.ts";

const day = 24 * 3600;

test("used refresh tokens are kept up to a number, the newest of them; expired ones not at all", async () => {
  const { org } = await startPagesOrg(onTestFinished);
  const adapter = createAdapter(org, "org")("RefreshToken");
  const token = (jti: string) => ({ kind: "RefreshToken", jti, clientId: "0oa1", grantId: "g" });
  for (let index = 0; index < 7000; index += 1) {
    await adapter.upsert(`used-${index}`, token(`used-${index}`), day);
    await adapter.consume(`used-${index}`);
  }
  await adapter.upsert("unused", token("unused"), day);
  for (let index = 0; index < 500; index += 1) await adapter.upsert("again", token("again"), day);
  expect(org.store.count("oidc")).toBe(5002);
  expect(await adapter.find("used-0")).toBeUndefined();
  expect(await adapter.find("used-6999")).toMatchObject({ jti: "used-6999" });
  expect(await adapter.find("unused")).toMatchObject({ jti: "unused" });
  org.clock.advance(2 * day * 1000);
  for (let index = 0; index < 500; index += 1) await adapter.upsert("again", token("again"), day);
  expect(org.store.count("oidc")).toBe(1);
});
