/** The prompts in use: a file of its own, so that the bundler leaves the others (and an editor) out. */
import { input as askLine } from "@inquirer/prompts";

export { checkbox, confirm, password, select } from "@inquirer/prompts";
export { checkboxRules, fitList } from "./fit-list.ts";
export { fitMessage, fitSentence } from "./fit-question.ts";

/**
 * A line to type. A refused one stays, to be corrected, but not on a dumb terminal: there Node's readline, which asks the same
 * variable, has no key that deletes.
 */
export const input: typeof askLine = (question, io) =>
  askLine(
    { ...question, theme: { validationFailureMode: process.env["TERM"] === "dumb" ? "clear" : "keep" } },
    io,
  );
