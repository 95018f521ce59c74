import type { Style } from "../../context.ts";
import type { ProvisionSettings } from "../../provision/desired.ts";
import { visible } from "../../terminal/visible.ts";
import { wrap } from "../../terminal/wrap.ts";
import { describeWarnings } from "../plan-view.ts";

/** What of the app is still there after the command. */
export function describeLeft(warnings: readonly string[]): (style: Style, width: number) => string {
  return (style, width) => describeWarnings(warnings, style, width).trimEnd();
}

/** Said before the command takes over: which app it gets. */
export function describeApp(
  clientId: string,
  { label, lease }: ProvisionSettings,
  { style, width }: { readonly style: Style; readonly width: number },
): string {
  const expiry =
    lease === undefined ? "" : `, kept until ${lease.expiresAt.slice(0, 16).replace("T", " ")} UTC`;
  return `  ${style.faint(wrap(`${visible(label)}, client ID ${clientId}${expiry} at most`, { width, indent: 2 }))}`;
}
