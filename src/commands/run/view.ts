import type { Style } from "../../context.ts";
import type { LeasedApp } from "../../provision/lease.ts";
import { escapeControls } from "../../terminal/escape-controls.ts";
import { wrap } from "../../terminal/wrap.ts";
import { describeWarnings } from "../../flows/plan-view.ts";

/** What of the app is still there after the command. */
export function describeLeft(warnings: readonly string[]): (style: Style, width: number) => string {
  return (style, width) => describeWarnings(warnings, style, width).trimEnd();
}

/** Said before the command takes over: which app it gets. */
export function describeApp(
  clientId: string,
  { label, expiresAt }: Pick<LeasedApp, "label" | "expiresAt">,
  { style, width }: { readonly style: Style; readonly width: number },
): string {
  const until = expiresAt.toISOString().slice(0, 16).replace("T", " ");
  return `  ${style.faint(wrap(`${escapeControls(label)}, client ID ${clientId}, kept until ${until} UTC at most`, { width, indent: 2 }))}`;
}
