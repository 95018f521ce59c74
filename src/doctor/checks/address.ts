import { OktaUnlockError } from "../../errors.ts";
import { hint } from "../../hints.ts";
import { isRefusal } from "../../okta/port.ts";
import { parseIssuer } from "../../values/issuer.ts";
import { defineCheck, fail, type Finding, inconclusive, pass, skip } from "../check.ts";
import type { Facts } from "../facts.ts";
import { type ProbeAnswer, readJson, readTextOf } from "../probes/ask.ts";
import { readServerId } from "../subject.ts";
import { readUrl } from "../../values/read-url.ts";

/** Whether the issuer is there, and is what the app takes it for. */
export const addressChecks = [
  defineCheck({
    id: "org-reachable",
    title: "The org can be reached from here",
    group: "address",
    symptom:
      "The app reports a network or certificate error: ECONNRESET, ENOTFOUND, SELF_SIGNED_CERT_IN_CHAIN.",
    remedy:
      "Check the network. Behind a proxy set `HTTPS_PROXY`; if it inspects TLS, name its authority in `NODE_EXTRA_CA_CERTS`.",
    needs: ["issuer-not-admin"],
    run: checkReachable,
  }),
  defineCheck({
    id: "org-is-okta",
    title: "An Okta org answers at the host of the issuer",
    group: "address",
    symptom: "Discovery gives 404 or a page that is not Okta's.",
    remedy: "Correct the host: it is the one of the Admin Console, without `-admin`.",
    needs: ["org-reachable"],
    run: async (facts) => readOrganization(await facts.organization()),
  }),
  defineCheck({
    id: "org-active",
    title: "The org is active",
    group: "address",
    symptom: "Every request ends in 403 with `E0000260`.",
    remedy:
      "Trial and Integrator orgs that nobody uses are deactivated. Get a new org, or ask Okta's support to activate it.",
    needs: ["org-is-okta"],
    run: async (facts) => checkActive(await facts.organization()),
  }),
  defineCheck({
    id: "authorization-server-active",
    title: "The authorization server is there and active",
    group: "address",
    symptom: "Discovery gives 404, though the host is right.",
    remedy:
      "Activate it in the Admin Console (Security > API), or use another issuer. An org without API Access Management has only the org authorization server: the issuer is then the org URL.",
    needs: ["org-is-okta"],
    needsSignIn: "okta.authorizationServers.read",
    run: checkServer,
  }),
  defineCheck({
    id: "discovery-found",
    title: "The issuer has a discovery document",
    group: "address",
    symptom: "The SDK can't load its configuration; 404 at `/.well-known/openid-configuration`.",
    remedy: "Correct the ID of the authorization server in the issuer, or activate that server.",
    needs: ["org-is-okta"],
    run: checkDiscovery,
  }),
  defineCheck({
    id: "issuer-matches-discovery",
    title: "The discovery document states the same issuer",
    group: "address",
    symptom:
      "The ID token is refused because its `iss` is another one. It is so with a custom domain, when the app names the other host.",
    remedy: "Use the issuer that the discovery document states, letter by letter.",
    needs: ["discovery-found"],
    run: async (facts) => {
      const { issuer } = await facts.discovery();
      return issuer === facts.issuer
        ? pass(issuer)
        : fail(
            `It states ${issuer}, and the app uses ${facts.issuer}.${await describeDomains(facts)}`,
            `Use ${issuer}`,
          );
    },
  }),
  defineCheck({
    id: "endpoints-same-origin",
    title: "The endpoints of the issuer are on its own host",
    group: "address",
    symptom: "Tokens or codes go to another host than the one of the issuer.",
    remedy: "Do not use this issuer before its administrator has explained where its endpoints lead.",
    needs: ["discovery-found"],
    run: async (facts) => {
      const { authorizationEndpoint, tokenEndpoint, issuer } = await facts.discovery();
      const origins = new Set([facts.issuer, issuer].flatMap((url) => readUrl(url)?.origin ?? []));
      const other = [authorizationEndpoint, tokenEndpoint].find(
        (url) => !origins.has(readUrl(url)?.origin ?? ""),
      );
      return other === undefined
        ? pass(new URL(tokenEndpoint).origin)
        : fail(
            `An endpoint is ${other === "" ? "missing" : other}.`,
            "Ask the administrator of the authorization server.",
          );
    },
  }),
];

/** A check of the clock, which the Date header tells. */
export const clockChecks = [
  defineCheck({
    id: "clock-in-step",
    title: "The clock of this machine agrees with Okta's",
    group: "clock",
    symptom:
      "Tokens are refused by their times: `issuedAt` or `exp` in the SDKs, `client_assertion` and DPoP proofs at Okta. The Swift SDK allows 300 seconds.",
    remedy: "Set the clock, or let the system set it. A phone or an emulator has a clock of its own.",
    needs: ["org-reachable"],
    run: async (facts) => checkClock((await facts.organization()).clockOffset),
  }),
];

async function checkReachable(facts: Facts): Promise<Finding> {
  const parsed = parseIssuer(facts.subject.issuer);
  if (!parsed.ok) return skip(`The issuer can't be asked: ${parsed.problem}`);
  try {
    await facts.organization();
    return pass(`${new URL(facts.issuer).host} answers.`);
  } catch (error) {
    if (!(error instanceof OktaUnlockError)) throw error;
    const { message, why, next } = error.said;
    return fail([message, why].filter(Boolean).join(" "), next);
  }
}

function readOrganization(answer: ProbeAnswer): Finding {
  const limited = readUnclear(answer);
  if (limited !== undefined) return limited;
  const json = readJson(answer);
  const id = readTextOf(json, "id");
  if (answer.status === 200 && id !== "") return pass(`Its ID is ${id}.`);
  if (readTextOf(json, "errorCode") === "E0000260") return pass("It is one that was deactivated.");
  return fail(
    `What answers there is no Okta org: status ${answer.status}${json === undefined ? ", and not JSON" : ""}.`,
    "Open the org in the browser and take the host from there, without -admin.",
  );
}

function readUnclear({ status, resetsAt }: ProbeAnswer): Finding | undefined {
  if (status === 429) return describeLimit(resetsAt);
  if (status >= 500)
    return inconclusive(
      `The org answers with status ${status}.`,
      "See https://status.okta.com, then run it again.",
    );
  return undefined;
}

/** The org refuses to answer for now: that is no fault of the app. */
export function describeLimit(resetsAt: Date | undefined): Finding {
  const until = resetsAt === undefined ? "for a minute" : `until ${resetsAt.toISOString()}`;
  return inconclusive(
    `The rate limit of the org is used up (429), ${until}.`,
    "Wait until then, then run it again.",
  );
}

function checkActive(answer: ProbeAnswer): Finding {
  return readTextOf(readJson(answer), "errorCode") === "E0000260"
    ? fail("The org was deactivated (E0000260).", `Get another org: ${hint("register")}`)
    : pass("It answers as an active one.");
}

async function checkServer(facts: Facts): Promise<Finding> {
  const id = readServerId(facts.issuer);
  if (id === undefined)
    return pass(
      "It is the org authorization server, which every org has. Its access tokens are for Okta's own API, not for yours.",
    );
  try {
    const server = await facts.server();
    if (server === undefined)
      return fail(
        `The org has no authorization server ${id}.`,
        "Use another issuer; they are listed in the Admin Console (Security > API).",
      );
    return server.status === "ACTIVE"
      ? pass(`${id} is active.`)
      : fail(
          `The authorization server ${id} is ${server.status.toLowerCase()}.`,
          "Activate it in the Admin Console: Security > API.",
        );
  } catch (error) {
    if (!isRefusal(error, "E0000015")) throw error;
    return fail(
      "The org does not have API Access Management (E0000015), and so no authorization server but its own.",
      `Use the org authorization server: ${new URL(facts.issuer).origin}`,
    );
  }
}

async function checkDiscovery(facts: Facts): Promise<Finding> {
  const { answer, issuer, authorizationEndpoint, tokenEndpoint } = await facts.discovery();
  const unclear = readUnclear(answer);
  if (unclear !== undefined) return unclear;
  if (answer.status === 200 && issuer !== "" && authorizationEndpoint !== "" && tokenEndpoint !== "")
    return pass(issuer);
  const server = readServerId(facts.issuer) ?? "org";
  return fail(
    `There is no discovery document at ${facts.issuer} (status ${answer.status}): the authorization server ${server} does not exist or is not active.`,
    "See which there are in the Admin Console (Security > API). An org without API Access Management has the org URL as its issuer.",
  );
}

async function describeDomains(facts: Facts): Promise<string> {
  const links = readJson(await facts.organization())?.["_links"] as
    | Record<string, { href?: unknown }>
    | undefined;
  const hrefs = [links?.["organization"]?.href, links?.["alternate"]?.href].filter(
    (href) => typeof href === "string",
  );
  return hrefs.length < 2 ? "" : ` The org has two addresses: ${hrefs.join(" and ")}.`;
}

/** Swift's SDK refuses from 300 s on. */
function checkClock(offset: number | undefined): Finding {
  if (offset === undefined) return inconclusive("The org does not tell its time.");
  const seconds = Math.round(Math.abs(offset) / 1000);
  const evidence = `It is ${seconds} s ${offset > 0 ? "behind" : "ahead of"} the org's.`;
  const fix = "Set the clock of this machine by the network, and that of the emulator, too.";
  if (seconds > 300) return fail(evidence, fix);
  if (seconds > 120) return { verdict: "warn", evidence, fix };
  return pass(`They differ by ${seconds} s.`);
}
