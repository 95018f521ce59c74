import type { Context } from "../../../src/context.ts";
import type { NewNativeApp } from "../../../src/local-org/index.ts";
import type { DoctorFlags } from "../../../src/commands/doctor/subject.ts";
import { runDoctor } from "../../../src/commands/doctor/run.ts";
import type { CommandWorld } from "../commands/command-world.ts";

/** What `doctor` said of an app. */
export type Examined = Awaited<ReturnType<typeof runDoctor>>["result"];

/** One app in a local org, and the ways to break it. */
export interface Patient {
  readonly world: CommandWorld;
  readonly appId: string;
  readonly clientId: string;
  readonly flags: DoctorFlags;
  /** Asks the management API, and gives its answer. */
  readonly call: (method: string, path: string, body?: unknown) => Promise<unknown>;
  /** Sets one field of the app, by its path. */
  readonly changeApp: (path: string, value: unknown) => Promise<void>;
}

/** A healthy app, as somebody made it elsewhere. */
export async function admitPatient(world: CommandWorld, app: NewNativeApp = {}): Promise<Patient> {
  const { local } = world;
  const { appId, clientId, issuer } = await local.addNativeApp(app);
  const call: Patient["call"] = async (method, path, body) => {
    const answer = await world.context().fetch(`${local.url}${path}`, {
      method,
      headers: {
        authorization: `SSWS ${local.apiToken}`,
        "content-type": "application/json",
        accept: "application/json",
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  };
  return {
    world,
    appId,
    clientId,
    flags: {
      issuer,
      clientId,
      redirectUri: "com.example.app:/callback",
      postLogoutRedirectUri: "com.example.app:/logout",
    },
    call,
    async changeApp(path, value) {
      const current = (await call("GET", `/api/v1/apps/${appId}`)) as Json;
      await call("PUT", `/api/v1/apps/${appId}`, setField(current, path.split("."), value));
    },
  };
}

export type Json = Readonly<Record<string, unknown>>;

/** The object with another value at a path. */
export function setField(json: Json, [key = "", ...rest]: readonly string[], value: unknown): Json {
  return { ...json, [key]: rest.length === 0 ? value : setField((json[key] ?? {}) as Json, rest, value) };
}

/** Examines an app by its values. Without `isSignedIn` from outside only. */
export async function examine(
  patient: Patient,
  {
    flags = {},
    isSignedIn = true,
    changes = {},
  }: {
    readonly flags?: DoctorFlags;
    readonly isSignedIn?: boolean;
    readonly changes?: Partial<Context>;
  } = {},
): Promise<Examined> {
  const context = patient.world.context({ ...(!isSignedIn && { env: {} }), ...changes });
  return (await runDoctor(context, undefined, { ...patient.flags, ...flags })).result;
}
