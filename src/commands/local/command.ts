import { Command } from "commander";
import type { Session } from "../../terminal/session.ts";
import { localOrgPort } from "../local-org-port.ts";
import { resetView, startView, statusView } from "./view.ts";

interface DataDirectoryFlag {
  readonly dataDir?: string;
}

const dataDirectory = [
  "--data-dir <folder>",
  "the folder that the org lives in (OKTA_UNLOCK_DATA_DIR)",
] as const;

/** `local start|status|reset`: the embedded org. */
export function localCommand(session: Session): Command {
  const command = new Command("local").description(
    "An Okta-compatible org on this machine: no account, no network. A development tool, never for real users.",
  );
  command.addCommand(startCommand(session));
  command.addCommand(statusCommand(session));
  command.addCommand(resetCommand(session));
  return command;
}

function startCommand(session: Session): Command {
  return new Command("start")
    .summary("run the org until Ctrl-C")
    .description("Runs the org until Ctrl-C. It keeps its apps and its port from one start to the next.")
    .option("--port <number>", "the port to listen on, remembered from then on (OKTA_UNLOCK_PORT)")
    .option(...dataDirectory)
    .action(async (flags: DataDirectoryFlag & { readonly port?: string }) => {
      const { runLocalStart } = await import("./run.ts");
      const port = localOrgPort(session.context, flags.port);
      await runLocalStart(session.context, { dataDirectory: flags.dataDir, port }, (result) =>
        session.present(result, startView),
      );
    });
}

function statusCommand(session: Session): Command {
  return new Command("status")
    .summary("its address, users, API token and certificate authority")
    .description(
      "Says whether the org runs, and what it takes to use it. With --json its secrets are left out.",
    )
    .option(...dataDirectory)
    .action(async (flags: DataDirectoryFlag) => {
      const { runLocalStatus } = await import("./run.ts");
      session.present(await runLocalStatus(session.context, { dataDirectory: flags.dataDir }), statusView);
    });
}

function resetCommand(session: Session): Command {
  return new Command("reset")
    .summary("forget everything in it")
    .description(
      "Deletes the org's data folder: its apps, users, API token and certificate authority. Asks first.",
    )
    .option(...dataDirectory)
    .action(async (flags: DataDirectoryFlag) => {
      const { runLocalReset } = await import("./run.ts");
      session.present(await runLocalReset(session.context, { dataDirectory: flags.dataDir }), resetView);
    });
}
