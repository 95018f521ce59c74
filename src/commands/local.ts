import { Argument, Command, Option } from "commander";
import { faultExamples } from "../flows/fault-spec.ts";
import { type DataDirectoryFlag, dataDirectoryOption } from "../flows/local-org.ts";
import { createRepeatableOption } from "../terminal/command-line.ts";
import type { Session } from "../terminal/session.ts";
import type { StartFlags } from "./local/start.ts";
import type { TrustFlags } from "./local/trust.ts";
import { type TrustPlatform, trustPlatforms } from "./local/trust/steps.ts";

/** `local start|status|trust|faults|reset`: the embedded org. */
export function localCommand(session: Session): Command {
  const command = new Command("local").description(
    "An Okta-compatible org on this machine: no account, no network. A development tool, never for real users.",
  );
  for (const child of [startCommand, statusCommand, trustCommand, faultsCommand, resetCommand]) {
    command.addCommand(child(session));
  }
  return command;
}

function startCommand(session: Session): Command {
  return new Command("start")
    .summary("run the org until Ctrl-C")
    .description("Runs the org until Ctrl-C. It keeps its apps and its port from one start to the next.")
    .option("--port <number>", "the port to listen on, remembered from then on (OKTA_UNLOCK_PORT)")
    .addOption(
      createRepeatableOption("--fault <spec>", "a failure to begin with: see local faults add --help"),
    )
    .option("--rate-limit <number>", "requests a minute for each kind of resource; more are refused with 429")
    .addOption(
      new Option("--limits <plan>", "Okta's own limits: a minute, at once, a client, changes to policies")
        .choices(["integrator", "workforce"] satisfies StartFlags["limits"][])
        .conflicts("rateLimit"),
    )
    .option(
      "--registration",
      "serve Okta's old registration protocol: whoever is on this machine may be an admin",
    )
    .option("--host <address>", "listen on this address of this machine, too")
    .option("--expose-to-network", "needed with --host: others on the network can reach the org")
    .option(...dataDirectoryOption)
    .addOption(whileUsedOption())
    .action(async (flags: StartFlags) => {
      const { runLocalStart, startView } = await import("./local/start.ts");
      await runLocalStart(session.context, flags, (result) => session.present(result, startView));
    });
}

/** How `run` starts it, for itself and whoever joins. */
function whileUsedOption(): Option {
  return new Option("--while-used", "end when nobody uses it any more").hideHelp();
}

function statusCommand(session: Session): Command {
  return new Command("status")
    .summary("its address, users, API token and certificate authority")
    .description(
      "Says whether the org runs, and what it takes to use it. With --json its secrets are left out.",
    )
    .option(...dataDirectoryOption)
    .action(async (flags: DataDirectoryFlag) => {
      const [{ runLocalStatus }, { statusView }] = await Promise.all([
        import("../flows/local-org.ts"),
        import("./local/status.ts"),
      ]);
      session.present(await runLocalStatus(session.context, flags), statusView);
    });
}

function resetCommand(session: Session): Command {
  return new Command("reset")
    .summary("forget everything in it")
    .description(
      "Deletes the org's data folder: its apps, users, API token and certificate authority. Asks first.",
    )
    .option(...dataDirectoryOption)
    .action(async (flags: DataDirectoryFlag) => {
      const { runLocalReset, resetView } = await import("./local/reset.ts");
      session.present(await runLocalReset(session.context, flags), resetView);
    });
}

/** `local faults list|add|clear`: failures on demand in the org that runs. */
function faultsCommand(session: Session): Command {
  const command = new Command("faults")
    .summary("failures on demand: list, add, clear")
    .description("Makes requests to the org that runs fail, so that you see what your app does about it.");
  for (const child of [listCommand, addCommand, clearCommand]) command.addCommand(child(session));
  return command;
}

function listCommand(session: Session): Command {
  return verb("list", "what can still hit").action(async (flags: DataDirectoryFlag) => {
    const { listFaults, faultsView } = await import("./local/faults.ts");
    session.present(await listFaults(session.context, flags), faultsView);
  });
}

function addCommand(session: Session): Command {
  return verb("add", "add one, or several")
    .argument("<spec...>", "what goes wrong: WHAT[:PATH][,OPTION=VALUE…]")
    .addHelpText("after", formatHelp())
    .action(async (specs: readonly string[], flags: DataDirectoryFlag) => {
      const { addFaults, faultsView } = await import("./local/faults.ts");
      session.present(await addFaults(session.context, specs, flags), faultsView);
    });
}

function clearCommand(session: Session): Command {
  return verb("clear", "take all back, and set the clock right").action(async (flags: DataDirectoryFlag) => {
    const { clearFaults, faultsView } = await import("./local/faults.ts");
    session.present(await clearFaults(session.context, flags), faultsView);
  });
}

function verb(name: string, summary: string): Command {
  return new Command(name).summary(summary).option(...dataDirectoryOption);
}

function formatHelp(): string {
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

/** `local trust [platform]`: what makes devices and tools trust the org's certificate authority. */
function trustCommand(session: Session): Command {
  return new Command("trust")
    .summary("let simulators, devices, Node and browsers trust its certificate")
    .description(
      "Prints what makes a simulator, a device, Node or this computer trust the org's certificate authority, which is good " +
        "for this machine's own names only. Nothing that needs sudo is ever run.",
    )
    .addArgument(new Argument("[platform]", "all of them when left out").choices(trustPlatforms))
    .option("--apply", "run what needs no privilege, after asking")
    .option("--remove", "the other way: what takes the trust back")
    .option(...dataDirectoryOption)
    .action(async (platform: TrustPlatform | undefined, flags: TrustFlags) => {
      const [{ runLocalTrust, trustView }, { createTrustError }] = await Promise.all([
        import("./local/trust.ts"),
        import("./local/trust/apply.ts"),
      ]);
      const result = await runLocalTrust(session.context, platform, flags);
      session.present(result, trustView);
      const error = createTrustError(result.steps);
      if (error !== undefined) throw error;
    });
}
