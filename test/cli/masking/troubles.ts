import type { Lane } from "../../support/signed-in-lane.ts";
import type { Exchange, FalseAnswer } from "../../support/wire-tap.ts";

/** What goes wrong at the org, by how it is brought about. */
export const troubles: Readonly<Record<string, (lane: Lane) => void>> = {
  nothing: () => {},
  "500": (lane) => lane.break("/**", { kind: "status", status: 500 }),
  "429": (lane) => lane.break("/**", { kind: "rate-limit", resetAfterSeconds: 3600 }),
  "a dropped connection": (lane) => lane.break("/api/v1/apps", { kind: "drop", when: "after" }),
  "half an answer": (lane) => lane.break("/api/**", { kind: "truncated-body" }),
  "JSON that is damaged": (lane) => lane.break("/**", { kind: "malformed-json" }),
  "an OAuth error that repeats what was sent": echo(["/oauth2/"], (said) => ({
    status: 400,
    headers: json,
    body: JSON.stringify({ error: "invalid_grant", error_description: `Not good: ${said}` }),
  })),
  "an error of the API that repeats what was sent": echo(["/api/"], (said) => ({
    status: 401,
    headers: json,
    body: JSON.stringify({
      errorCode: "E0000011",
      errorSummary: `Invalid token: ${said}`,
      errorId: said,
      errorCauses: [{ errorSummary: JSON.stringify(said) }],
    }),
  })),
  "a redirect that takes along what was sent": echo(["/oauth2/", "/api/"], (said) => ({
    status: 302,
    headers: {
      location: `https://elsewhere.test/${encodeURIComponent(said)}?token=${encodeURIComponent(said)}`,
    },
    body: "",
  })),
  "a page that repeats what was sent": echo(["/oauth2/", "/api/"], (said) => ({
    status: 200,
    headers: { "content-type": "text/html" },
    body: `<html><pre>${said}</pre></html>`,
  })),
};

const json = { "content-type": "application/json" };

/** Answers on these paths with all credentials of the request in it. */
function echo(paths: readonly string[], answer: (said: string) => FalseAnswer) {
  return ({ tap }: Lane): void =>
    tap.falsify((exchange) =>
      paths.some((path) => exchange.url.startsWith(path)) && !isOfPerson(exchange)
        ? answer(credentialsIn(exchange))
        : undefined,
    );
}

/** The browser of whoever signs in on the other device. */
function isOfPerson({ sent }: Exchange): boolean {
  return sent.headers["user-agent"]?.startsWith("okta-unlock/") !== true;
}

function credentialsIn({ url, sent }: Exchange): string {
  // The token of a registration is in the path.
  const redeemed = /\/redeem\/([^/?]+)/u.exec(url)?.[1];
  const form = [...new URLSearchParams(sent.body).values()];
  return [sent.headers.authorization, sent.headers["dpop"], redeemed, ...form].filter(Boolean).join(" ");
}
