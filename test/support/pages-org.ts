import Koa from "koa";
import { createEventLog } from "../../src/local-org/model/event-log.ts";
import { createFaults } from "../../src/local-org/faults/faults.ts";
import type { Fault } from "../../src/local-org/faults/fault.ts";
import { openDataFolder } from "../../src/local-org/folder/data-folder.ts";
import { createOrgApplication } from "../../src/local-org/application.ts";
import { createAdjustableClock } from "../../src/local-org/clock.ts";
import { createEnvelope } from "../../src/local-org/http/envelope.ts";
import { listen } from "../../src/local-org/listen.ts";
import type { Org } from "../../src/local-org/org.ts";
import { sendPage } from "../../src/local-org/pages/frame.ts";
import { loadOrSeed } from "../../src/local-org/model/seed.ts";
import { Store } from "../../src/local-org/store/store.ts";
import { loadCertificates } from "../../src/local-org/tls/certificates.ts";
import type { Afterwards } from "../unit/local-org/support.ts";
import { temporaryFolder } from "../unit/local-org/support.ts";
import { previews } from "./page-previews.ts";

export interface PagesOrg {
  /** What the handlers share: a test records events with it, as the OIDC half does. */
  readonly org: Org;
  readonly url: string;
  readonly caCertificate: string;
  readonly seeded: ReturnType<typeof loadOrSeed>["seeded"];
  close(): Promise<void>;
}

interface PagesOrgOptions {
  readonly faults?: readonly Fault[];
  readonly port?: number;
  readonly dataDirectory?: string;
}

/**
 * The whole org over its socket, with its insides at hand. Besides, `/preview/<name>` answers with a page of a sign-in,
 * headers and all, and what is posted there with the names of the fields that arrived.
 */
export async function startPagesOrg(
  afterwards: Afterwards,
  options: PagesOrgOptions = {},
): Promise<PagesOrg> {
  const layout = openDataFolder(options.dataDirectory ?? (await temporaryFolder(afterwards)));
  const certificates = await loadCertificates(layout, new Date());
  const store = new Store(layout.state);
  const listening = await listen(certificates.server, options.port ?? 0);
  const clock = createAdjustableClock();
  const { seeded } = loadOrSeed(store, clock, listening.port);
  const org: Org = {
    store,
    clock,
    url: `https://localhost:${listening.port}`,
    port: listening.port,
    faults: createFaults(options.faults ?? []),
    events: createEventLog(store, clock),
    onRequest: undefined,
    rateLimitPerMinute: undefined,
    registration: false,
    networkAddress: undefined,
  };
  const [application, preview] = [createOrgApplication(org), previewApplication(org)];
  listening.serve((request, response) =>
    (request.url?.startsWith("/preview/") === true ? preview : application)(request, response),
  );
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= listening.close().then(() => store.close()));
  afterwards(close);
  return { org, url: org.url, caCertificate: certificates.caCertificate, seeded, close };
}

function previewApplication(org: Org) {
  const application = new Koa();
  application.use(createEnvelope(org));
  application.use(async (context) => {
    const preview = previews[context.path.slice("/preview/".length)];
    if (context.method === "POST") {
      let body = "";
      for await (const chunk of context.req) body += String(chunk);
      const fields = [...new URLSearchParams(body)].map(([name, value]) => `${name}=${value}`);
      // What follows a sign-in: the app's own address.
      if (body.includes("to+the+app")) return context.redirect("com.example.fieldnotes:/callback?code=x");
      context.body = `posted ${fields.join(" ")}`;
    } else if (preview !== undefined) sendPage(context, preview.page, preview.status ?? 200);
  });
  const callback = application.callback();
  return (...[request, response]: Parameters<typeof callback>) => void callback(request, response);
}
