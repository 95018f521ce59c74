/** The prompts in use: a file of its own, so that the bundler leaves the others (and an editor) out. */
export { checkbox, confirm, input, password, select } from "@inquirer/prompts";
export { checkboxRules, fitList } from "./fit-list.ts";
export { fitMessage, fitSentence } from "./fit-question.ts";
