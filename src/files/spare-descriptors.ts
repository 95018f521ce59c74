import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";

/** What it takes to start a process: two for each of its streams, and some for what Node loads and watches meanwhile. */
const needed = 12;

/**
 * Throws the system's error (`EMFILE`, `ENFILE`) when no more files can be opened than starting a process takes. Node reports a
 * start that fails for that by an event, before execa listens to it, and the event ends our process without undoing anything.
 */
export function assertSpareDescriptors(): void {
  const descriptors: number[] = [];
  try {
    while (descriptors.length < needed) descriptors.push(openSync(devNull, "r"));
  } finally {
    for (const descriptor of descriptors) closeSync(descriptor);
  }
}
