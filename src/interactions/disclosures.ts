// Patient/$disclosures: who used a child's file, when, what for and on what ground, for its parents. An operation of ours.
import type { Parameters, ParametersParameter } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import { dateRange, type Range } from '../fhir/search/date.ts';
import type { Disclosure } from '../store/disclosure.ts';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';
import { disclosuresPage } from './disclosures-page.ts';
import { actionName, groundName } from './disclosures-words.ts';
import { linksOf } from './links.ts';
import type { OperationCall, OperationSpec } from './operation.ts';
import { inputOf } from './operation-input.ts';
import { kindName, purposeName } from './who-may-see-words.ts';

const pageSize = { standard: 100, most: 1000 };

export const disclosuresOperation: OperationSpec = {
  name: 'disclosures',
  definition: 'https://vroegdossier.nl/fhir/OperationDefinition/Patient-disclosures',
  levels: ['instance'],
  types: ['Patient'],
  affectsState: false,
  documentation:
    'Who used the file of this child: which organisation, in which role, when, what it did with which data, what for, on what ground, refused attempts and emergencies too; newest first. For parents and the coordinator. start and end narrow it to a period. Answers a disclosure for each access, and a page in plain Dutch where text/html is asked for.',
  serve: answer,
};

const taken = {
  start: 'date',
  end: 'date',
  _count: 'integer',
  _page: 'string',
} as const;

async function answer(context: Context, call: OperationCall): Promise<Answer> {
  const { id = '' } = call;
  const { start, end, _count = pageSize.standard, _page } = await inputOf(context, call, taken);
  if (_count < 1) throw refusal('_count', `${_count} is no page; give 1 or more.`);
  const [first, last] = [momentOf('start', start), momentOf('end', end)];
  const told = await context.dossier.disclosures(id, {
    from: first?.from,
    to: last?.to,
    count: Math.min(_count, pageSize.most),
    page: _page,
  });
  const asked = Object.entries({ start, end, _count: _count === pageSize.standard ? undefined : _count })
    .flatMap(([name, value]) => (value === undefined ? [] : `${name}=${encodeURIComponent(value)}`))
    .join('&');
  const links = linksOf(`${context.base}/Patient/${id}/$disclosures`, asked, _page, told);
  const next = links.find(({ relation }) => relation === 'next')?.url;
  const resource: Parameters = {
    resourceType: 'Parameters',
    parameter: [
      { name: 'total', valueInteger: told.total },
      ...told.found.map(partOf),
      ...(next ? [{ name: 'next', valueUri: next }] : []),
    ],
  };
  const page = () => disclosuresPage({ told, start, end, next, at: context.now() });
  return { status: 200, resource, page };
}

function partOf(one: Disclosure): ParametersParameter {
  const { organization, purpose, operation, basis, reasons } = one;
  return {
    name: 'disclosure',
    part: [
      { name: 'event', valueReference: { reference: `AuditEvent/${one.id}` } },
      { name: 'recorded', valueInstant: one.recorded },
      { name: 'who', valueReference: { reference: organization, display: one.name } },
      { name: 'role', valueCoding: { code: one.kind, display: kindName(one.kind) } },
      { name: 'from', valueReference: { reference: one.region } },
      { name: 'action', valueCoding: { ...actionCoding(one), display: actionName(one) } },
      ...one.references.map(dataPart),
      ...one.queries.map((query) => ({ name: 'query', valueString: query })),
      ...(operation ? [{ name: 'operation', valueCode: operation }] : []),
      ...(purpose ? [{ name: 'purpose', valueCoding: { ...purposeCoding(purpose) } }] : []),
      ...basis.map(groundPart),
      { name: 'emergency', valueBoolean: one.isEmergency },
      { name: 'refused', valueBoolean: one.isRefused },
      ...reasons.map((reason) => ({ name: 'reason', valueCode: reason })),
    ],
  };
}

const actionCoding = ({ action }: Disclosure) => ({
  system: 'http://hl7.org/fhir/audit-event-action',
  code: action,
});

const purposeCoding = (code: string) => ({
  system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
  code,
  display: purposeName(code),
});

/** A refused attempt may have named what is no resource of ours. */
const dataPart = (reference: string): ParametersParameter =>
  /^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}(\/_history\/\d+)?$/.test(reference)
    ? { name: 'data', valueReference: { reference } }
    : { name: 'data', valueReference: { display: reference } };

const groundPart = (ground: string): ParametersParameter =>
  ground.startsWith('urn:')
    ? {
        name: 'rule',
        part: [
          { name: 'uri', valueUri: ground },
          { name: 'text', valueString: groundName(ground) },
        ],
      }
    : { name: 'because', valueReference: { reference: ground } };

function momentOf(name: string, text: string | undefined): Range | undefined {
  const range = text === undefined ? undefined : dateRange(text);
  if (text === undefined || range) return range;
  throw refusal(name, `"${text.slice(0, 64)}" is no date; write 2026-01-31 or 2026-01-31T09:30:00Z.`);
}

const refusal = (parameter: string, what: string): FhirFailure =>
  new FhirFailure('bad-parameter', [{ text: `The parameter "${parameter}": ${what}`, parameter }]);
