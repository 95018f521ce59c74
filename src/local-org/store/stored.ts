import type { JsonObject } from "../json.ts";

/** What every stored object carries. Times are ISO 8601 in UTC with milliseconds, as Okta writes them. */
export interface Stored extends JsonObject {
  readonly id: string;
  readonly created: string;
  readonly lastUpdated: string;
}
