// Follows a line of advice: the provider accepts, puts on the waiting list, starts, completes.
import { FhirFailure } from '../../fhir/failure.ts';
import type { Context } from '../../interactions/context.ts';
import { submit } from '../../interactions/submit.ts';
import { type AssignmentStep, stepped } from '../assignment.ts';
import { childOf, readAs, tasksFor } from '../child-file.ts';
import { kindOf } from '../kinds.ts';
import { referenceOf } from '../references.ts';
import { update } from '../writes.ts';
import { adviceFrom } from './from-fhir.ts';

export async function stepAdvice(context: Context, plan: string, id: string, step: AssignmentStep) {
  const advice = await readAs(context, 'ServiceRequest', id, (each) => kindOf(each) === 'advice');
  const child = childOf(advice);
  const task = tasksFor(await context.dossier.file(child, ['Task']), referenceOf(advice))[0];
  const isOfPlan = task?.basedOn?.some((each) => each.reference === `CarePlan/${plan}`);
  if (task === undefined || !isOfPlan) {
    throw new FhirFailure('not-found', `adviesplan ${plan} has not handed out advice ${id}`);
  }
  const { caller } = context.dossier;
  const next = stepped(task, step, context.now().toISOString(), caller.organization ?? caller.region);
  const done = step.status === 'completed' ? [update({ ...advice, status: 'completed' })] : [];
  await submit(context, [update(next), ...done], 'follow-advice');
  const file = await context.dossier.file(child, ['ServiceRequest', 'Task']);
  return adviceFrom(await readAs(context, 'ServiceRequest', id), file);
}
