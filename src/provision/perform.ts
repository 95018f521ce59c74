import { OktaRefusal } from "../okta/port.ts";
import { accessPolicyEffects } from "./access-policy.ts";
import { appEffects } from "./app.ts";
import { assignmentEffects } from "./assignment.ts";
import type { Change, Created, Creation, Effects, EffectSource, Progress, Run } from "./effect.ts";
import type { ActingStep, PlannedStep } from "./planned-steps.ts";
import { create } from "./recover-creation.ts";
import { fill, type FilledRequest, send } from "./request.ts";
import { retryConflict } from "./retry-conflict.ts";
import { retryMissing } from "./retry-missing.ts";
import { signOnPolicyEffects } from "./sign-on-policy.ts";
import { trustedOriginEffects } from "./trusted-origin.ts";

/** Carries out the steps of a plan, one after the other; how each is undone is in the journal before it is sent. */
export async function performSteps(run: Run, steps: readonly PlannedStep[]): Promise<Progress> {
  const { context } = run;
  let progress: Progress = {};
  for (const step of steps) {
    context.signal.throwIfAborted();
    const known = { ...progress, ...step.knows };
    progress = step.action === "keep" ? known : await performStep(run, step, known);
  }
  return progress;
}

async function performStep(run: Run, step: ActingStep, known: Progress): Promise<Progress> {
  try {
    return await run.context.log.step(step.title, async () => perform(run, step, known));
  } catch (error) {
    const isForbidden = error instanceof OktaRefusal && error.status === 403;
    if (!isForbidden || step.withoutPermission === undefined) throw error;
    return { ...known, unpermitted: [...(known.unpermitted ?? []), step] };
  }
}

/** Fills a planned request, notes how it is undone, and sends it. Gives what is known afterwards. */
export async function perform(
  run: Run,
  { request, former }: Pick<ActingStep, "request" | "former">,
  progress: Progress,
): Promise<Progress> {
  const { appId, clientId, policyId } = progress;
  const filled = fill(request, { appId, clientId, policyId, ...run.stamp });
  const effect = await findEffect(filled, { run, progress, former });
  const sendNow = createSend(run, progress);
  if (effect.kind === "creation") {
    const created = await create(run, async () => (await sendNow(filled)) as Created, effect);
    return { ...progress, ...effect.learn(created) };
  }
  if (effect.undoing) run.journal.note(effect.undoing);
  await retryConflict(run.context, async (attempt) =>
    sendNow(attempt > 0 && effect.adapt ? await effect.adapt() : filled),
  );
  return progress;
}

/** Requests about what this run has just made are patient: not all of Okta knows of it at once. */
function createSend({ org, context }: Run, { newApp, isNewPolicy }: Progress) {
  const isNew = newApp !== undefined || isNewPolicy === true;
  return async (request: FilledRequest): Promise<unknown> =>
    isNew ? retryMissing(context, async () => send(org, request)) : send(org, request);
}

const effects: Effects = {
  ...appEffects,
  ...assignmentEffects,
  ...signOnPolicyEffects,
  ...accessPolicyEffects,
  ...trustedOriginEffects,
};

/** A call that nobody knows how to undo is not sent. */
async function findEffect({ call, args }: FilledRequest, source: EffectSource): Promise<Creation | Change> {
  const effect = effects[call] as
    | ((values: readonly unknown[], about: EffectSource) => Creation | Change | Promise<Creation | Change>)
    | undefined;
  if (effect === undefined) throw new TypeError(`${call} can't be in a plan: how it is undone is not known.`);
  return effect(args, source);
}
