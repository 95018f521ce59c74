import { Argument, Command } from "commander";
import type { Session } from "../../../terminal/session.ts";
import { dataDirectoryOption } from "../where.ts";
import type { TrustFlags } from "./run.ts";
import { type TrustPlatform, trustPlatforms } from "./steps.ts";
import { trustView } from "./view.ts";

/** `local trust [platform]`: what makes devices and tools trust the org's certificate authority. */
export function trustCommand(session: Session): Command {
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
      const [{ runLocalTrust }, { failureOf }] = await Promise.all([
        import("./run.ts"),
        import("./apply.ts"),
      ]);
      const result = await runLocalTrust(session.context, platform, flags);
      session.present(result, trustView);
      const failure = failureOf(result.steps);
      if (failure !== undefined) throw failure;
    });
}
