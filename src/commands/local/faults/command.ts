import { Command } from "commander";
import type { Session } from "../../../terminal/session.ts";
import { type DataDirectoryFlag, dataDirectoryOption } from "../where.ts";
import { faultExamples } from "./spec.ts";
import { faultsView } from "./view.ts";

/** `local faults list|add|clear`: failures on demand in the org that runs. */
export function faultsCommand(session: Session): Command {
  const command = new Command("faults")
    .summary("failures on demand: list, add, clear")
    .description("Makes requests to the org that runs fail, so that you see what your app does about it.");
  for (const child of [listCommand, addCommand, clearCommand]) command.addCommand(child(session));
  return command;
}

function listCommand(session: Session): Command {
  return verb("list", "what can still hit").action(async (flags: DataDirectoryFlag) => {
    const { listFaults } = await import("./run.ts");
    session.present(await listFaults(session.context, flags), faultsView);
  });
}

function addCommand(session: Session): Command {
  return verb("add", "add one, or several")
    .argument("<spec...>", "what goes wrong: WHAT[:PATH][,OPTION=VALUE…]")
    .addHelpText("after", helpText())
    .action(async (specs: readonly string[], flags: DataDirectoryFlag) => {
      const { addFaults } = await import("./run.ts");
      session.present(await addFaults(session.context, specs, flags), faultsView);
    });
}

function clearCommand(session: Session): Command {
  return verb("clear", "take all back, and set the clock right").action(async (flags: DataDirectoryFlag) => {
    const { clearFaults } = await import("./run.ts");
    session.present(await clearFaults(session.context, flags), faultsView);
  });
}

function verb(name: string, summary: string): Command {
  return new Command(name).summary(summary).option(...dataDirectoryOption);
}

function helpText(): string {
  const lines = faultExamples.map(([example, meaning]) => `  ${example}\n      ${meaning}`);
  return [
    "",
    "Examples:",
    ...lines,
    "",
    "In a path * is one segment, ** any number of them. A fault hits once (latency:",
    "always) unless times=2 or times=always says otherwise; skip=1 lets one request",
    "pass first.",
  ].join("\n");
}
