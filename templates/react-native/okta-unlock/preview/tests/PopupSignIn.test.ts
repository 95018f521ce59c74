import * as WebBrowser from "expo-web-browser";
import { OktaClient } from "../../okta/OktaClient";
import { OktaClock } from "../../okta/OktaClock";
import { PopupSignIn } from "../PopupSignIn";
import { type BiometricCase, Simulation } from "../Simulation";

jest.mock("expo-web-browser");

const issuer = "https://example.okta.com/oauth2/default";
const settings = {
  issuer,
  clientId: "0oa1",
  scopes: "openid offline_access",
  redirectUri: "http://localhost:8081/",
  postLogoutRedirectUri: "http://localhost:8081/",
};

function newSignIn(simulation: Simulation): PopupSignIn {
  const clock = new OktaClock(() => ({ wall: Date.now(), steady: performance.now() }));
  const endpoints = { issuer, end_session_endpoint: `${issuer}/v1/logout` };
  return new PopupSignIn(
    new OktaClient(settings, clock, async () => new Response(JSON.stringify(endpoints))),
    simulation,
  );
}

/** The browser blocks the first window, and whoever looks at the preview answers that with `answer`. */
function blockFirst(answer: BiometricCase): Simulation {
  const simulation = new Simulation();
  simulation.subscribe(() => {
    expect(simulation.getSnapshot()?.question ?? "window").toBe("window");
    simulation.getSnapshot()?.answer(answer);
  });
  jest
    .mocked(WebBrowser.openAuthSessionAsync)
    .mockRejectedValueOnce(Object.assign(new Error("blocked"), { code: "ERR_WEB_BROWSER_BLOCKED" }))
    .mockResolvedValue({ type: "success", url: settings.postLogoutRedirectUri });
  return simulation;
}

beforeEach(() => jest.resetAllMocks());

test("a window that was blocked opens with one more click", async () => {
  await newSignIn(blockFirst("match")).signOut("id-token");
  expect(WebBrowser.openAuthSessionAsync).toHaveBeenCalledTimes(2);
});

test("or not, which is no end of anything", async () => {
  await expect(newSignIn(blockFirst("cancel")).signOut("id-token")).rejects.toMatchObject({ kind: "unavailable" });
  expect(WebBrowser.openAuthSessionAsync).toHaveBeenCalledTimes(1);
});

test("what else may be wrong is not asked about", async () => {
  const simulation = new Simulation();
  jest.mocked(WebBrowser.openAuthSessionAsync).mockRejectedValue(new Error("no browser"));
  await expect(newSignIn(simulation).signOut("id-token")).rejects.toMatchObject({ kind: "unavailable" });
  expect(simulation.getSnapshot()).toBeNull();
});
