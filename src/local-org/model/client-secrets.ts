import type { OrgClock } from "../clock.ts";
import { createRandomText } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import { toObject, toText } from "../json.ts";
import { stamp } from "../org.ts";
import { isSameSecret } from "../same-secret.ts";
import type { Status, StoredApp } from "../store/collections.ts";
import { oauthClientOf } from "./apps.ts";

/** A secret of a confidential client. It is stored with its app. */
export interface ClientSecret extends JsonObject {
  readonly id: string;
  readonly created: string;
  readonly lastUpdated: string;
  readonly status: Status;
  readonly client_secret: string;
}

/** The values of `token_endpoint_auth_method` that need a secret. */
export const secretMethods: readonly string[] = [
  "client_secret_basic",
  "client_secret_post",
  "client_secret_jwt",
];

/** How many secrets a client can have, so that one can be replaced while the other is in use. */
export const mostClientSecrets = 2;

/** The secrets of an app in the order of creation; none when it doesn't authenticate with a secret. */
export function listClientSecrets(app: StoredApp): readonly ClientSecret[] {
  const method = toText(oauthClientOf(app)["token_endpoint_auth_method"]);
  return secretMethods.includes(method) ? readStoredSecrets(app) : [];
}

/** The secrets that are kept with an app, also while it authenticates in another way. */
export function readStoredSecrets(app: StoredApp): readonly ClientSecret[] {
  const stored = app["clientSecrets"];
  if (Array.isArray(stored)) return stored.flatMap((each) => toObject(each) ?? []) as ClientSecret[];
  // An older version kept the only secret among the credentials.
  const secret = toText(oauthClientOf(app)["client_secret"]);
  const { created, lastUpdated } = app;
  const id = `ocs${app.id.slice(3)}`;
  return secret === "" ? [] : [{ id, created, lastUpdated, status: "ACTIVE", client_secret: secret }];
}

/** A new secret; of random characters when none is given. */
export function createClientSecret(clock: OrgClock, given = ""): ClientSecret {
  return { ...stamp(clock, "ocs"), status: "ACTIVE", client_secret: given || createRandomText(64) };
}

/** The secret that the app is shown with; empty when it has none. */
export function findClientSecret(app: StoredApp): string {
  return listClientSecrets(app).find(({ status }) => status === "ACTIVE")?.client_secret ?? "";
}

/** Whether a client authenticates with this secret: any active one is right. */
export function isClientSecret(app: StoredApp, secret: string): boolean {
  return listClientSecrets(app)
    .filter(({ status }) => status === "ACTIVE")
    .some((each) => isSameSecret(each.client_secret, secret));
}
