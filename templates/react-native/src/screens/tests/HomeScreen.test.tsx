import { act, screen, userEvent } from "@testing-library/react-native";
import { Linking, RefreshControl } from "react-native";
import { SessionError } from "../../../okta-unlock/index";
import { show } from "./show";

const ada = { name: "Ada Lovelace", email: "ada@example.com" };
const halfPastThree = new Date(2026, 0, 1, 15, 30);

test("the person and the access token are shown, and nothing that is not known", () => {
  show({ kind: "active" }, { profile: ada, accessTokenExpiry: halfPastThree });
  expect(screen.getByText("Ada Lovelace")).toBeOnTheScreen();
  expect(screen.getByText("ada@example.com")).toBeOnTheScreen();
  expect(screen.queryByText("Username")).toBeNull();
  expect(screen.getByText(/^0?3:30\sPM$|^15:30$/u)).toBeOnTheScreen();
  expect(screen.queryByText("None in memory")).toBeNull();
});

test("each button does what it says", async () => {
  const { actions } = show({ kind: "active" }, { accessTokenExpiry: halfPastThree });
  const press = (name: string) => userEvent.press(screen.getByRole("button", { name }));
  await press("Get a new one");
  expect(actions.refresh).toHaveBeenCalledTimes(1);
  await press("Discard it");
  expect(actions.discardAccessToken).toHaveBeenCalledTimes(1);
  await press("Lock");
  expect(actions.lock).toHaveBeenCalledTimes(1);
  await press("Sign out");
  expect(actions.signOut).toHaveBeenCalledTimes(1);
  await press("Forget this device");
  expect(actions.forgetDevice).not.toHaveBeenCalled();
  await userEvent.press(screen.getByTestId("confirm"));
  expect(actions.forgetDevice).toHaveBeenCalledTimes(1);
});

test("what is not there can't be discarded, and says so", () => {
  show({ kind: "activeOffline" });
  expect(screen.getByText("None in memory")).toBeOnTheScreen();
  expect(screen.getByText("Your profile is not loaded yet. Pull down to try again.")).toBeOnTheScreen();
  expect(screen.getByRole("button", { name: "Discard it" })).toBeDisabled();
});

test("pulled down, the profile is loaded anew, and the screen is busy until it is there", async () => {
  const { actions } = show({ kind: "active" });
  let arrive = () => {};
  actions.loadProfile.mockReturnValue(new Promise((resolve) => (arrive = () => resolve(undefined))));
  const control = () => screen.UNSAFE_getByType(RefreshControl);
  await act(async () => void control().props.onRefresh());
  expect(control().props.refreshing).toBe(true);
  await act(async () => arrive());
  expect(control().props.refreshing).toBe(false);
  expect(actions.loadProfile).toHaveBeenCalledTimes(1);
});

test("a device that can't guard the session can't lock it, and says what to set up", async () => {
  const open = jest.spyOn(Linking, "openSettings").mockResolvedValue();
  show({ kind: "unprotected" });
  const words = "Set up Face ID or Touch ID to stay signed in. Until then, your session ends when you leave the app.";
  expect(screen.getByText(words)).toBeOnTheScreen();
  expect(screen.queryByRole("button", { name: "Lock" })).toBeNull();
  await userEvent.press(screen.getByRole("button", { name: "Open Settings" }));
  expect(open).toHaveBeenCalledTimes(1);
});

test("what the last attempt ran into is told above the rest", () => {
  show({ kind: "active" }, { notice: { kind: "failed", error: new SessionError("notSaved") } });
  const words = "Your session could not be saved on this device. You may have to sign in again.";
  expect(screen.getByText(words)).toBeOnTheScreen();
});
