import { describe, expect, test } from "vitest";
import { fitChoices, fitMessage, fitSentence } from "../../../src/terminal/fit-question.ts";

const screen = { width: 40 };

describe("a question", () => {
  test.each([
    ["stays on its line where it fits", "What is the app called?", "My App", "What is the app called?"],
    [
      "leaves a line to a default that does not fit behind it",
      "Redirect URI:",
      "com.example.acmebank:/callback",
      "Redirect URI:\n ",
    ],
    [
      "is broken between words",
      "Keep the secret as plain text in /home/me/secrets.json?",
      "Y/n",
      "Keep the secret as plain text in\n  /home/me/secrets.json?",
    ],
  ])("%s", (_says, message, hint, fitted) => {
    expect(fitMessage(message, screen, hint)).toBe(fitted);
  });

  test("whose default is longer than the screen still has it on a line of its own", () => {
    expect(fitMessage("Name:", screen, "x".repeat(100))).toBe("Name:\n ");
  });
});

test("what is wrong with an answer is broken between words", () => {
  const sentence = "The bundle ID has an empty segment: two dots in a row. Try com.example.app";
  for (const line of `> ${fitSentence(sentence, screen)}`.split("\n"))
    expect(line.length).toBeLessThanOrEqual(40);
});

test("items and their descriptions are broken between words, and keep their values", () => {
  const name = "Post-logout redirect URI: com.example.acmebank:/logout";
  const [choice] = fitChoices([{ value: 7, name, description: `${name} ${name}` }], screen);
  expect(choice?.value).toBe(7);
  const lines = [...`❯ ${choice?.name}`.split("\n"), ...(choice?.description ?? "").split("\n")];
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
});
