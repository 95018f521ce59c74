import { Command } from "commander";
import type { Session } from "../../terminal/session.ts";

export function createCommand(_session: Session): Command {
  return new Command("create");
}
