// $certificates and Patient/$retention: what is left of destroyed files, and how long a file is kept.
import type { Parameters, ParametersParameter } from '@medplum/fhirtypes';
import type { Certificate } from '../../store/destruction.ts';
import type { Answer } from '../answer.ts';
import type { Context } from '../context.ts';
import type { OperationCall, OperationSpec } from '../operation.ts';
import { inputOf } from '../operation-input.ts';
import { onlyFor, parentsAndRegion } from './party.ts';

const definitions = 'https://vroegdossier.nl/fhir/OperationDefinition';

export const certificatesOperation: OperationSpec = {
  name: 'certificates',
  definition: `${definitions}/certificates`,
  levels: ['system'],
  types: [],
  affectsState: false,
  documentation:
    "The certificates of the files that the coordinator's region had destroyed, without personal data.",
  serve: async (context: Context, call: OperationCall): Promise<Answer> => {
    onlyFor(context, ['coordinator']);
    await inputOf(context, call, {});
    return { status: 200, resource: certificateParameters(await context.dossier.custody.certificates()) };
  },
};

export const retentionOperation: OperationSpec = {
  name: 'retention',
  definition: `${definitions}/Patient-retention`,
  levels: ['instance'],
  types: ['Patient'],
  affectsState: false,
  documentation:
    'How long the file is kept, for parents and coordinator: years after its last change or the end of its trajectory, whether a legal ground keeps it, whether its use is restricted.',
  serve: retention,
};

async function retention(context: Context, call: OperationCall): Promise<Answer> {
  onlyFor(context, parentsAndRegion);
  await inputOf(context, call, {});
  const { years, lastChange, ended, isOpen, until, isHeld, isRestricted } =
    await context.dossier.custody.keeping(call.id ?? '');
  const parameter: ParametersParameter[] = [
    { name: 'years', valueInteger: years },
    { name: 'trajectoryOpen', valueBoolean: isOpen },
    { name: 'held', valueBoolean: isHeld },
    { name: 'restricted', valueBoolean: isRestricted },
    ...(lastChange ? [{ name: 'lastChange', valueInstant: lastChange }] : []),
    ...(ended ? [{ name: 'trajectoryEnded', valueDateTime: ended }] : []),
    ...(until ? [{ name: 'retentionUntil', valueDate: until }] : []),
  ];
  return { status: 200, resource: { resourceType: 'Parameters', parameter } };
}

export const certificateParameters = (certificates: readonly Certificate[]): Parameters => ({
  resourceType: 'Parameters',
  parameter:
    certificates.length > 0
      ? certificates.map((one) => ({ name: 'certificate', part: partsOf(one) }))
      : undefined,
});

function partsOf(one: Certificate): ParametersParameter[] {
  const counts = Object.entries(one.resources).map(([type, count]) => ({ name: type, valueInteger: count }));
  return [
    { name: 'id', valueString: one.id },
    { name: 'file', valueString: one.file },
    { name: 'region', valueString: one.region },
    { name: 'ground', valueCode: one.ground },
    { name: 'by', valueString: one.organization ?? one.by },
    { name: 'begun', valueInstant: one.begun },
    ...(one.done ? [{ name: 'done', valueInstant: one.done }] : []),
    { name: 'formerVersions', valueInteger: one.formerVersions },
    ...(counts.length > 0 ? [{ name: 'resources', part: counts }] : []),
  ];
}
