/** What a CI system is told about a result: values for later steps, and a page for people. Plain text; whoever writes it escapes it. */
export interface CiReport {
  /** By the names that a workflow reads: `client-id`. Null: there is no such value. */
  readonly outputs?: Readonly<Record<string, string | null>>;
  /** The heading of the page. */
  readonly title: string;
  readonly tables: readonly CiTable[];
  readonly warnings?: readonly string[];
}

export interface CiTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
