import { afterAll } from "vitest";
import { authorityFile, friendlyOrg, startProxy, startTlsServer } from "../../support/hostile-network.ts";
import { World } from "../../support/run-cli.ts";
import { startTestOrg } from "../../unit/local-org/support.ts";
import { makeCertificates } from "../../unit/okta/certificates.ts";
import type { Surroundings } from "./case.ts";

const worlds: World[] = [];

/** A world that `removeWorlds` removes. */
export function newWorld(): World {
  const world = new World();
  worlds.push(world);
  return world;
}

export function removeWorlds(): void {
  for (const world of worlds) world.remove();
}

/** Somebody who signed in by an API token, as the profile `work`. */
export async function signedInAt(orgUrl: string, token: string, env: Record<string, string>): Promise<World> {
  const world = newWorld();
  const args = ["login", "--org", orgUrl, "--with-token", "--insecure-storage", "--name", "work"];
  const run = await world.run(args, { input: token, env });
  if (run.exitCode !== 0) throw new Error(run.stderr);
  return world;
}

export const goodToken = `00${"a".repeat(40)}`;

export async function startSurroundings(): Promise<Surroundings> {
  const orgUrl = "https://acme.okta.test";
  const home = await signedInAt(orgUrl, goodToken, await proxyTo({ host: "acme.okta.test" }));
  return { otherOrg: await startTestOrg({}, afterAll), acme: { orgUrl, token: goodToken, home } };
}

/** The environment in which a proxy leads every host to an org with this certificate, whose authority is trusted. */
export async function proxyTo(settings: Parameters<typeof makeCertificates>[0]) {
  const certificates = await makeCertificates(settings);
  const tunnelTo = await startTlsServer(certificates, friendlyOrg, afterAll);
  return {
    HTTPS_PROXY: proxyUrl(await startProxy({ tunnelTo }, afterAll)),
    NODE_EXTRA_CA_CERTS: await authorityFile(certificates, afterAll),
  };
}

export function proxyUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}
