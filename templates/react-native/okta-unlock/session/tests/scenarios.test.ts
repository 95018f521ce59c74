import { isOpen } from "../AppState";
import { otherScenarios, scenarios, spellNotice } from "./Scenario";
import { Stage } from "./Stage";

let played = 0;
afterAll(() => {
  console.log(`${played} of ${scenarios.length} scenarios of unlock-scenarios.json hold.`);
  console.log(`${otherScenarios.length} are not played: the passcode of the device opens no key of Expo's.`);
});

test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))("%s", async (_, scenario) => {
  const stage = new Stage(scenario.given);
  for (const step of scenario.steps) {
    stage.world.answers = step.answers ?? {};
    await stage.perform(step.do);
    const { notice, isAway, profile, state: reached } = stage.model.getSnapshot();
    const { do: event, state, calls } = step;
    expect({ event, state: stage.state, calls: stage.world.takeCalls(), notice: spellNotice(notice) }).toEqual({
      event,
      state,
      calls,
      notice: step.notice,
    });
    // A closed app shows nobody's profile, and an app in front is not covered.
    if (!isOpen(reached)) expect(profile).toBeNull();
    if (stage.world.isInFront) expect(isAway).toBe(false);
  }
  expect({ session: stage.marker.isSet, vault: stage.world.vault.token }).toEqual(scenario.then);
  played += 1;
});
