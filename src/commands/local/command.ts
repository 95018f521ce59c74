import { Command } from "commander";
import type { Session } from "../../terminal/session.ts";

export function localCommand(_session: Session): Command {
  return new Command("local");
}
