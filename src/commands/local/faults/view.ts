import type { View } from "../../../terminal/session.ts";
import { clockWords } from "../clock-words.ts";
import type { LocalFaults } from "./run.ts";

export const faultsView: View<LocalFaults> = {
  stdout({ url, faults, clockOffset }, style) {
    const clock = clockOffset === 0 ? [] : [`the clock is ${clockWords(clockOffset)}`];
    const lines = [...faults, ...clock];
    if (lines.length === 0) return `Nothing goes wrong on demand at ${url}.\n`;
    return `${style.strong(`On demand at ${url}`)}\n\n${lines.map((line) => `  ${line}\n`).join("")}`;
  },
};
