import type { Context, Middleware } from "koa";
import mount from "koa-mount";
import type { Provider } from "oidc-provider";
import type { Org } from "../org.ts";
import { makeProvider } from "./provider.ts";
import type { AuthorizationServer } from "./servers.ts";

/** An engine that is ready, mounted under the path of its authorization server. */
export interface Engine {
  readonly provider: Provider;
  /** Answers a request of this authorization server. */
  run(context: Context): Promise<void>;
}

/** The engines of the authorization servers: created at first use, and again when keys or scopes change. */
export class Engines {
  readonly #org: Org;
  readonly #made = new Map<string, { readonly signature: string; readonly engine: Promise<Engine> }>();

  constructor(org: Org) {
    this.#org = org;
  }

  async of(server: AuthorizationServer): Promise<Engine> {
    const signature = this.#signatureOf(server);
    const known = this.#made.get(server.id);
    // The first signature has no key yet: the key is created together with the engine.
    if (known?.signature === signature) return known.engine;
    const engine = this.#make(server);
    this.#made.set(server.id, { signature, engine });
    await engine;
    this.#made.set(server.id, { signature: this.#signatureOf(server), engine });
    return engine;
  }

  #signatureOf({ id, scopes, apiScopes }: AuthorizationServer): string {
    const kids = this.#org.store
      .listUnder("signingKeys", `${id}/`)
      .map(({ kid, status }) => `${kid} ${status}`);
    return JSON.stringify([kids, scopes, apiScopes]);
  }

  async #make(server: AuthorizationServer): Promise<Engine> {
    const provider = await makeProvider(this.#org, server);
    const prefix = server.stored === undefined ? "/" : server.basePath;
    const middleware = mount(prefix, provider as unknown as Parameters<typeof mount>[1]) as Middleware;
    return {
      provider,
      run: async (context) => {
        await middleware(context, async () => undefined);
      },
    };
  }
}
