import { screen, userEvent } from "@testing-library/react-native";
import { AccessibilityInfo } from "react-native";
import { type SessionErrorKind, SessionError } from "../../../okta-unlock/index";
import { show } from "./show";

test("one button signs in", async () => {
  const { actions } = show({ kind: "signedOut" });
  expect(screen.getByText("Sign in once with Okta. After that, a look or a touch is enough.")).toBeOnTheScreen();
  await userEvent.press(screen.getByRole("button", { name: "Sign in" }));
  expect(actions.signIn).toHaveBeenCalledTimes(1);
});

test.each([
  ["expired", "Your session has ended. Sign in again to go on."],
  ["biometricsChanged", "Face ID or Touch ID was changed, or this device is new to the app. Sign in again."],
  ["vaultCorrupt", "Your saved session could not be read. Sign in again to go on."],
  ["userRequested", "Sign in once with Okta. After that, a look or a touch is enough."],
] as const)("whoever comes back after a session that ended by %s is told", (reason, words) => {
  show({ kind: "signedOut", reason });
  expect(screen.getByText(words)).toBeOnTheScreen();
});

test.each<[SessionErrorKind, string]>([
  ["offline", "Okta can't be reached. Check your connection, then try again."],
  ["clockSkewed", "The clock of this device seems to be wrong. Set it to automatic, then try again."],
  ["noRefreshToken", "Okta sent no refresh token. The app needs the scope offline_access and that grant."],
  ["notSaved", "Your session could not be saved on this device. You may have to sign in again."],
  ["refused", "Okta did not accept this."],
  ["unavailable", "Something went wrong at Okta. Try again in a moment."],
  ["signInRequired", "Something went wrong at Okta. Try again in a moment."],
])("a sign-in that failed because of %s says so", (kind, words) => {
  show({ kind: "signedOut" }, { notice: { kind: "failed", error: new SessionError(kind) } });
  expect(screen.getByText(words)).toBeOnTheScreen();
});

test("what Okta said is shown as it was said, and only when Okta refused", () => {
  const { change } = show({ kind: "signedOut" }, { notice: failure("refused", "User is not assigned to the app.") });
  expect(screen.getByText("User is not assigned to the app.")).toBeOnTheScreen();
  change({ kind: "signedOut" }, { notice: failure("unavailable", "socket closed") });
  expect(screen.queryByText("socket closed")).toBeNull();
});

test("a session that Okta was not told of is explained", () => {
  show({ kind: "signedOut", reason: "userRequested" }, { notice: { kind: "endedHereOnly" } });
  const words = "The session is erased on this device. Okta was not told; it ends there by itself.";
  expect(screen.getByText(words)).toBeOnTheScreen();
});

test("a screen reader says what comes up", () => {
  const say = jest.spyOn(AccessibilityInfo, "announceForAccessibility").mockClear();
  const { change } = show({ kind: "signedOut", reason: "expired" });
  expect(say).toHaveBeenLastCalledWith("Your session has ended. Sign in again to go on.");
  change({ kind: "signedOut", reason: "expired" }, { notice: failure("offline") });
  expect(say).toHaveBeenLastCalledWith("Okta can't be reached. Check your connection, then try again.");
  expect(say).toHaveBeenCalledTimes(2);
});

function failure(kind: SessionErrorKind, words?: string) {
  return { kind: "failed", error: new SessionError(kind, words) } as const;
}
