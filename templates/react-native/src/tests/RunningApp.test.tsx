import { act, render, screen, userEvent } from "@testing-library/react-native";
import { AppState, type AppStateStatus } from "react-native";
import { SafeAreaProvider } from "react-native-safe-area-context";
import { Stage } from "../../okta-unlock/session/tests/Stage";
import { RunningApp } from "../RunningApp";

const metrics = { frame: { x: 0, y: 0, width: 390, height: 844 }, insets: { top: 0, left: 0, right: 0, bottom: 0 } };

/** The app on a device whose system tells it `phase`. */
async function launch(given: { readonly session: boolean }) {
  const listeners = new Set<(phase: AppStateStatus) => void>();
  jest.spyOn(AppState, "addEventListener").mockImplementation((_, listener) => {
    listeners.add(listener);
    return { remove: () => listeners.delete(listener) };
  });
  AppState.currentState = "active";
  const stage = new Stage({ ...given, vault: given.session ? "R1" : null, device: "biometrics" });
  const move = (phase: AppStateStatus) =>
    act(async () => {
      AppState.currentState = phase;
      for (const listener of [...listeners]) listener(phase);
      await stage.goOn();
    });
  render(
    <SafeAreaProvider initialMetrics={metrics}>
      <RunningApp model={stage.model} />
    </SafeAreaProvider>,
  );
  await act(() => stage.goOn());
  return { ...stage, listeners, move, stage };
}

test("from nothing to signed in, locked and unlocked", async () => {
  const { stage } = await launch({ session: false });
  await userEvent.press(screen.getByTestId("sign-in"));
  expect(await screen.findByText("Ada Lovelace")).toBeOnTheScreen();
  await userEvent.press(screen.getByTestId("lock"));
  expect(await screen.findByText("Your session is locked.")).toBeOnTheScreen();
  await userEvent.press(screen.getByTestId("unlock"));
  expect(await screen.findByText("Ada Lovelace")).toBeOnTheScreen();
  await userEvent.press(screen.getByTestId("sign-out"));
  expect(await screen.findByTestId("sign-in")).toBeOnTheScreen();
  expect(stage.state).toBe("signedOut(userRequested)");
});

test("an app that was left for long has locked when it is back, and showed nothing in between", async () => {
  const { move, stage } = await launch({ session: true });
  expect(await screen.findByText("Ada Lovelace")).toBeOnTheScreen();
  await move("inactive");
  expect(screen.queryByText("Ada Lovelace")).toBeNull();
  await move("background");
  expect(screen.getByTestId("privacy-cover")).toBeOnTheScreen();
  stage.world.passTime(60);
  stage.world.answers = { "vault.read": "cancelled" };
  await move("active");
  expect(screen.getByText("Your session is locked.")).toBeOnTheScreen();
});

test("a prompt above the app is not taken for leaving it", async () => {
  const { move, stage } = await launch({ session: true });
  await move("inactive");
  stage.world.passTime(60);
  await move("active");
  expect(screen.getByText("Ada Lovelace")).toBeOnTheScreen();
});

test("an app whose screens are gone listens to nothing any more", async () => {
  const { listeners } = await launch({ session: true });
  expect(listeners.size).toBeGreaterThan(0);
  screen.unmount();
  expect(listeners.size).toBe(0);
});
