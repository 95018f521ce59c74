import { describe, expect, test } from "vitest";
import { sampleView } from "./support/sample-view.ts";
import { type Scenario, unlockScenarios } from "./support/scenarios.ts";

const file = await unlockScenarios();
const steps = file.scenarios.flatMap((scenario) => scenario.steps);

/** The word before a bracket, a blank or nothing: `locked(cancelled)`, `wait 60`, `server.renew R1`. */
function word(text: string): string {
  return text.split(/[ (]/u)[0] ?? "";
}

function words(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}

describe("unlock-scenarios.md explains exactly the words that the scenarios use:", () => {
  const states = steps.map(({ state }) => word(state));
  const passing = ["deleting", "signingIn", "signingOut", "unlocking"];
  const answers = steps.flatMap((step) => Object.entries(step.answers ?? {}));
  test.each([
    ["what there is", file.given, file.scenarios.flatMap(({ given }) => Object.keys(given))],
    ["states (some are only passed through)", file.states, [...states, ...passing]],
    ["notices", file.notices, steps.flatMap(({ notice }) => notice ?? [])],
    ["what happens", file.do, steps.map((step) => word(step.do))],
    ["calls", file.calls, steps.flatMap(({ calls }) => calls.map(word))],
    ["cases", file.cases, file.scenarios.map((scenario) => scenario.case)],
  ])("%s", (_, explained, used) => {
    expect(words(used)).toEqual(words(Object.keys(explained)));
    expect(
      Object.values(explained).filter((text) => !text.endsWith(".")),
      "explained by a sentence",
    ).toEqual([]);
  });

  test("answers, the usual one first", () => {
    for (const [call, answer] of answers)
      expect(Object.keys(file.answers[call] ?? {}), call).toContain(answer);
    const unused = Object.entries(file.answers).flatMap(([call, choices]) =>
      Object.keys(choices)
        .slice(1)
        .filter((choice) => !answers.some(([asked, answer]) => asked === call && answer === choice))
        .map((choice) => `${call}: ${choice}`),
    );
    expect(unused).toEqual([]);
  });

  test("why a session is locked or over", () => {
    const reasons = (state: "signedOut" | "locked") =>
      steps.flatMap((step) => new RegExp(`^${state}\\((.+)\\)$`, "u").exec(step.state)?.[1] ?? []);
    for (const state of ["signedOut", "locked"] as const) {
      const [, list = ""] = /: ([\w, ]+)\.$/u.exec(file.states[state] ?? "") ?? [];
      expect(words(list.split(", "))).toEqual(words(reasons(state)));
    }
  });
});

test("no two scenarios have one name, and every one ends as its steps do", () => {
  const names = file.scenarios.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const odd = file.scenarios.filter(({ then, steps: [...all] }) => {
    const state = word(all.at(-1)?.state ?? "");
    return then.session !== ["locked", "active", "activeOffline"].includes(state);
  });
  expect(odd.map(({ name }) => name)).toEqual([]);
});

test("a project that can't delete accounts has every story but those of deletion", async () => {
  const told = ({ steps: each }: Scenario) =>
    each.some((step) => ["deleteAccount", "leaveDuringConfirm"].includes(step.do));
  const { scenarios } = await unlockScenarios(sampleView);
  expect(scenarios).toEqual(file.scenarios.filter((scenario) => !told(scenario)));
  expect(scenarios.length).toBeLessThan(file.scenarios.length);
});

test("only what is final erases: in every scenario", () => {
  const final = /\((?:expired|biometricsChanged|vaultCorrupt|userRequested|accountDeleted)\)$/u;
  const faulty = file.scenarios.filter(({ steps: told, given }) =>
    told.some(({ calls, state, answers = {}, ...step }) => {
      if (word(state) !== "signedOut" || !calls.includes("vault.erase")) return false;
      const isStart = ["start", "becomeActive"].includes(step.do) && given["session"] === false;
      const isRefused = state !== "signedOut(expired)" || answers["server.renew"] === "invalid_grant";
      return !(isRefused && (isStart || final.test(state)));
    }),
  );
  expect(faulty.map(({ name }) => name)).toEqual([]);
});

test("a rotated token is stored before its access token is used: in every scenario", () => {
  const faulty = file.scenarios.filter(({ steps: told }) =>
    told.some(({ calls }) => {
      const renewed = calls.findIndex((call) => call.startsWith("server.renew"));
      const later = calls.slice(renewed + 1);
      const stored = later.findIndex((call) => call.startsWith("vault.store"));
      const used = later.findIndex((call) => /^(?:server\.userInfo|api|account\.delete)/u.test(call));
      return renewed !== -1 && used !== -1 && stored > used;
    }),
  );
  expect(faulty.map(({ name }) => name)).toEqual([]);
});
