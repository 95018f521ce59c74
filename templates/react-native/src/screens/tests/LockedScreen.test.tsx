import { screen, userEvent } from "@testing-library/react-native";
import { Linking } from "react-native";
import { UnlockFailure, type UnlockFailureKind } from "../../../okta-unlock/index";
import { show } from "./show";

test("unlocking, signing in again and forgetting the device are there", async () => {
  const { actions } = show({ kind: "locked" });
  expect(screen.getByText("Your session is locked.")).toBeOnTheScreen();
  await userEvent.press(screen.getByRole("button", { name: "Unlock" }));
  await userEvent.press(screen.getByRole("button", { name: "Sign in again" }));
  expect(actions.unlock).toHaveBeenCalledTimes(1);
  expect(actions.signIn).toHaveBeenCalledTimes(1);
  expect(screen.queryByRole("button", { name: "Open Settings" })).toBeNull();
});

test("the device is forgotten after a question", async () => {
  const { actions } = show({ kind: "locked" });
  await userEvent.press(screen.getByRole("button", { name: "Forget this device" }));
  expect(screen.getByText("Your session is erased here. You stay signed in to Okta in the browser.")).toBeOnTheScreen();
  await userEvent.press(screen.getByRole("button", { name: "Cancel" }));
  expect(screen.queryByText("Forget this device?")).toBeNull();
  expect(actions.forgetDevice).not.toHaveBeenCalled();
  await userEvent.press(screen.getByRole("button", { name: "Forget this device" }));
  await userEvent.press(screen.getByTestId("confirm"));
  expect(actions.forgetDevice).toHaveBeenCalledTimes(1);
  expect(screen.queryByText("Forget this device?")).toBeNull();
});

test.each<[UnlockFailureKind, string]>([
  ["cancelled", "Your session is locked."],
  ["lockedOut", "Too many attempts. Unlock with the passcode of this device, then with your face or finger."],
  ["notEnrolled", "Face ID or Touch ID is not set up on this device. Set it up in Settings, or sign in again."],
  ["unavailable", "Face ID or Touch ID can't be used. Allow it for this app in Settings, or sign in again."],
  ["failed", "Your session could not be read. Try again, or sign in again."],
])("an attempt that ended with %s says what helps", (kind, words) => {
  show({ kind: "locked", failure: new UnlockFailure(kind) });
  expect(screen.getByText(words)).toBeOnTheScreen();
});

test.each<UnlockFailureKind>(["notEnrolled", "unavailable"])("%s leads to Settings", async (kind) => {
  const open = jest.spyOn(Linking, "openSettings").mockResolvedValue();
  show({ kind: "locked", failure: new UnlockFailure(kind) });
  await userEvent.press(screen.getByRole("button", { name: "Open Settings" }));
  expect(open).toHaveBeenCalled();
});

test("below the prompt of the system nothing can be pressed", async () => {
  const { actions } = show({ kind: "unlocking" }, { notice: { kind: "endedHereOnly" } });
  expect(screen.getByText("Unlocking")).toBeOnTheScreen();
  expect(screen.queryByText(/Okta was not told/u)).toBeNull();
  for (const button of screen.getAllByRole("button")) {
    expect(button).toBeDisabled();
    await userEvent.press(button);
  }
  expect(actions.unlock).not.toHaveBeenCalled();
  expect(actions.signIn).not.toHaveBeenCalled();
});
