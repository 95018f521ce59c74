import type { AccessPolicy, OktaApp } from "../org/port.ts";
import { clientIdOf } from "./app-conflict.ts";
import { markerOf } from "./marker.ts";
import { soleClientOf } from "./policy-bodies.ts";
import { shorten } from "./shorten.ts";

/** An app that was made to be removed. */
export interface LeasedApp {
  readonly id: string;
  readonly clientId: string;
  readonly label: string;
  readonly expiresAt: Date;
  /** Undefined when Okta does not tell. */
  readonly created: Date | undefined;
  readonly runId: string | undefined;
}

const longestLabel = 100;

/** A label that no other run gives, so that parallel jobs never share an app. Okta's labels have at most 100 characters. */
export function uniqueLabel(name: string): string {
  const suffix = ` (ephemeral ${crypto.randomUUID().slice(0, 8)})`;
  return shorten(name, longestLabel - suffix.length) + suffix;
}

/** Undefined for an app without our mark, or whose mark has no expiry that can be read. */
export function leasedApp(app: OktaApp): LeasedApp | undefined {
  const marker = markerOf(app);
  const expiresAt = timeOf(marker?.expiresAt);
  if (expiresAt === undefined) return undefined;
  return {
    id: app.id,
    clientId: clientIdOf(app),
    label: app.label,
    expiresAt,
    created: timeOf(app.created),
    runId: marker?.runId,
  };
}

/** The client of a policy that was made for an ephemeral app alone; undefined for every other policy. */
export function leasedClientOf(policy: AccessPolicy): string | undefined {
  return policy.description?.includes(", ephemeral until ") === true ? soleClientOf(policy) : undefined;
}

/** Only what we write ourselves: `2026-12-01T00:00:00.000Z`, with or without the fraction. */
function timeOf(text: string | null | undefined): Date | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/u.test(text ?? "")) return undefined;
  const time = new Date(text ?? "");
  return Number.isNaN(time.getTime()) ? undefined : time;
}
