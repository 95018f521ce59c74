import { Argument, Command, Option } from "commander";
import { faultExamples } from "../flows/fault-spec.ts";
import type { DataDirectoryFlag } from "../flows/local-org.ts";
import { dataDirectoryOption } from "../flows/shared-options.ts";
import { createRepeatableOption } from "../terminal/given-values.ts";
import { explain } from "../terminal/help-text.ts";
import type { Session } from "../terminal/session.ts";
import type { StartFlags } from "./local/start.ts";
import type { TrustFlags } from "./local/trust.ts";
import { type TrustPlatform, trustPlatforms } from "./local/trust/steps.ts";

/** `local start|status|trust|faults|reset`: the embedded org. */
export function declareLocal(session: Session): Command {
  const command = new Command("local").description(
    "Runs an Okta-compatible org on this machine: no account, no network. It is a development tool, never for real users.",
  );
  for (const child of [declareStart, declareStatus, declareTrust, declareFaults, declareReset]) {
    command.addCommand(child(session));
  }
  return command;
}

function declareStart(session: Session): Command {
  const command = new Command("start")
    .summary("run the org until Ctrl-C")
    .description("Runs the org until you press Ctrl-C. Its apps and its port are kept for the next start.")
    .option("--port <number>", "the port to listen on; it is remembered (OKTA_UNLOCK_PORT)")
    .addOption(
      createRepeatableOption(
        "--fault <spec>",
        "a fault to start with; see local faults add --help (repeatable)",
      ),
    )
    .option("--rate-limit <number>", "requests per minute for each kind of resource; more get a 429")
    .addOption(
      new Option("--limits <plan>", "Okta's own limits: per minute, at once, per client, for policy changes")
        .choices(["integrator", "workforce"] satisfies StartFlags["limits"][])
        .conflicts("rateLimit"),
    )
    .option(
      "--registration",
      "serve Okta's old registration protocol; anyone on this machine can become an admin",
    )
    .option("--host <address>", "also listen on this address of this machine")
    .option("--expose-to-network", "required with --host: others on the network can reach the org")
    .option(...dataDirectoryOption)
    .addOption(createWhileUsedOption());
  return explain(command, {
    examples: [
      "okta-unlock local start",
      "okta-unlock local start --port 8643 --fault 503:/oauth2/default/v1/token",
    ],
  }).action(async (flags: StartFlags) => {
    const { runLocalStart, startView } = await import("./local/start.ts");
    await runLocalStart(session.context, flags, (result) => session.present(result, startView));
  });
}

/** How `run` starts it, for itself and for the runs that join. */
function createWhileUsedOption(): Option {
  return new Option("--while-used", "end when nobody uses it any more").hideHelp();
}

function declareStatus(session: Session): Command {
  const command = new Command("status")
    .summary("show its address, users, API token and certificate authority")
    .description(
      "Shows whether the org is running, its address, users, API token and certificate authority. --json leaves out the secrets.",
    )
    .option(...dataDirectoryOption);
  return explain(command, { examples: ["okta-unlock local status"] }).action(
    async (flags: DataDirectoryFlag) => {
      const [{ runLocalStatus }, { statusView }] = await Promise.all([
        import("../flows/local-org.ts"),
        import("./local/status.ts"),
      ]);
      session.present(await runLocalStatus(session.context, flags), statusView);
    },
  );
}

function declareReset(session: Session): Command {
  const command = new Command("reset")
    .summary("delete the org with everything in it")
    .description(
      "Deletes the org's data folder: its apps, users, API token and certificate authority. Asks first.",
    )
    .option(...dataDirectoryOption);
  return explain(command, { examples: ["okta-unlock local reset"] }).action(
    async (flags: DataDirectoryFlag) => {
      const { runLocalReset, resetView } = await import("./local/reset.ts");
      session.present(await runLocalReset(session.context, flags), resetView);
    },
  );
}

/** `local faults list|add|clear`: failures on demand in the org that runs. */
function declareFaults(session: Session): Command {
  const command = new Command("faults")
    .summary("make requests fail: list, add and clear faults")
    .description("Makes requests to the running org fail, so that you can see how your app handles it.");
  for (const child of [declareFaultsList, declareFaultsAdd, declareFaultsClear])
    command.addCommand(child(session));
  return command;
}

function declareFaultsList(session: Session): Command {
  return declareFaultsVerb(
    "list",
    "list the active faults",
    "Lists the active faults of the running org.",
  ).action(async (flags: DataDirectoryFlag) => {
    const { listFaults, faultsView } = await import("./local/faults.ts");
    session.present(await listFaults(session.context, flags), faultsView);
  });
}

function declareFaultsAdd(session: Session): Command {
  const command = declareFaultsVerb(
    "add",
    "add one or more faults",
    "Adds one or more faults to the running org.",
  );
  return explain(command, {
    examples: [
      "okta-unlock local faults add 429:/api/v1/apps,reset=10",
      "okta-unlock local faults add oauth=invalid_grant",
    ],
    sections: [{ title: "Faults:", rows: faultExamples }],
    notes: faultNotes,
  })
    .argument("<spec...>", "what fails: WHAT[:PATH][,OPTION=VALUE…]")
    .action(async (specs: readonly string[], flags: DataDirectoryFlag) => {
      const { addFaults, faultsView } = await import("./local/faults.ts");
      session.present(await addFaults(session.context, specs, flags), faultsView);
    });
}

function declareFaultsClear(session: Session): Command {
  return declareFaultsVerb(
    "clear",
    "remove all faults and reset the clock",
    "Removes all faults from the running org and resets its clock.",
  ).action(async (flags: DataDirectoryFlag) => {
    const { clearFaults, faultsView } = await import("./local/faults.ts");
    session.present(await clearFaults(session.context, flags), faultsView);
  });
}

function declareFaultsVerb(name: string, summary: string, description: string): Command {
  const command = new Command(name).summary(summary).description(description);
  return explain(command, { examples: [`okta-unlock local faults ${name}`] }).option(...dataDirectoryOption);
}

const faultNotes =
  "In a path, * is one segment and ** is any number of them. A fault hits one request (latency: every request) unless times=2 or " +
  "times=always is given. skip=1 lets one request pass first.";

/** `local trust [platform]`: what makes devices and tools trust the org's certificate authority. */
function declareTrust(session: Session): Command {
  const command = new Command("trust")
    .summary("make simulators, devices, Node and browsers trust its certificate")
    .description(
      "Prints the steps that make a simulator, a device, Node or this computer trust the org's certificate authority, which is valid " +
        "only for this machine's own names. Never runs anything that needs sudo.",
    )
    .addArgument(
      new Argument("[platform]", "what is to trust it; everything by default").choices(trustPlatforms),
    )
    .option("--apply", "run the steps that need no privileges, after asking")
    .option("--remove", "remove the trust instead")
    .option(...dataDirectoryOption);
  return explain(command, {
    examples: ["okta-unlock local trust ios", "okta-unlock local trust --apply"],
  }).action(async (platform: TrustPlatform | undefined, flags: TrustFlags) => {
    const [{ runLocalTrust, trustView }, { createTrustError }] = await Promise.all([
      import("./local/trust.ts"),
      import("./local/trust/apply.ts"),
    ]);
    const result = await runLocalTrust(session.context, platform, flags);
    session.present(result, trustView);
    const error = createTrustError(result.steps, result.command);
    if (error !== undefined) throw error;
  });
}
