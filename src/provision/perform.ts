import { accessPolicyEffects } from "./access-policy.ts";
import { appEffects } from "./app.ts";
import { assignmentEffects } from "./assignment.ts";
import type { Change, Creation, Effects, EffectSource, Progress, Run } from "./effect.ts";
import type { ActingStep, PlannedStep } from "./planned-steps.ts";
import { create } from "./recover-creation.ts";
import { fill, type FilledRequest, send } from "./request.ts";
import { retryConflict } from "./retry-conflict.ts";
import { signOnPolicyEffects } from "./sign-on-policy.ts";

/** Carries out the steps of a plan, one after the other; how each is undone is in the journal before it is sent. */
export async function performSteps(run: Run, steps: readonly PlannedStep[]): Promise<Progress> {
  const { context } = run;
  let progress: Progress = {};
  for (const step of steps) {
    context.signal.throwIfAborted();
    const known = { ...progress, ...step.knows };
    progress =
      step.action === "keep"
        ? known
        : await context.log.step(step.title, async () => perform(run, step, known));
  }
  return progress;
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
  if (effect.kind === "creation") return { ...progress, ...effect.learn(await create(run, filled, effect)) };
  if (effect.undoing) run.journal.note(effect.undoing);
  await retryConflict(run.context, async (attempt) =>
    send(run.org, attempt > 0 && effect.adapt ? await effect.adapt() : filled),
  );
  return progress;
}

const effects: Effects = {
  ...appEffects,
  ...assignmentEffects,
  ...signOnPolicyEffects,
  ...accessPolicyEffects,
};

/** A call that nobody knows how to undo is not sent. */
async function findEffect({ call, args }: FilledRequest, source: EffectSource): Promise<Creation | Change> {
  const effect = effects[call] as
    | ((values: readonly unknown[], about: EffectSource) => Creation | Change | Promise<Creation | Change>)
    | undefined;
  if (effect === undefined) throw new TypeError(`${call} can't be in a plan: how it is undone is not known.`);
  return effect(args, source);
}
