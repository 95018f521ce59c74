import { existsSync } from "node:fs";
import type { Layout } from "./folder/data-folder.ts";
import { formatReset, LocalOrgError } from "./local-org-error.ts";
import { listGenerations } from "./store/state-files.ts";

/**
 * Throws `data-unreadable` when the state of an org is gone: a start makes the first file of it before the certificates. To
 * begin anew without a word would give all apps, users and tokens up.
 */
export function checkStateExists(layout: Layout): void {
  const kinds = ["snapshot", "journal"] as const;
  if (kinds.some((kind) => listGenerations(layout.state, kind).length > 0)) return;
  if (!existsSync(layout.caCertificate)) return;
  throw new LocalOrgError("data-unreadable", {
    message: `The local org can't read its data: there are no files in ${layout.state}`,
    why: "Something other than okta-unlock removed them.",
    next: `Restore the folder from a backup, or start over (the apps and users of the local org are lost): ${formatReset(layout.directory)}`,
  });
}
