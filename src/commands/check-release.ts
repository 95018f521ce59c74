import { Command } from "commander";
import type { Session } from "../terminal/session.ts";

/** `check-release`, which the update notice starts in the background and no person: asks for the latest version. Never fails. */
export function declareCheckRelease({ context }: Session): Command {
  return new Command("check-release").action(async () => {
    const { checkRelease } = await import("../update-notice/check-release.ts");
    await checkRelease(context);
  });
}
