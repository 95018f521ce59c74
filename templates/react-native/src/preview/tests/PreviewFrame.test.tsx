import { act, render, screen, userEvent } from "@testing-library/react-native";
import { Simulation } from "../../../okta-unlock/preview/Simulation";
import { ThemedText } from "../../screens/ThemedText";
import { PreviewFrame } from "../PreviewFrame";

function showFrame(): Simulation {
  const simulation = new Simulation();
  render(
    <PreviewFrame simulation={simulation}>
      <ThemedText>The screen</ThemedText>
    </PreviewFrame>,
  );
  return simulation;
}

/** What the prompt ends with when the button `name` is pressed. */
async function choose(simulation: Simulation, question: "biometrics" | "passcode", name: RegExp) {
  let chosen: string | undefined;
  await act(async () => void simulation.ask(question, "Unlock your session.").then((answer) => (chosen = answer)));
  expect(screen.getByText(/^Simulated/u)).toBeOnTheScreen();
  expect(screen.getByText("Unlock your session.")).toBeOnTheScreen();
  await userEvent.press(screen.getByRole("button", { name }));
  return chosen;
}

test("what is shown says that nothing here is protected", () => {
  showFrame();
  expect(screen.getByTestId("preview-banner")).toBeOnTheScreen();
  expect(screen.getByText(/simulated.*Nothing here is protected/u)).toBeOnTheScreen();
  expect(screen.getByText("The screen")).toBeOnTheScreen();
  expect(screen.queryByText(/^Simulated/u)).toBeNull();
});

test.each([
  [/^Match/u, "match"],
  [/^No match/u, "noMatch"],
  [/^Too many attempts/u, "lockout"],
  [/the key is gone/u, "enrolmentChange"],
  [/^Cancel/u, "cancel"],
])("the button %s of the simulated prompt chooses %s", async (name, expected) => {
  expect(await choose(showFrame(), "biometrics", name)).toBe(expected);
  expect(screen.queryByText(/^Simulated/u)).toBeNull();
});

test("the simulated passcode is right, or is not given", async () => {
  const simulation = showFrame();
  expect(await choose(simulation, "passcode", /^Right/u)).toBe("match");
  expect(await choose(simulation, "passcode", /^Cancel/u)).toBe("cancel");
});
