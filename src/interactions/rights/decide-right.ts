// Patient/$decide-right: the coordinator reviews, grants, refuses or lifts what a Task about a right asks for; who asked withdraws.
import type { Resource, Task } from '@medplum/fhirtypes';
import { FhirFailure } from '../../fhir/failure.ts';
import { missing } from '../../fhir/parameters.ts';
import { type Right, rightOf, rightSteps } from '../../fhir/rights.ts';
import type { Write } from '../../store/dossier.ts';
import type { Answer } from '../answer.ts';
import type { Context } from '../context.ts';
import type { OperationCall, OperationSpec } from '../operation.ts';
import { inputOf } from '../operation-input.ts';
import { submit } from '../submit.ts';
import { certificateParameters } from './certificates.ts';
import { needBody, needRunning, onlyFor, parentFor, parentsAndRegion } from './party.ts';

export const decideRightOperation: OperationSpec = {
  name: 'decide-right',
  definition: 'https://vroegdossier.nl/fhir/OperationDefinition/Patient-decide-right',
  levels: ['instance'],
  types: ['Patient'],
  affectsState: true,
  documentation:
    'Takes task, decision (review, grant, refuse, lift; of the parent who asked: withdraw) and ground, which a refusal cannot do without. Granting vernietiging destroys the file at once and answers the certificate; granting beperking restricts it until lift.',
  serve: decideRight,
};

/** What each decision makes of a Task; `destroy` leaves no Task behind. */
const outcomes: Readonly<Record<Right, Readonly<Record<string, Task['status'] | 'destroy'>>>> = {
  vernietiging: { review: 'in-progress', refuse: 'rejected', grant: 'destroy', withdraw: 'cancelled' },
  beperking: {
    review: 'received',
    refuse: 'rejected',
    grant: 'in-progress',
    lift: 'completed',
    withdraw: 'cancelled',
  },
  bewaarplicht: { lift: 'completed' },
  rectificatie: {},
};

async function decideRight(context: Context, call: OperationCall): Promise<Answer> {
  onlyFor(context, parentsAndRegion);
  needBody(call);
  const { id = '' } = call;
  const isParent = context.dossier.caller.kind === 'parent';
  const { task, decision, ground } = await inputOf(context, call, {
    task: 'uri',
    decision: 'code',
    ground: 'string',
  } as const);
  if (task === undefined) throw missing('task', 'it names the Task that is decided');
  const { id: taskId, right, status, by } = await rightTask(context, id, task);
  if (isParent) await refuseOther(context, id, by, decision);
  else await needRunning(context, id);
  const outcome = decision === undefined ? undefined : outcomes[right][decision];
  if (!outcome)
    throw missing('decision', `of ${right} it is one of ${Object.keys(outcomes[right]).join(', ')}`);
  if (outcome === 'rejected' && ground === undefined)
    throw missing('ground', 'a right is refused on a legal ground, which the parents are told');
  if (outcome === 'destroy') {
    const certificate = await context.dossier.custody.destroy(id);
    return { status: 200, resource: certificateParameters([certificate]) };
  }
  if (!rightSteps(status).includes(outcome)) throw noStep(right, status, outcome);
  const lastModified = context.now().toISOString();
  const reason = ground === undefined ? {} : { statusReason: { text: ground } };
  const change = async (current: Resource): Promise<Resource> =>
    current.resourceType === 'Task' ? { ...current, ...reason, status: outcome, lastModified } : current;
  const write: Write = { method: 'patch', type: 'Task', id: taskId, change };
  const [written] = await submit(context, [write], isParent ? 'request-right' : 'decide-right');
  return { status: 200, resource: written?.resource };
}

/** A Task about a right in the file of this child; anything else is not here. */
async function rightTask(
  context: Context,
  patient: string,
  named: string,
): Promise<{ readonly id: string; readonly right: Right; readonly status: string; readonly by?: string }> {
  const local = named.startsWith(`${context.base}/`) ? named.slice(context.base.length + 1) : named;
  const id = local.replace(/^Task\//, '');
  const tasks = await context.dossier.file(patient, ['Task']);
  const found = tasks.find((one): one is Task => one.resourceType === 'Task' && one.id === id);
  const right = rightOf(found);
  if (found && right && right !== 'rectificatie')
    return { id, right, status: found.status, by: found.requester?.reference };
  throw new FhirFailure('bad-parameter', [
    {
      text: 'task must be a Task about vernietiging, beperking or bewaarplicht in the file of this child.',
      parameter: 'task',
    },
  ]);
}

/** A parent takes back his own request, as long as nothing was done with it, and decides nothing else. */
async function refuseOther(
  context: Context,
  patient: string,
  by: string | undefined,
  decision: string | undefined,
): Promise<void> {
  const self = await parentFor(context, patient, undefined);
  if (decision === 'withdraw' && by === self) return;
  throw new FhirFailure(
    'forbidden',
    'A parent withdraws what he or she asked; the coordinator decides the rest.',
  );
}

function noStep(right: Right, from: string, to: string): FhirFailure {
  const steps = rightSteps(from);
  const legal = steps.length > 0 ? `from there it goes to ${steps.join(', ')}` : 'that is where it ends';
  return new FhirFailure('business-rule', `${right}: no step from ${from} to ${to}; ${legal}.`);
}
