import { expect, test } from "vitest";
import { replaceAnswer } from "../../../src/flows/change-answer.ts";
import { type RowName, type RunAnswers, runRows } from "../../../src/flows/run-answers.ts";
import type { ProjectAnswers } from "../../../src/project/answers.ts";
import { answersFor } from "../project/fixture.ts";

const known = { takesDefaults: true };

function runFor(name: string): RunAnswers {
  const { platform, ...others } = answersFor(name);
  return { ...others, platforms: [platform] };
}

function replace(
  name: RowName,
  text: string,
  { answers = runFor("My App"), flags = {} }: { answers?: RunAnswers; flags?: object } = {},
) {
  const parsed = new Map(runRows).get(name)?.parse(text, answers);
  if (parsed?.ok !== true) throw new Error(`refused: ${JSON.stringify(parsed)}`);
  const replaced = replaceAnswer({ answers, flags, known }, name, parsed.value);
  return { ...replaced, name: replaced.name.display };
}

test("a new bundle ID brings its redirect URIs with it", () => {
  expect(replace("bundleId", "com.acme.demo")).toMatchObject({
    name: "My App",
    bundleId: "com.acme.demo",
    redirectUri: "com.acme.demo:/callback",
    postLogoutRedirectUri: "com.acme.demo:/logout",
  });
});

test("a new name brings the bundle ID that is made from it, and its redirect URIs", () => {
  expect(replace("name", "Acme Bank")).toMatchObject({
    name: "Acme Bank",
    bundleId: "com.example.acmebank",
    redirectUri: "com.example.acmebank:/callback",
  });
});

test("what was typed stays, though it equals its default", () => {
  const flags = { redirectUri: "com.example.myapp:/callback" };
  expect(replace("bundleId", "com.acme.demo", { flags })).toMatchObject({
    redirectUri: "com.example.myapp:/callback",
    postLogoutRedirectUri: "com.example.myapp:/logout",
  });
});

test("an answer that is no default stays as long as it fits", () => {
  const answers = {
    ...runFor("My App"),
    redirectUri: "com.mine.app:/cb" as ProjectAnswers["redirectUri"],
    postLogoutRedirectUri: "com.mine.app:/out" as ProjectAnswers["postLogoutRedirectUri"],
  };
  expect(replace("bundleId", "com.acme.demo", { answers })).toMatchObject({
    redirectUri: "com.mine.app:/cb",
    postLogoutRedirectUri: "com.mine.app:/out",
  });
  expect(replace("redirectUri", "com.other.app:/cb", { answers })).toMatchObject({
    postLogoutRedirectUri: "com.other.app:/logout",
  });
});
