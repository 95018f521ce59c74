import { join } from "node:path";

/** The names of everything the local org keeps in its data folder. `reset` removes these and nothing else. */
export interface Layout {
  readonly directory: string;
  /** Proves that the folder is ours. */
  readonly marker: string;
  /** The certificate authority, for people to trust. */
  readonly caCertificate: string;
  readonly tls: string;
  /** One folder for each network address that the org was exposed on: its own authority and certificate. */
  readonly network: string;
  /** The certificate authority for a network address. */
  readonly networkCa: (address: string) => string;
  readonly state: string;
  readonly owner: string;
  /** Where the org runs, while it runs. */
  readonly running: string;
  /** A note of each process that uses an org which runs as long as it is used. */
  readonly users: string;
}

export function layoutOf(directory: string): Layout {
  return {
    directory,
    marker: join(directory, "okta-unlock-local-org.json"),
    caCertificate: join(directory, "ca.pem"),
    tls: join(directory, "tls"),
    network: join(directory, "network"),
    networkCa: (address) => join(directory, "network", address, "ca.pem"),
    state: join(directory, "state"),
    owner: join(directory, "owner"),
    running: join(directory, "running.json"),
    users: join(directory, "users"),
  };
}
