import { createId } from "../ids.ts";
import type { OrgClock } from "../clock.ts";
import type { Change } from "../store/change.ts";
import { put, remove } from "../store/change.ts";
import type { Store } from "../store/store.ts";
import type { NewEvent, StoredEvent } from "../store/collections.ts";

/** How many events are kept: the oldest are removed first. */
const mostEvents = 5000;

/** The events of the org: kept across restarts, limited in number, and sent at once to listeners. */
export interface EventLog {
  /** Stores the event and sends it to the listeners. */
  record(event: NewEvent): void;
  /** All events, oldest first. */
  list(): readonly StoredEvent[];
  /** Calls `listener` with each event from now on. Returns the function that ends it. */
  subscribe(listener: (event: StoredEvent) => void): () => void;
}

export function createEventLog(store: Store, clock: OrgClock): EventLog {
  const listeners = new Set<(event: StoredEvent) => void>();
  return {
    record: (event) => {
      const stored = toStoredEvent(event, clock);
      store.write([...removeOldest(store), put("events", stored.id, stored)]);
      for (const listener of listeners) listener(stored);
    },
    list: () => store.list("events"),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function toStoredEvent(event: NewEvent, clock: OrgClock): StoredEvent {
  const now = clock.now();
  const created = now.toISOString();
  return { targets: [], details: {}, ...event, id: createId("evt", now), created, lastUpdated: created };
}

function removeOldest(store: Store): Change[] {
  if (store.count("events") < mostEvents) return [];
  const oldest = store.first("events");
  return oldest === undefined ? [] : [remove("events", oldest.id)];
}
