// Patient/$request-right: a parent asks for the destruction of the file, or for its use to be restricted (AVG 17 and 18, Jeugdwet 7.3.9).
import type { Task } from '@medplum/fhirtypes';
import { FhirFailure } from '../../fhir/failure.ts';
import { missing } from '../../fhir/parameters.ts';
import { parseLocal } from '../../fhir/reference.ts';
import { isOpenRight, type Right, rightCode, rightOf } from '../../fhir/rights.ts';
import { type Answer, locationOf } from '../answer.ts';
import type { Context } from '../context.ts';
import type { OperationCall, OperationSpec } from '../operation.ts';
import { inputOf } from '../operation-input.ts';
import { submit } from '../submit.ts';
import { needBody, needRunning, onlyFor, parentFor, parentsAndRegion, regionFor } from './party.ts';

const definitions = 'https://vroegdossier.nl/fhir/OperationDefinition';

export const requestRightOperation: OperationSpec = {
  name: 'request-right',
  definition: `${definitions}/Patient-request-right`,
  levels: ['instance'],
  types: ['Patient'],
  affectsState: true,
  documentation:
    'Takes right (vernietiging or beperking), reason, about (a resource to restrict; without it the whole file) and, from a coordinator who records what a parent asked, parent. Answers the Task that the region decides with $decide-right.',
  serve: requestRight,
};

export const legalHoldOperation: OperationSpec = {
  name: 'legal-hold',
  definition: `${definitions}/Patient-legal-hold`,
  levels: ['instance'],
  types: ['Patient'],
  affectsState: true,
  documentation:
    'The coordinator records a legal ground to keep the file; while the Task it answers is in progress nothing destroys the file.',
  serve: legalHold,
};

const requested: readonly Right[] = ['vernietiging', 'beperking'];

async function requestRight(context: Context, call: OperationCall): Promise<Answer> {
  onlyFor(context, parentsAndRegion);
  needBody(call);
  const { id = '' } = call;
  const given = await inputOf(context, call, {
    right: 'code',
    reason: 'string',
    about: 'uri',
    parent: 'uri',
  } as const);
  const right = requested.find((one) => one === given.right);
  if (!right) throw missing('right', `it is one of ${requested.join(', ')}`);
  const parent = await parentFor(context, id, given.parent);
  const about = given.about === undefined ? `Patient/${id}` : await partOf(context, id, right, given.about);
  await refuseSecond(context, id, { right, parent, about });
  return made(context, {
    ...(await taskFor(context, id, right)),
    status: 'requested',
    focus: { reference: about },
    requester: { reference: parent },
    ...(given.reason === undefined ? {} : { description: given.reason }),
  });
}

async function legalHold(context: Context, call: OperationCall): Promise<Answer> {
  onlyFor(context, ['coordinator']);
  needBody(call);
  const { id = '' } = call;
  const { ground } = await inputOf(context, call, { ground: 'string' } as const);
  if (ground === undefined)
    throw missing('ground', 'it names the law or procedure by which the file is kept');
  await needRunning(context, id);
  const { organization, client } = context.dossier.caller;
  return made(context, {
    ...(await taskFor(context, id, 'bewaarplicht')),
    status: 'in-progress',
    focus: { reference: `Patient/${id}` },
    requester: organization ? { reference: organization } : { display: client },
    statusReason: { text: ground },
  });
}

async function taskFor(context: Context, patient: string, right: Right): Promise<Task> {
  const at = context.now().toISOString();
  return {
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    code: rightCode(right),
    for: { reference: `Patient/${patient}` },
    owner: { reference: await regionFor(context, patient) },
    authoredOn: at,
    lastModified: at,
  };
}

async function made(context: Context, resource: Task): Promise<Answer> {
  const [written] = await submit(context, [{ method: 'create', resource }], 'request-right');
  const location = written && { Location: locationOf(context, written) };
  return { status: 200, resource: written?.resource ?? resource, headers: { ...location } };
}

/** A resource of this file; only use of a resource can be restricted apart, destruction is of the file. */
async function partOf(context: Context, patient: string, right: Right, about: string): Promise<string> {
  if (right !== 'beperking') throw wrong('about goes with beperking; vernietiging is of the whole file.');
  const own = about.startsWith(`${context.base}/`) ? about.slice(context.base.length + 1) : about;
  const named = parseLocal(own);
  const found =
    named && named.versionId === undefined ? await context.dossier.file(patient, [named.type]) : [];
  if (named && found.some(({ id }) => id === named.id)) return `${named.type}/${named.id}`;
  throw wrong('about must be a resource of this file, as <type>/<id>.');
}

const wrong = (text: string): FhirFailure => new FhirFailure('bad-parameter', [{ text, parameter: 'about' }]);

async function refuseSecond(
  { dossier }: Context,
  patient: string,
  asked: { readonly right: Right; readonly parent: string; readonly about: string },
): Promise<void> {
  const open = (await dossier.file(patient, ['Task'])).find(
    (one) =>
      one.resourceType === 'Task' &&
      rightOf(one) === asked.right &&
      isOpenRight(one.status) &&
      one.requester?.reference === asked.parent &&
      one.focus?.reference === asked.about,
  );
  if (!open) return;
  throw new FhirFailure('business-rule', `Task/${open.id} asks for this already and is not decided yet.`);
}
