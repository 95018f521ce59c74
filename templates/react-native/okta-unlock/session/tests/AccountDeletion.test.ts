import { AccountApi } from "../AccountDeletion";
import { SessionError } from "../SessionError";
import { Stage } from "./Stage";

test("the account is gone only when the API says so", async () => {
  const asked: unknown[] = [];
  const answer = (status: number) =>
    new AccountApi("https://api.example.com/me", async (url, init) => {
      asked.push([init.method, url, new Headers(init.headers).get("Authorization")]);
      return new Response(null, { status });
    }).deleteAccount("A1");
  await answer(204);
  expect(asked).toEqual([["DELETE", "https://api.example.com/me", "Bearer A1"]]);
  for (const status of [401, 500]) await expect(answer(status)).rejects.toEqual(new SessionError("notDeleted"));
});

test("an API that can't be reached has deleted nothing", async () => {
  const unreachable = () => Promise.reject(new TypeError("Network request failed"));
  const api = new AccountApi("https://api.example.com/me", unreachable);
  await expect(api.deleteAccount("A1")).rejects.toEqual(new SessionError("notDeleted"));
});

test("a confirmation that comes too late deletes nothing, and is revoked", async () => {
  const stage = new Stage({ session: true, vault: "R1", device: "biometrics" });
  await stage.perform("start");
  await stage.perform("unlock");
  const deletion = await stage.begin("browser.confirm", () => stage.model.deleteAccount());
  await deletion.ended;
  expect(stage.state).toBe("active");
  stage.world.takeCalls();
  stage.world.release();
  await stage.goOn();
  expect(stage.world.calls).toEqual(["server.revokeAll A2"]);
});
