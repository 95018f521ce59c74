import type { OktaApp } from "../okta/port.ts";
import { shorten } from "./access-policy-body.ts";
import { clientIdOf } from "./find-app.ts";
import { type Lease, type Marker, readMarker } from "./marker.ts";

/** An ephemeral app: it was created to be removed. */
export interface LeasedApp {
  readonly id: string;
  readonly clientId: string;
  readonly label: string;
  /** By the org's clock. */
  readonly expiresAt: Date;
  /** Undefined when Okta does not tell. */
  readonly created: Date | undefined;
  readonly runId: string | undefined;
}

const longestLabel = 100;

/** A label that no other run uses, so that parallel jobs never share an app. Okta's labels have at most 100 characters. */
export function createUniqueLabel(name: string): string {
  const suffix = ` (ephemeral ${crypto.randomUUID().slice(0, 8)})`;
  return shorten(name, longestLabel - suffix.length) + suffix;
}

/** Undefined for an app without our mark, or whose mark has no expiry that can be read. */
export function readLeasedApp(app: OktaApp): LeasedApp | undefined {
  const marker = readMarker(app);
  const created = parseTime(app.created);
  const expiresAt = readExpiry(marker, created);
  if (expiresAt === undefined) return undefined;
  return {
    id: app.id,
    clientId: clientIdOf(app),
    label: app.label,
    expiresAt,
    created,
    runId: marker?.runId,
  };
}

/** When an app that is created now expires, ISO 8601 in UTC. `now` is the org's time. */
export function calculateExpiry(now: Date, { ttl }: Lease): string {
  return new Date(now.getTime() + ttl * 1000).toISOString();
}

/** Counted from Okta's time of creation when the marker has a `ttl`; markers of former versions have `expiresAt` only. */
function readExpiry(marker: Marker | undefined, created: Date | undefined): Date | undefined {
  const written = parseTime(marker?.expiresAt);
  if (written === undefined || created === undefined || marker?.ttl === undefined) return written;
  return new Date(created.getTime() + marker.ttl * 1000);
}

/** Only what we write ourselves: `2026-12-01T00:00:00.000Z`, with or without the fraction. */
function parseTime(text: string | null | undefined): Date | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/u.test(text ?? "")) return undefined;
  const time = new Date(text ?? "");
  return Number.isNaN(time.getTime()) ? undefined : time;
}
