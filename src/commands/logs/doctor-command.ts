import { hint } from "../../hints.ts";
import type { OktaSettings } from "../../project/okta-settings.ts";
import type { ShownEvent } from "./event.ts";
import type { LoggedApp, LogPlace } from "./source.ts";

/** Whose failures the command is to explain. */
interface Explained {
  readonly place: LogPlace;
  readonly app: LoggedApp | undefined;
  readonly orgUrl: string;
  /** The failure. */
  readonly event: Pick<ShownEvent, "eventType" | "app" | "issuer" | "redirectUri">;
}

/** The `doctor` to run for a failure: that of the project, or for an app that was made elsewhere by its values. */
export function composeDoctorCommand({ place: { project }, app, orgUrl, event }: Explained): string {
  if (project !== undefined && isOf(project.okta, app?.clientId ?? event.app?.id))
    return hint("doctor", { args: project.folder === undefined ? [] : [project.folder] });
  // What the app sends is to be checked, not what the org has registered.
  const redirectUri = event.redirectUri ?? app?.redirectUri ?? "<redirect uri>";
  const usual = event.eventType.startsWith("app.oauth2.as.") ? `${orgUrl}/oauth2/default` : orgUrl;
  const isOwn = event.issuer === orgUrl || event.issuer?.startsWith(`${orgUrl}/`) === true;
  const issuer = isOwn ? (event.issuer ?? usual) : usual;
  return hint("doctor", {
    issuer,
    "client-id": app?.clientId ?? event.app?.id ?? "<client id>",
    "redirect-uri": redirectUri,
  });
}

/** The project may be that of another app than the one that failed. An event that names none is taken for one of the project. */
function isOf({ clientId, appId }: OktaSettings, id: string | undefined): boolean {
  return id === undefined || id === clientId || id === appId;
}
