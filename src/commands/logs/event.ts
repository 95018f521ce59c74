import { findLogReason, type LoggedFailure, type LogReason } from "../../doctor/log-reasons.ts";
import { isOfDoctor } from "../../doctor/user-agent.ts";
import type { LogEvent } from "../../okta/port.ts";
import { nameKind } from "./event-kinds.ts";

/** An event, as it is shown. What is not known is null. */
export interface ShownEvent {
  readonly uuid: string;
  /** ISO 8601, in UTC. */
  readonly time: string;
  readonly eventType: string;
  /** In one or two words: `sign-in`, `authorize`, `token`, `refresh`, `revoke`, `sign-out`, `policy`, `assignment`. */
  readonly kind: string;
  /** Okta's `outcome.result`: `SUCCESS`, `FAILURE`, `CHALLENGE`, `ALLOW`, `DENY`, `SKIPPED`, `UNKNOWN`. */
  readonly result: string;
  readonly message: string;
  /** Why it failed, in Okta's words. */
  readonly reason: string | null;
  /** What that reason means; null for one that is not known. */
  readonly means: string | null;
  /** The check of `doctor` that explains the failure. */
  readonly check: string | null;
  /** The login of the user. */
  readonly user: string | null;
  readonly app: { readonly id: string; readonly label: string | null } | null;
  readonly client: {
    readonly device: string | null;
    readonly os: string | null;
    readonly userAgent: string | null;
    readonly ipAddress: string | null;
  };
  /** The issuer, where the event says it. */
  readonly issuer: string | null;
  readonly grantType: string | null;
  readonly scopes: string | null;
  readonly redirectUri: string | null;
  readonly transactionId: string | null;
}

const failures = new Set(["FAILURE", "DENY"]);

export function isFailure({ result }: Pick<ShownEvent, "result">): boolean {
  return failures.has(result);
}

type Details = NonNullable<NonNullable<LogEvent["debugContext"]>["debugData"]>;

/** What is shown of an event of the System Log. */
export function describeEvent(event: LogEvent): ShownEvent {
  const { uuid, published, eventType, outcome, displayMessage, transaction } = event;
  const detail = (name: keyof Details): string | null => readText(event.debugContext?.debugData?.[name]);
  const result = outcome?.result ?? "UNKNOWN";
  const reason = readText(outcome?.reason);
  const grantType = detail("grantType");
  const client = describeClient(event);
  const known = isFailure({ result })
    ? explainFailure(client, { eventType, reason: reason ?? undefined, grantType: grantType ?? undefined })
    : undefined;
  return {
    uuid,
    time: published,
    eventType,
    kind: nameKind(eventType, grantType ?? undefined),
    result,
    message: readText(displayMessage) ?? eventType,
    reason,
    means: known?.means ?? null,
    check: known?.check ?? null,
    user: findUser(event),
    app: findApp(event),
    client,
    issuer: detail("authorizationServer"),
    grantType,
    scopes: detail("requestedScopes") ?? detail("grantedScopes"),
    redirectUri: detail("redirectUri"),
    transactionId: readText(transaction?.id),
  };
}

/** Checks of `doctor` ask for what has to be refused: it would mislead to send anybody from there to a check. */
const askedByDoctor = "A check of doctor asked this: nobody's sign-in failed.";

function explainFailure(
  { userAgent }: ShownEvent["client"],
  failure: LoggedFailure,
): Pick<LogReason, "means" | "check"> | undefined {
  return isOfDoctor(userAgent) ? { means: askedByDoctor } : findLogReason(failure);
}

type Party = NonNullable<LogEvent["actor"]>;

function listParties({ actor, target }: LogEvent): readonly Party[] {
  return [actor, ...(target ?? [])].flatMap((party) => party ?? []);
}

function findUser(event: LogEvent): string | null {
  const user = listParties(event).find(({ type }) => type === "User" || type === "AppUser");
  return readName(user?.alternateId) ?? readName(user?.displayName);
}

const appTypes = ["AppInstance", "PublicClientApp", "OidcApp", "Client"];

function findApp(event: LogEvent): ShownEvent["app"] {
  const app = listParties(event).find(({ type }) => appTypes.includes(type ?? ""));
  const id = readName(app?.id) ?? readName(event.client?.id);
  return id === null ? null : { id, label: readName(app?.displayName) };
}

function describeClient({ client }: LogEvent): ShownEvent["client"] {
  return {
    device: readName(client?.device),
    os: readName(client?.userAgent?.os),
    userAgent: readText(client?.userAgent?.rawUserAgent),
    ipAddress: readText(client?.ipAddress),
  };
}

/** Okta writes `unknown` for what it does not know. */
function readName(text: unknown): string | null {
  const read = readText(text);
  return read === null || read.toLowerCase() === "unknown" ? null : read;
}

function readText(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value : null;
}
