import { OktaUnlockError } from "../errors.ts";
import type { OktaApp } from "../okta/port.ts";
import { markerOf } from "./marker.ts";

/** One of the apps that could be meant. */
export interface AppChoice {
  readonly id: string;
  readonly clientId: string;
  readonly label: string;
  readonly status: string;
  /** `native`, `web`, `browser` or `service`. */
  readonly type: string;
  /** ISO 8601; empty when Okta does not tell. */
  readonly created: string;
  /** True when the app was made by this tool. */
  readonly isMarked: boolean;
}

/** Existing apps stand in the way. Somebody can be asked to choose: plan again with the choice as `knownAppId`. */
export class AppConflict extends OktaUnlockError {
  readonly choices: readonly AppChoice[];

  constructor(
    details: { readonly message: string; readonly why?: string; readonly next: string },
    apps: readonly OktaApp[],
  ) {
    const choices = apps.map(choiceOf);
    super("app-conflict", { ...details, details: choices.map(lineOf) });
    this.choices = choices;
  }
}

/** The client ID of an OIDC app; Okta makes it equal to the app's id unless told otherwise. */
export function clientIdOf(app: OktaApp): string {
  return app.credentials?.oauthClient?.client_id ?? app.id;
}

function choiceOf(app: OktaApp): AppChoice {
  return {
    id: app.id,
    clientId: clientIdOf(app),
    label: app.label,
    status: app.status,
    type: app.settings?.oauthClient?.application_type ?? "unknown",
    created: app.created ?? "",
    isMarked: markerOf(app) !== undefined,
  };
}

function lineOf({ id, label, status, type, created, isMarked }: AppChoice): string {
  const madeBy = isMarked ? ", made by okta-unlock" : "";
  return `${id} "${label}" ${status.toLowerCase()}, ${type}${created && `, created ${created.slice(0, 10)}`}${madeBy}`;
}
