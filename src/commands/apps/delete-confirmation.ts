import { hint } from "../../hints.ts";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { OktaApp, OktaOrg } from "../../okta/port.ts";
import { readMarker } from "../../provision/marker.ts";
import { escapeControls } from "../../terminal/escape-controls.ts";

/** An app that is going to be deleted, as far as it could be read. */
export interface Candidate {
  readonly id: string;
  readonly app?: OktaApp | undefined;
  readonly failure?: OktaUnlockError;
}

type Source = Pick<Context, "interaction" | "log" | "prompts">;

/**
 * Shows what is going to be deleted and asks. Apps that this tool did not make are pointed out. Nothing is asked when
 * none is there. Throws `missing-input` when nobody can be asked and --yes was not given, `interrupted` for a no.
 */
export async function confirmDeletion(
  context: Source,
  org: OktaOrg,
  candidates: readonly Candidate[],
  { onlyPolicy }: { readonly onlyPolicy: boolean },
): Promise<void> {
  const apps = candidates.map(({ app }) => app).filter((app) => app !== undefined);
  if (apps.length === 0 || context.interaction.yes) return;
  if (!context.interaction.canAsk) throw createNeedsYes(org, apps, { onlyPolicy });
  context.log.show((style) =>
    apps.map((app) => `  ${style.bad("-")} ${nameOf(app)}${style.warning(originOf(app))}\n`).join(""),
  );
  if (await context.prompts.confirm({ message: questionFor(apps, onlyPolicy), default: false })) return;
  throw new OktaUnlockError("interrupted", {
    message: "Cancelled. Nothing was deleted.",
    next: `See what there is: ${hint("apps list", { org: org.flagValue })}`,
  });
}

function questionFor(apps: readonly OktaApp[], onlyPolicy: boolean): string {
  const it = apps.length === 1 ? "it" : "them";
  if (onlyPolicy) return `Keep ${it}, and delete the access policy made for ${it}?`;
  const foreign = apps.filter((app) => readMarker(app) === undefined).length;
  if (foreign === 0) return `Delete ${it}? Nobody can sign in with ${it} any more.`;
  return `Delete ${it}, though ${describeOrigins(foreign, apps.length)} by okta-unlock? Nobody can sign in then.`;
}

function describeOrigins(foreign: number, all: number): string {
  if (all === 1) return "it was not made";
  if (foreign === all) return "none was made";
  return foreign === 1 ? "one was not made" : `${foreign} were not made`;
}

function createNeedsYes(
  org: OktaOrg,
  apps: readonly OktaApp[],
  { onlyPolicy }: { readonly onlyPolicy: boolean },
): OktaUnlockError {
  const args = apps.map(({ id }) => id);
  return new OktaUnlockError("missing-input", {
    message: "Deleting needs confirmation, and this run cannot ask.",
    details: apps.map((app) => `${nameOf(app)}${originOf(app)}`),
    next: `Confirm it with: ${hint("apps delete", { args, "only-policy": onlyPolicy || undefined, org: org.flagValue, yes: true })}`,
  });
}

function nameOf({ id, label }: OktaApp): string {
  return `${id}  ${escapeControls(label)}`;
}

function originOf(app: OktaApp): string {
  return readMarker(app) === undefined ? "  (not made by okta-unlock)" : "";
}
