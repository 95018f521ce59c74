/** What a start changed of what people and projects rely on. */
export type LocalOrgNotice =
  /** Who trusted the old authority must trust the new one. */
  | {
      readonly kind: "authority-replaced";
      /** What it was for: `localhost`, or the network address. */
      readonly host: string;
      /** The end of a sentence that begins with "because". */
      readonly why: string;
    }
  /** The port is in the issuer of every project that was made before. */
  | { readonly kind: "port-changed"; readonly from: number; readonly to: number };
