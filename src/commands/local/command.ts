import { Command, Option } from "commander";
import { createRepeatableOption } from "../../terminal/command-line.ts";
import type { Session } from "../../terminal/session.ts";
import { localOrgPort } from "../../flows/local-org-port.ts";
import { faultsCommand } from "./faults/command.ts";
import { requestsPerMinute } from "./rate-limit.ts";
import type { StartFlags } from "./start.ts";
import { trustCommand } from "./trust/command.ts";
import { resetView, startView, statusView } from "./view.ts";
import { type DataDirectoryFlag, dataDirectoryOption } from "./where.ts";

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

type RawStartFlags = Omit<StartFlags, "port" | "rateLimit"> & {
  readonly port?: string;
  readonly rateLimit?: string;
};

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
    .action(async ({ port, rateLimit, ...flags }: RawStartFlags) => {
      const { runLocalStart } = await import("./start.ts");
      const limit = rateLimit === undefined ? {} : { rateLimit: requestsPerMinute(rateLimit) };
      const parsed = { ...flags, ...limit, port: localOrgPort(session.context, port) };
      await runLocalStart(session.context, parsed, (result) => session.present(result, startView));
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
      const { runLocalStatus } = await import("./status.ts");
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
      const { runLocalReset } = await import("./reset.ts");
      session.present(await runLocalReset(session.context, flags), resetView);
    });
}
