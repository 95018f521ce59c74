import { mkdirSync } from "node:fs";
import { layoutOf } from "./folder/layout.ts";
import { listen } from "./listen.ts";
import type { OrgClock } from "./org.ts";
import { loadOrSeed } from "./seed.ts";
import type { LoginAndPassword } from "./store/collections.ts";
import { Store } from "./store/store.ts";
import { loadCertificates } from "./tls/certificates.ts";

export interface LocalOrgOptions {
  /** Absolute path of the folder that holds everything the org keeps. Made when missing. */
  readonly dataDirectory: string;
  /** The port; 0 is any free one. Without it: the one used last time, else 8643 or the next free one. */
  readonly port?: number;
  readonly clock?: OrgClock;
}

export interface LocalOrg {
  /** `https://localhost:PORT`. */
  readonly url: string;
  readonly port: number;
  /** PEM: what a client must trust. */
  readonly caCertificate: string;
  readonly caCertificatePath: string;
  readonly apiToken: string;
  readonly admin: LoginAndPassword;
  readonly user: LoginAndPassword;
  readonly dataDirectory: string;
  close(): Promise<void>;
}

const firstPort = 8643;

/** Starts the local org. Throws `local-org-conflict`, `data-unreadable`, `directory-unusable`. */
export async function startLocalOrg(options: LocalOrgOptions): Promise<LocalOrg> {
  const layout = layoutOf(options.dataDirectory);
  const clock = options.clock ?? { now: () => new Date() };
  mkdirSync(layout.directory, { recursive: true, mode: 0o700 });
  const store = new Store(layout.state);
  const certificates = await loadCertificates(layout, clock.now());
  const remembered = store.get("org", "org")?.port;
  const server = await listen(certificates.server, remembered ?? options.port ?? firstPort);
  const org = { store, clock, url: `https://localhost:${server.port}`, port: server.port };
  const { seeded } = loadOrSeed(store, clock, server.port);
  const { managementApplication } = await import("./management/application.ts");
  server.serve(managementApplication(org));
  return {
    url: org.url,
    port: org.port,
    caCertificate: certificates.caCertificate,
    caCertificatePath: layout.caCertificate,
    ...seeded,
    dataDirectory: layout.directory,
    async close() {
      await server.close();
      await store.close();
    },
  };
}
