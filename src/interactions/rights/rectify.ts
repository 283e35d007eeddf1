// [type]/$rectify: a parent's statement on a resource he or she disagrees with, and the question to its author to correct it (AVG 16, Jeugdwet 7.3.9).
import type { Provenance, Resource, ResourceType, Task } from '@medplum/fhirtypes';
import { FhirFailure } from '../../fhir/failure.ts';
import { missing } from '../../fhir/parameters.ts';
import { rightCode, statementOf } from '../../fhir/rights.ts';
import { fileless, ownerReferences, servedTypes } from '../../fhir/types.ts';
import type { Answer } from '../answer.ts';
import type { Context } from '../context.ts';
import type { OperationCall, OperationSpec } from '../operation.ts';
import { inputOf } from '../operation-input.ts';
import { submit } from '../submit.ts';
import { needBody, onlyFor, parentFor, parentsAndRegion, regionFor } from './party.ts';

/** These have no place for a statement: it goes on the resource that refers to them. */
const bare: ReadonlySet<string> = new Set(['Binary', 'Bundle', 'AuditEvent']);
const types = servedTypes.filter((type) => !fileless.has(type) && !bare.has(type));

export const rectifyOperation: OperationSpec = {
  name: 'rectify',
  definition: 'https://vroegdossier.nl/fhir/OperationDefinition/Resource-rectify',
  levels: ['instance'],
  types,
  affectsState: true,
  documentation:
    'Takes statement and, from a coordinator who records what a parent said, parent. The statement stays on the resource; the Task answered asks its author to correct it (completed) or to decline with a reason (rejected).',
  serve: rectify,
};

async function rectify(context: Context, call: OperationCall): Promise<Answer> {
  onlyFor(context, parentsAndRegion);
  needBody(call);
  const { type, id = '' } = call;
  if (type === undefined) throw new FhirFailure('not-found', 'The statement is about one resource.');
  const { statement, parent: named } = await inputOf(context, call, {
    statement: 'string',
    parent: 'uri',
  } as const);
  if (statement === undefined) throw missing('statement', 'it says what the parent disagrees with');
  const resource = await context.dossier.read(type, id);
  const child = childOf(resource);
  const parent = await parentFor(context, child, named);
  const at = context.now().toISOString();
  const reference = `${type}/${id}`;
  const taskUrl = `urn:uuid:${context.newId()}`;
  const [, task] = await submit(
    context,
    [
      {
        method: 'patch',
        type,
        id,
        change: async (current) => withStatement(current, { text: statement, at, by: parent }),
      },
      {
        method: 'create',
        fullUrl: taskUrl,
        resource: await taskFor(context, { reference, type, child, parent, at }),
      },
      { method: 'create', resource: provenanceOf({ reference, taskUrl, parent, at }) },
    ],
    'rectify',
  );
  return { status: 200, resource: task?.resource };
}

/** The child whose file the resource is part of. */
function childOf(resource: Resource): string {
  if (resource.resourceType === 'Patient') return resource.id ?? '';
  const patient = ownerReferences(resource).find((one) => one.startsWith('Patient/'));
  if (patient) return patient.slice('Patient/'.length);
  throw new FhirFailure(
    'business-rule',
    'The resource names no child; state it on the resource it is about.',
  );
}

function withStatement(current: Resource, statement: Parameters<typeof statementOf>[0]): Resource {
  const known = 'extension' in current ? (current.extension ?? []) : [];
  return { ...current, extension: [...known, statementOf(statement)] } as Resource;
}

interface About {
  readonly reference: string;
  readonly type: ResourceType;
  readonly child: string;
  readonly parent: string;
  readonly at: string;
}

/** The author is the organisation that stored the resource; where a person did, the region answers. */
async function taskFor(context: Context, { reference, child, parent, at }: About): Promise<Task> {
  const origin = (await context.dossier.custody.origins(child)).get(reference) ?? '';
  const owner = origin.startsWith('Organization/') ? origin : await regionFor(context, child);
  return {
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    code: rightCode('rectificatie'),
    for: { reference: `Patient/${child}` },
    focus: { reference },
    requester: { reference: parent },
    owner: { reference: owner },
    authoredOn: at,
    lastModified: at,
  };
}

const provenanceOf = ({
  reference,
  taskUrl,
  parent,
  at,
}: Pick<About, 'reference' | 'parent' | 'at'> & { readonly taskUrl: string }): Provenance => ({
  resourceType: 'Provenance',
  target: [{ reference }, { reference: taskUrl }],
  recorded: at,
  agent: [{ who: { reference: parent } }],
});
