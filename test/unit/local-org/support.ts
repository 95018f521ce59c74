import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Agent, fetch } from "undici";
import { onTestFinished } from "vitest";
import { takePort } from "../../support/own-port.ts";
import { type LocalOrg, type LocalOrgOptions, startLocalOrg } from "../../../src/local-org/index.ts";

/** When to clean up: after the test, or with `afterAll` after the file. */
export type Afterwards = (cleanUp: () => Promise<void>) => void;

/** A temporary folder that is gone after the test. */
export async function temporaryFolder(afterwards: Afterwards = onTestFinished): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "okta-unlock-local-org-"));
  afterwards(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Tests look into answers freely.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly json: any;
  readonly text: string;
}

interface Call {
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestOrg extends LocalOrg {
  call(method: string, path: string, body?: unknown, options?: Call): Promise<Answer>;
}

/** A started org with a client of its own, on a free port, closed after the test. A folder that is given may be started again. */
export async function startTestOrg(
  options: Partial<LocalOrgOptions> = {},
  afterwards: Afterwards = onTestFinished,
): Promise<TestOrg> {
  const dataDirectory = options.dataDirectory ?? (await temporaryFolder(afterwards));
  const comesBack = options.dataDirectory !== undefined && !existsSync(join(dataDirectory, "state"));
  const org = await startLocalOrg({ port: comesBack ? takePort() : 0, ...options, dataDirectory });
  const dispatcher = new Agent({ connect: { ca: org.caCertificate } });
  afterwards(async () => {
    await dispatcher.destroy();
    await org.close();
  });
  return { ...org, faults: org.faults, close: () => org.close(), call: caller(org, dispatcher) };
}

export function caller(org: Pick<LocalOrg, "url" | "apiToken">, dispatcher: Agent): TestOrg["call"] {
  return async (method, path, body, options = {}) => {
    const token = "token" in options ? options.token : org.apiToken;
    const response = await fetch(path.startsWith("https:") ? path : `${org.url}${path}`, {
      method,
      dispatcher,
      redirect: "manual",
      headers: {
        ...(token === undefined ? {} : { authorization: `SSWS ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers as unknown as Headers,
      text,
      json: parse(text),
    };
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The body of a native app as okta-unlock sends it. Values replace those of the same path: `"settings.oauthClient.x"`. */
export function nativeApp(label: string, changes: Readonly<Record<string, unknown>> = {}) {
  const app = {
    name: "oidc_client",
    label,
    signOnMode: "OPENID_CONNECT",
    credentials: {
      oauthClient: { token_endpoint_auth_method: "none", pkce_required: true, autoKeyRotation: true },
    },
    settings: {
      implicitAssignment: false,
      oauthClient: {
        application_type: "native",
        redirect_uris: ["com.example.app:/callback"],
        post_logout_redirect_uris: ["com.example.app:/logout"],
        response_types: ["code"],
        grant_types: ["authorization_code", "refresh_token"],
        refresh_token: { rotation_type: "ROTATE", leeway: 30 },
      },
    },
    profile: { okta_unlock: { project: "my-app" } },
  };
  for (const [path, value] of Object.entries(changes)) setAt(app, path.split("."), value);
  return app;
}

function setAt(target: object, path: readonly string[], value: unknown): void {
  const [first = "", ...rest] = path;
  const record = target as Record<string, unknown>;
  if (rest.length > 0) setAt(record[first] as object, rest, value);
  else if (value === undefined) delete record[first];
  else record[first] = value;
}

/** The `rel="next"` address of a Link header. */
export function nextLink(answer: Answer): string | undefined {
  return /<([^>]+)>; rel="next"/.exec(answer.headers.get("link") ?? "")?.[1];
}
