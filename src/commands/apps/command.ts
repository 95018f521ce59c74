import { Command } from "commander";
import type { Session } from "../../terminal/session.ts";

export function appsCommand(_session: Session): Command {
  return new Command("apps");
}
