import { afterAll } from "vitest";
import { freePort, startProxy, startTalker } from "../../support/hostile-network.ts";
import { startTestOrg } from "../../unit/local-org/support.ts";
import type { makeCertificates } from "../../unit/okta/certificates.ts";
import type { Case, Given, Surroundings } from "./case.ts";
import { proxyTo, proxyUrl, signedInAt } from "./surroundings.ts";

const html = { "content-type": "text/html" };

export const addressCases: readonly Case[] = [
  {
    name: "a page in place of an org",
    given({ tap }) {
      tap.falsify(() => ({ status: 200, headers: html, body: "<html>Welcome to the hotel</html>" }));
      return {};
    },
    ends: [
      {
        commands: [
          "login by token",
          "login by service-app",
          "login by device",
          "apps list by token",
          "whoami by service-app",
          "whoami by device",
        ],
        exitCode: 6,
        code: "not-an-okta-org",
        message: /answers with a web page/u,
        next: /: curl https:\S+okta-organization$/u,
      },
    ],
  },
  {
    name: "an API that is not Okta's",
    given({ tap }) {
      tap.falsify(() => ({
        status: 404,
        headers: { "content-type": "application/json" },
        body: '{"message":"Not Found"}',
      }));
      return {};
    },
    ends: [
      {
        commands: ["login by token", "apps list by token"],
        exitCode: 6,
        code: "not-an-okta-org",
        message: /answers, but not as an Okta org does/u,
        next: /: curl https:\S+okta-organization$/u,
      },
    ],
  },
  {
    name: "a redirect to a sign-in page",
    given({ tap }) {
      tap.falsify(() => ({
        status: 302,
        headers: { location: "https://login.corp.test/saml?next=x" },
        body: "",
      }));
      return {};
    },
    ends: [
      {
        commands: ["login by token", "apps list by token", "apps list by service-app"],
        exitCode: 6,
        code: "not-an-okta-org",
        message: /redirects to https:..login.corp.test.saml\. /u,
        next: /: okta-unlock login --org https:..login.corp.test$/u,
      },
    ],
  },
  {
    name: "a port on which nothing listens",
    given: closedOrg,
    ends: [
      {
        commands: ["login by token", "login by device", "whoami by token"],
        exitCode: 6,
        code: "network-unreachable",
        message: /refuses the connection. Nothing listens/u,
        next: /: okta-unlock local start$/u,
      },
    ],
  },
  {
    name: "a host that does not exist",
    given: () => ({ orgUrl: "https://no-such-org.invalid" }),
    ends: [
      {
        commands: ["login by token", "login by service-app", "apps list by environment"],
        exitCode: 6,
        code: "network-unreachable",
        message: /no host named no-such-org.invalid/u,
        next: /: okta-unlock login --org https:..<host>$/u,
      },
    ],
  },
  {
    name: "a port that speaks no TLS",
    given: async () => ({ orgUrl: `https://localhost:${await startTalker(afterAll)}` }),
    ends: [
      {
        commands: ["login by token"],
        exitCode: 6,
        code: "network-unreachable",
        message: /does not answer in TLS/u,
        next: /: curl -v https:/u,
      },
    ],
  },
];

/** A proxy that refuses to make a tunnel. */
function refusingProxy(status: number, message: RegExp, next: RegExp): Case {
  return {
    name: `a proxy that answers ${status}`,
    given: async (_lane, { acme }) => ({
      ...acme,
      env: { HTTPS_PROXY: proxyUrl(await startProxy({ status }, afterAll)) },
    }),
    ends: [
      {
        commands: ["login by token", "whoami by token"],
        exitCode: 6,
        code: "network-unreachable",
        message,
        next,
      },
    ],
  };
}

export const wayOutCases: readonly Case[] = [
  refusingProxy(407, /requires a sign-in/u, /: export HTTPS_PROXY=/u),
  refusingProxy(403, /The proxy refuses to connect to acme.okta.test/u, /: export NO_PROXY=acme.okta.test$/u),
  refusingProxy(502, /The proxy can't connect to acme.okta.test/u, /: curl -I https:..acme.okta.test$/u),
  {
    name: "a proxy that is not there",
    given: async (_lane, { acme }) => ({ ...acme, env: { HTTPS_PROXY: proxyUrl(await freePort()) } }),
    ends: [
      {
        commands: ["login by token", "whoami by token"],
        exitCode: 6,
        code: "network-unreachable",
        message: /The proxy 127.0.0.1:\d+, through which acme.okta.test is reached, does not answer/u,
        next: /: export NO_PROXY=acme.okta.test$/u,
      },
    ],
  },
  {
    name: "a proxy whose name does not exist",
    given: async (_lane, { acme }) => ({
      ...acme,
      env: { HTTPS_PROXY: "http://no-such-proxy.invalid:3128" },
    }),
    ends: [
      {
        commands: ["login by token"],
        exitCode: 6,
        code: "network-unreachable",
        message: /The proxy no-such-proxy.invalid, through which/u,
        next: /: export NO_PROXY=acme.okta.test$/u,
      },
    ],
  },
  {
    name: "a certificate that is signed by itself",
    given: (_lane, { acme }) => behind(acme, { isSelfSigned: true }),
    ends: [
      {
        commands: ["login by token", "whoami by token"],
        exitCode: 6,
        code: "tls-untrusted",
        message: /is self-signed/u,
        next: /: export NODE_EXTRA_CA_CERTS=/u,
      },
    ],
  },
  {
    name: "a certificate of an authority that nobody knows",
    async given(_lane, { acme }) {
      const { env } = await behind(acme, {});
      return { ...acme, env: { HTTPS_PROXY: env.HTTPS_PROXY } };
    },
    ends: [
      {
        commands: ["login by token"],
        exitCode: 6,
        code: "tls-untrusted",
        message: /is not trusted .*proxy/u,
        next: /: export NODE_EXTRA_CA_CERTS=/u,
      },
    ],
  },
  {
    name: "a certificate of another host",
    given: (_lane, { acme }) => behind(acme, { host: "www.corp.test" }),
    ends: [
      {
        commands: ["login by token", "whoami by token"],
        exitCode: 6,
        code: "tls-untrusted",
        message: /was made for another host/u,
        next: /: curl -vI https:..acme.okta.test$/u,
      },
    ],
  },
  {
    name: "a certificate that has expired",
    given: (_lane, { acme }) => behind(acme, { isExpired: true }),
    ends: [
      {
        commands: ["login by token", "whoami by token"],
        exitCode: 6,
        code: "tls-untrusted",
        message: /has expired/u,
        next: /: curl -vI https:..acme.okta.test$/u,
      },
    ],
  },
  {
    name: "the local org's own certificate, not trusted",
    given: () => ({ env: { NODE_EXTRA_CA_CERTS: "" } }),
    ends: [
      {
        commands: ["login by token", "apps list by service-app"],
        exitCode: 6,
        code: "tls-untrusted",
        message: /localhost:\d+ is not trusted/u,
        next: /--org local.*: export NODE_EXTRA_CA_CERTS=/u,
      },
    ],
  },
];

async function closedOrg(): Promise<Given> {
  const org = await startTestOrg({}, afterAll);
  const env = { NODE_EXTRA_CA_CERTS: org.caCertificatePath };
  const home = await signedInAt(org.url, org.apiToken, env);
  await org.close();
  return { env, home, orgUrl: org.url, token: org.apiToken };
}

/** The same org behind another certificate, whose authority is trusted. */
async function behind(acme: Surroundings["acme"], settings: Parameters<typeof makeCertificates>[0]) {
  return { ...acme, env: await proxyTo({ host: "acme.okta.test", ...settings }) };
}
