// From the parameters of a kick-off to an order that can be carried out. https://hl7.org/fhir/uv/bulkdata/STU2/export.html#query-parameters

import { FhirFailure } from '../fhir/failure.ts';
import { elementsFor, parseTypeFilter, splitTypeFilters } from '../fhir/search/type-filter.ts';
import { fileless, isServedType, servedTypes } from '../fhir/types.ts';
import { type ExportOrder, exportLimits } from './export-desk.ts';
import { type Complaints, type Given, refusal } from './export-input.ts';

type Level = ExportOrder['level'];
type Asked = Pick<ExportOrder, 'types' | 'filters' | 'elements' | 'since' | 'patients'>;

const formats = new Set(['application/fhir+ndjson', 'application/ndjson', 'ndjson']);

export function orderOf(given: readonly Given[], level: Level, base: string, complaints: Complaints): Asked {
  const of = (name: string): Given[] => given.filter((one) => one.name === name);
  for (const { value, expression = '_outputFormat' } of of('_outputFormat')) {
    if (formats.has(value.replaceAll(' ', '+'))) continue;
    const text = `_outputFormat "${value.slice(0, 64)}" is not served; right would be ${[...formats].join(', ')}.`;
    throw refusal('not-supported', { text, expression });
  }
  const types = typesOf(of('_type'), level, complaints);
  return {
    types,
    since: of('_since').map(sinceOf)[0],
    filters: filtersOf(of('_typeFilter'), types, base, complaints),
    elements: elementsOf(of('_elements'), types, complaints),
    patients: patientsOf(of('patient'), level, base, complaints),
  };
}

function typesOf(given: readonly Given[], level: Level, complaints: Complaints): string[] | undefined {
  if (given.length === 0) return undefined;
  const types = new Set<string>();
  for (const { value, expression = '_type' } of given) {
    for (const type of value.split(',').map((one) => one.trim())) {
      const wrong = wrongType(type, level);
      if (wrong === undefined) types.add(type);
      else complaints.add('not-supported', `_type: ${wrong}`, expression);
    }
  }
  if (types.size > 0) return [...types];
  throw refusal('not-supported', { text: '_type names no type that can be exported.', expression: '_type' });
}

function wrongType(type: string, level: Level): string | undefined {
  if (!isServedType(type))
    return `"${type.slice(0, 64)}" is not served here; the types are ${servedTypes.join(', ')}.`;
  if (type === 'AuditEvent')
    return 'AuditEvents are not exported; read them per child, AuditEvent?patient=Patient/<id>.';
  if (level === 'system' || !fileless.has(type)) return undefined;
  return `${type} is outside the Patient compartment; export it at the system level, [base]/$export.`;
}

const instant = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+\- ]\d\d:\d\d)$/;

function sinceOf({ value, expression = '_since' }: Given): string {
  const [, time = '', zone = ''] = instant.exec(value) ?? [];
  // A plus sign that was not encoded arrives as a space.
  const at = new Date(`${time}${zone.replace(' ', '+')}`);
  if (!Number.isNaN(at.getTime())) return at.toISOString();
  const text = `_since "${value.slice(0, 64)}" must be an instant with its zone, for example 2026-01-31T12:00:00Z.`;
  throw refusal('bad-parameter', { text, expression });
}

function filtersOf(
  given: readonly Given[],
  types: readonly string[] | undefined,
  base: string,
  complaints: Complaints,
): string[] {
  return given.flatMap(({ value, expression = '_typeFilter' }) =>
    splitTypeFilters(value).filter((text) => {
      const wrong = wrongFilter(text, types, base);
      for (const reason of wrong) complaints.add('bad-parameter', reason, expression);
      return wrong.length === 0;
    }),
  );
}

function wrongFilter(text: string, types: readonly string[] | undefined, base: string): string[] {
  try {
    const { type } = parseTypeFilter(text, base);
    return !types || types.includes(type)
      ? []
      : [`_typeFilter: ${type} is not among the types of _type; add it there.`];
  } catch (problem) {
    if (!(problem instanceof FhirFailure)) throw problem;
    return problem.issues.map((issue) =>
      issue.text.startsWith('_typeFilter') ? issue.text : `_typeFilter: ${issue.text}`,
    );
  }
}

function elementsOf(
  given: readonly Given[],
  types: readonly string[] | undefined,
  complaints: Complaints,
): string[] | undefined {
  if (given.length === 0) return undefined;
  const reach = types ?? servedTypes;
  return given.flatMap(({ value, expression = '_elements' }) =>
    value.split(',').filter((name) => {
      if (reach.some((type) => elementsFor(type, [name]).length > 0)) return true;
      complaints.add(
        'bad-parameter',
        `_elements: "${name.slice(0, 64)}" is no base element of the types exported; right would be for example Patient.name or id.`,
        expression,
      );
      return false;
    }),
  );
}

function patientsOf(
  given: readonly Given[],
  level: Level,
  base: string,
  complaints: Complaints,
): string[] | undefined {
  if (given.length === 0) return undefined;
  if (level === 'system') {
    complaints.add(
      'not-supported',
      'The parameter "patient" belongs to Patient/$export and Group/<id>/$export.',
      'patient',
    );
    return undefined;
  }
  if (given.length > exportLimits.patients)
    throw refusal('bad-parameter', {
      text: `At most ${exportLimits.patients} patients may be named; make a Group of more.`,
      expression: 'patient',
    });
  return given.map(({ value, expression }) => {
    const local = value.startsWith(`${base}/`) ? value.slice(base.length + 1) : value;
    const [, id] = /^Patient\/([A-Za-z0-9\-.]{1,64})$/.exec(local) ?? [];
    if (id) return id;
    const text = `patient must refer to a Patient of this server, for example Patient/123; "${value.slice(0, 64)}" does not.`;
    throw refusal('bad-parameter', { text, expression });
  });
}
