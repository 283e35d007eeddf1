// Patient/$break-glass: opens a child's file for some hours to who has no tie to it, with a reason. An operation of ours.
import type { Parameters, ParametersParameter } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import type { ParameterTable } from '../fhir/parameters.ts';
import type { Emergency } from '../store/dossier.ts';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';
import type { OperationCall, OperationSpec } from './operation.ts';
import { inputOf } from './operation-input.ts';

export const breakGlassOperation: OperationSpec = {
  name: 'break-glass',
  definition: 'https://vroegdossier.nl/fhir/OperationDefinition/Patient-break-glass',
  levels: ['type', 'instance'],
  types: ['Patient'],
  affectsState: true,
  documentation:
    'Opens a child’s file for four hours to who has no tie to it: by id, or on the type with an identifier. Takes reason (required). The coordinator is told, the parents see it, and each access is audited apart.',
  serve: breakGlass,
};

const taken = { reason: 'string', identifier: 'Identifier' } as const satisfies ParameterTable;
const shortest = 10;

async function breakGlass(context: Context, call: OperationCall): Promise<Answer> {
  if (call.query.length > 0)
    throw refusal('identifier', 'what names a child or a reason stands in the body, never in the URL.');
  const { reason = '', identifier } = await inputOf(context, call, taken);
  if (reason.trim().length < shortest)
    throw refusal('reason', `say in at least ${shortest} characters why this cannot wait.`);
  if ((call.id === undefined) === (identifier === undefined))
    throw refusal('identifier', 'call it on one Patient, or on the type with an identifier; not both.');
  if (identifier && !(identifier.system && identifier.value))
    throw refusal('identifier', 'an identifier has a system and a value.');
  const opened = await context.dossier.breakGlass(
    identifier ? { identifier } : { id: call.id ?? '' },
    reason.trim(),
  );
  const resource: Parameters = { resourceType: 'Parameters', parameter: opened.map(accessOf) };
  return { status: 200, resource };
}

const accessOf = ({ patient, message, until }: Emergency): ParametersParameter => ({
  name: 'access',
  part: [
    { name: 'patient', valueReference: { reference: patient } },
    { name: 'until', valueInstant: until },
    { name: 'message', valueReference: { reference: message } },
  ],
});

const refusal = (parameter: string, what: string): FhirFailure =>
  new FhirFailure('bad-parameter', [{ text: `The parameter "${parameter}": ${what}`, parameter }]);
