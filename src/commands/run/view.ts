import type { Style } from "../../context.ts";
import type { ProvisionSettings } from "../../provision/desired.ts";
import { visible } from "../../terminal/visible.ts";
import { wrap } from "../../terminal/wrap.ts";

export interface RunningApp {
  readonly clientId: string;
  readonly settings: ProvisionSettings;
  readonly command: readonly string[];
}

/** Said before the command takes over. */
export function describeApp(
  { clientId, settings, command }: RunningApp,
  style: Style,
  width: number,
): string {
  const what = `${visible(settings.label)}, client ID ${clientId}, for: ${visible(command.join(" "))}`;
  return `  ${style.faint(wrap(what, { width, indent: 2 }))}`;
}
