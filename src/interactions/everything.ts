// Patient/$everything: the child's whole file as the caller may see it. https://hl7.org/fhir/R4/patient-operation-everything.html
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import type { ParameterTable } from '../fhir/parameters.ts';
import { dateRange, type Range } from '../fhir/search/date.ts';
import { isServedType, type ServedType, servedTypes } from '../fhir/types.ts';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';
import { linksOf } from './links.ts';
import type { OperationCall, OperationSpec } from './operation.ts';
import { inputOf } from './operation-input.ts';

export const everythingOperation: OperationSpec = {
  name: 'everything',
  definition: 'http://hl7.org/fhir/OperationDefinition/Patient-everything',
  levels: ['instance'],
  types: ['Patient'],
  affectsState: false,
  documentation:
    'The file of one child, with the directory entries it refers to. start and end look at the time of care; what tells none is always part. AuditEvents are not: search them with patient.',
  serve: everything,
};

const taken = {
  start: 'date',
  end: 'date',
  _since: 'date',
  _type: { many: 'code' },
  _count: 'integer',
  _page: 'string',
} as const satisfies ParameterTable;

async function everything(context: Context, call: OperationCall): Promise<Answer> {
  const { id = '' } = call;
  const { start, end, _since, _type = [], _count, _page } = await inputOf(context, call, taken);
  if (_count !== undefined && _count < 1) throw refusal('_count', `${_count} is no page; give 1 or more.`);
  const [first, last, since] = [momentOf('start', start), momentOf('end', end), momentOf('_since', _since)];
  const types = _type.flatMap(typesIn);
  const page = await context.dossier.everything(id, {
    types: types.length > 0 ? types : undefined,
    since: since?.from,
    care: first || last ? { from: first?.from ?? -Infinity, to: last?.to ?? Infinity } : undefined,
    count: _count,
    page: _page,
  });
  const asked = Object.entries({ start, end, _since, _type: types.join(',') || undefined, _count })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`);
  const entryOf = (mode: 'match' | 'include') => (resource: Resource) => ({
    fullUrl: `${context.base}/${resource.resourceType}/${resource.id}`,
    resource,
    search: { mode },
  });
  const entry = [...page.matches.map(entryOf('match')), ...page.included.map(entryOf('include'))];
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'searchset',
    total: page.total,
    link: linksOf(`${context.base}/Patient/${id}/$everything`, asked.join('&'), _page, page),
    entry: entry.length > 0 ? entry : undefined,
  };
  return { status: 200, resource: bundle };
}

function momentOf(name: string, text: string | undefined): Range | undefined {
  const range = text === undefined ? undefined : dateRange(text);
  if (text === undefined || range) return range;
  throw refusal(name, `"${text.slice(0, 64)}" is no date; write 2026-01-31 or 2026-01-31T09:30:00Z.`);
}

const typesIn = (text: string): ServedType[] =>
  text.split(',').map((type) => {
    if (isServedType(type)) return type;
    throw refusal('_type', `"${type.slice(0, 64)}" is not served; the types are ${servedTypes.join(', ')}.`);
  });

const refusal = (parameter: string, what: string): FhirFailure =>
  new FhirFailure('bad-parameter', [{ text: `The parameter "${parameter}": ${what}`, parameter }]);
