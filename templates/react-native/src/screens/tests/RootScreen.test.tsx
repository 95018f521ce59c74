import { screen, userEvent } from "@testing-library/react-native";
import * as ScreenCapture from "expo-screen-capture";
import { show } from "./show";

jest.mock("expo-screen-capture", () => ({
  disableAppSwitcherProtectionAsync: jest.fn(async () => undefined),
  enableAppSwitcherProtectionAsync: jest.fn(async () => undefined),
}));

beforeEach(() => jest.clearAllMocks());

const ada = { name: "Ada Lovelace", username: "ada" };

test("while the app starts, nothing but its sign and name is there", () => {
  show({ kind: "launching" });
  expect(screen.getByTestId("privacy-cover")).toBeOnTheScreen();
  expect(screen.queryByRole("button")).toBeNull();
});

test("signing in can be cancelled", async () => {
  const { actions } = show({ kind: "signingIn" });
  expect(screen.getByText("Signing in")).toBeOnTheScreen();
  await userEvent.press(screen.getByRole("button", { name: "Cancel" }));
  expect(actions.cancelSignIn).toHaveBeenCalledTimes(1);
});

test("signing out can't", () => {
  show({ kind: "signingOut" });
  expect(screen.getByText("Signing out")).toBeOnTheScreen();
  expect(screen.queryByRole("button")).toBeNull();
});

test.each([
  ["is not in front", { isInFront: false }],
  ["was left and may have to lock", { isAway: true }],
])("an app that %s shows nothing of its content", (_, shown) => {
  const { change } = show({ kind: "active" }, { profile: ada });
  expect(screen.getByText("Ada Lovelace")).toBeOnTheScreen();
  change({ kind: "active" }, { profile: ada, ...shown });
  expect(screen.getByTestId("privacy-cover")).toBeOnTheScreen();
  expect(screen.queryByText("Ada Lovelace")).toBeNull();
  change({ kind: "active" }, { profile: ada });
  expect(screen.queryByTestId("privacy-cover")).toBeNull();
  expect(screen.getByText("Ada Lovelace")).toBeOnTheScreen();
});

test("a dialog is covered as well, and is there again afterwards", async () => {
  const { change } = show({ kind: "active" });
  await userEvent.press(screen.getByRole("button", { name: "Forget this device" }));
  expect(screen.getByText("Forget this device?")).toBeOnTheScreen();
  change({ kind: "active" }, { isAway: true });
  expect(screen.queryByText("Forget this device?")).toBeNull();
  change({ kind: "active" });
  expect(screen.getByText("Forget this device?")).toBeOnTheScreen();
});

test.each(["signingIn", "unlocking", "signingOut"] as const)(
  "a prompt or browser above the app that is %s covers nothing",
  (kind) => {
    show({ kind }, { isInFront: false });
    expect(screen.queryByTestId("privacy-cover")).toBeNull();
  },
);

test("the system takes no pictures of the app while it is open, and may before and after", () => {
  const { disableAppSwitcherProtectionAsync: allow, enableAppSwitcherProtectionAsync: hide } = ScreenCapture;
  const { change } = show({ kind: "locked" });
  expect(hide).not.toHaveBeenCalled();
  change({ kind: "active" });
  change({ kind: "activeOffline" });
  expect(hide).toHaveBeenCalledTimes(1);
  expect(allow).not.toHaveBeenCalled();
  change({ kind: "locked" });
  expect(allow).toHaveBeenCalledTimes(1);
});
