import { once } from "node:events";
import { resolve } from "node:path";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { LocalOrgStatus } from "../../local-org/status.ts";

interface Where {
  /** `--data-dir`; the platform's place when left out. */
  readonly dataDirectory: string | undefined;
}

type Source = Pick<Context, "cwd" | "localOrgDirectory">;

export interface LocalStatus extends LocalOrgStatus {
  readonly dataDirectory: string;
}

export interface LocalReset {
  readonly removed: boolean;
  readonly dataDirectory: string;
}

export interface LocalStart {
  readonly url: string;
  readonly issuer: string;
  readonly caCertificatePath: string;
  readonly dataDirectory: string;
}

/** Runs the local org until the signal aborts; `onReady` is called once it listens. Ending it is no error. */
export async function runLocalStart(
  context: Context,
  where: Where & { readonly port: number | undefined },
  onReady: (started: LocalStart) => void,
): Promise<void> {
  const { startLocalOrg } = await import("../../local-org/start.ts");
  const org = await startLocalOrg({
    dataDirectory: directoryOf(context, where),
    ...(where.port === undefined ? {} : { port: where.port }),
  });
  try {
    onReady({
      url: org.url,
      issuer: `${org.url}/oauth2/default`,
      caCertificatePath: org.caCertificatePath,
      dataDirectory: org.dataDirectory,
    });
    await untilAborted(context.signal);
  } finally {
    await org.close();
  }
  context.log.info("\nThe local org has stopped; what is in it is kept.");
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}

/** Whether the local org runs, and what it takes to use it. */
export async function runLocalStatus(context: Source, where: Where): Promise<LocalStatus> {
  const { readLocalOrgStatus } = await import("../../local-org/status.ts");
  const dataDirectory = directoryOf(context, where);
  return { ...(await readLocalOrgStatus(dataDirectory)), dataDirectory };
}

/** Deletes the data folder of the local org. Asks first. Throws while it runs, and when the folder is not one. */
export async function runLocalReset(
  context: Source & Pick<Context, "interaction" | "prompts">,
  where: Where,
): Promise<LocalReset> {
  const { resetLocalOrg } = await import("../../local-org/reset.ts");
  const dataDirectory = directoryOf(context, where);
  await confirmReset(context, dataDirectory);
  return { ...(await resetLocalOrg(dataDirectory)), dataDirectory };
}

async function confirmReset(
  { interaction, prompts }: Pick<Context, "interaction" | "prompts">,
  dataDirectory: string,
): Promise<void> {
  if (interaction.yes) return;
  if (!interaction.canAsk) {
    throw new OktaUnlockError("missing-input", {
      message: "Forgetting the local org has to be confirmed, and nobody can be asked in this run.",
      next: "Confirm it with: okta-unlock local reset --yes",
    });
  }
  const message = `Delete the local org in ${dataDirectory}, with all its apps?`;
  if (await prompts.confirm({ message, default: false })) return;
  throw new OktaUnlockError("interrupted", {
    message: "You said no; nothing was deleted.",
    next: "See what there is: okta-unlock local status",
  });
}

function directoryOf(context: Source, { dataDirectory }: Where): string {
  return dataDirectory === undefined ? context.localOrgDirectory : resolve(context.cwd, dataDirectory);
}
