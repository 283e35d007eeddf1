// $export: starts a bulk export at the level of the system, of all patients or of a Group. https://hl7.org/fhir/uv/bulkdata/STU2/export.html
import { FhirFailure } from '../fhir/failure.ts';
import { parsePrefer } from '../fhir/header.ts';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';
import { type ExportOrder, exportLimits } from './export-desk.ts';
import { Complaints, readGiven } from './export-input.ts';
import { orderOf } from './export-order.ts';
import type { OperationCall, OperationSpec } from './operation.ts';

const definition = 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition';

const documentation = [
  'Send Prefer: respond-async; the answer 202 names in Content-Location where to ask.',
  'Parameters: _outputFormat, _type, _since, _typeFilter, _elements and, by POST below a type, patient.',
  `At most ${exportLimits.atOnce} exports of a client run at once.`,
  `Files are NDJSON of at most ${exportLimits.fileBytes} bytes, one longer resource aside, and are fetched with the token.`,
].join(' ');

const spec = (level: ExportOrder['level'], rest: Pick<OperationSpec, 'definition' | 'levels' | 'types'>) => ({
  name: 'export',
  affectsState: false,
  documentation,
  serve: (context: Context, call: OperationCall) => startExport(context, call, level),
  ...rest,
});

export const systemExport: OperationSpec = spec('system', {
  definition: `${definition}/export`,
  levels: ['system'],
  types: [],
});
export const patientExport: OperationSpec = spec('patient', {
  definition: `${definition}/patient-export`,
  levels: ['type'],
  types: ['Patient'],
});
export const groupExport: OperationSpec = spec('group', {
  definition: `${definition}/group-export`,
  levels: ['instance'],
  types: ['Group'],
});

async function startExport(
  context: Context,
  call: OperationCall,
  level: ExportOrder['level'],
): Promise<Answer> {
  const { prefer } = call.headers;
  if (!(prefer ?? '').split(/[;,]/).some((part) => part.trim().toLowerCase() === 'respond-async')) {
    throw new FhirFailure('not-supported', [
      { text: 'An export is answered later: send the header Prefer: respond-async.', expression: 'Prefer' },
    ]);
  }
  await needValid(context, call);
  const complaints = new Complaints(parsePrefer(prefer).handling === 'lenient');
  const asked = orderOf(readGiven(call, complaints), level, context.base, complaints);
  const group = call.type === 'Group' ? call.id : undefined;
  if (group !== undefined) await context.dossier.read('Group', group);
  const desk = await context.exports();
  const job = await desk.start({
    ...asked,
    level,
    group,
    request: requestOf(context, call),
    ignored: complaints.ignored,
  });
  return {
    status: 202,
    headers: { 'Content-Location': `${context.base}/$export-status/${job}` },
    resource: {
      resourceType: 'OperationOutcome',
      issue: [
        ...complaints.ignored.map((text) => ({
          severity: 'warning' as const,
          code: 'not-supported' as const,
          details: { text },
          diagnostics: text,
        })),
        {
          severity: 'information',
          code: 'informational',
          diagnostics: 'The export was started; ask at the address in Content-Location how far it is.',
        },
      ],
    },
  };
}

async function needValid(context: Context, call: OperationCall): Promise<void> {
  const body = call.method === 'POST' ? call.body() : undefined;
  const { errors } = body === undefined ? { errors: [] } : await context.validate(body);
  if (errors.length > 0) throw new FhirFailure('bad-parameter', errors);
}

function requestOf({ base }: Context, { type, id, query }: OperationCall): string {
  const path = [type, id, '$export'].filter((part) => part !== undefined).join('/');
  const search = new URLSearchParams(query.map(([name, value]) => [name, value])).toString();
  return `${base}/${path}${search === '' ? '' : `?${search}`}`;
}
