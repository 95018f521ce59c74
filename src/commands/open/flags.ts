/** The flags of `open` as typed. */
export interface OpenFlags {
  readonly app?: string;
  readonly org?: string;
  /** True also when nobody would look. */
  readonly print?: boolean;
}
