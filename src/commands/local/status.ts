import type { LocalOrgStatus } from "../../local-org/index.ts";
import { type DataDirectoryFlag, directoryOf, type WhereContext } from "./where.ts";

export interface LocalStatus extends LocalOrgStatus {
  readonly dataDirectory: string;
}

/** Whether the local org runs, and what it takes to use it. */
export async function runLocalStatus(context: WhereContext, flags: DataDirectoryFlag): Promise<LocalStatus> {
  const { readLocalOrgStatus } = await import("../../local-org/index.ts");
  const dataDirectory = directoryOf(context, flags);
  return { ...(await readLocalOrgStatus(dataDirectory)), dataDirectory };
}
