/** The flags of `logs` as typed. */
export interface LogsFlags {
  readonly app?: string;
  readonly all?: boolean;
  readonly since?: string;
  readonly limit?: string;
  readonly follow?: boolean;
  readonly org?: string;
}
