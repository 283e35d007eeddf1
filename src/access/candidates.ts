// From a search to the records it may match: a child's file, an identifier, an index row, the caller's own children.
import type { ResourceType } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import { equalityValues } from '../fhir/search/equality.ts';
import type { SearchQuery } from '../fhir/search/query.ts';
import { type TextTest, textTest } from '../fhir/search/text-test.ts';
import { fileless } from '../fhir/types.ts';
import { type DossierStore, patientPartition } from '../store/dossier-store.ts';
import { indexedParameters, serveByIndex } from '../store/indexes.ts';
import { caseloadRange } from '../store/keys.ts';
import type { StoredRecord } from '../store/record.ts';
import type { Caller } from './caller.ts';
import type { Rule } from './decide.ts';

/** Published limits of a search: rows of an index; where no row serves, records of a type and children of a caller. */
export const searchLimits = { indexed: 5000, records: 1000, files: 250 } as const;

interface Asker {
  readonly caller: Caller;
  readonly rules: readonly Rule[];
}

export async function findCandidates(
  store: DossierStore,
  type: ResourceType,
  query: SearchQuery,
  asker: Asker,
): Promise<StoredRecord[]> {
  const ids = equalityValues(query, '_id');
  if (ids)
    return living(
      await store.load(ids.filter((id) => /^[A-Za-z0-9\-.]{1,64}$/.test(id)).map((id) => ({ type, id }))),
    );
  const children = childrenNamed(type, query);
  const mayMatch = textTest(query);
  if (children)
    return flat(await Promise.all(children.map((id) => store.file(patientPartition(id), type, mayMatch))));
  const tokens = equalityValues(query, 'identifier');
  if (tokens?.every((token) => token.includes('|'))) return store.byIdentifiers(type, tokens);
  const ranges = serveByIndex(type, query);
  if (ranges) {
    const limit = searchLimits.indexed + 1;
    const records = await store.byIndex(
      type,
      ranges.map((range) => ({ ...range, limit })),
    );
    if (records.length > searchLimits.indexed) throw tooCostly(type);
    return records;
  }
  if (fileless.has(type) || seesEverything(asker)) {
    const records = await store.all(type, searchLimits.records + 1);
    if (records.length > searchLimits.records) throw tooCostly(type);
    return records;
  }
  return fromCaseload(store, type, asker.caller, mayMatch);
}

/** `patient` or `subject` pinned to children: the search stays inside their files. */
export function childrenNamed(type: ResourceType, query: SearchQuery): string[] | undefined {
  if (type === 'Patient') return undefined;
  const values = equalityValues(query, 'patient') ?? equalityValues(query, 'subject');
  const patients = values?.filter((text) => text.startsWith('Patient/')) ?? [];
  return patients.length > 0
    ? [...new Set(patients.map((text) => text.slice('Patient/'.length)))]
    : undefined;
}

async function fromCaseload(
  store: DossierStore,
  type: ResourceType,
  caller: Caller,
  mayMatch: TextTest | undefined,
): Promise<StoredRecord[]> {
  const owners = [caller.organization ?? caller.client, caller.practitioner, caller.person].filter(
    (one) => one !== undefined,
  );
  const rows = await Promise.all(
    owners.map((owner) => store.table.query(caseloadRange(owner, searchLimits.files + 1))),
  );
  const children = [...new Set(rows.flat().map((row) => row.sk))];
  if (children.length > searchLimits.files) throw tooCostly(type);
  return flat(await Promise.all(children.map((id) => store.file(patientPartition(id), type, mayMatch))));
}

const seesEverything = ({ caller, rules }: Asker): boolean =>
  rules.some(
    (rule) =>
      rule.kinds.includes(caller.kind) &&
      rule.tie === 'any-file' &&
      rule.operation === undefined &&
      rule.types === '*',
  );

const flat = (found: readonly StoredRecord[][]): StoredRecord[] => found.flat();
const living = (found: readonly (StoredRecord | undefined)[]): StoredRecord[] =>
  found.filter((record) => record !== undefined && !record.deleted) as StoredRecord[];

function tooCostly(type: ResourceType): FhirFailure {
  const inFile = fileless.has(type) || type === 'Patient' ? [] : ['patient'];
  const names = ['_id', 'identifier', ...inFile, ...indexedParameters(type)];
  return new FhirFailure(
    'too-costly',
    `This search would read too much: more than ${searchLimits.indexed} rows of an index, ${searchLimits.records} resources or ${searchLimits.files} children; narrow it with one or more of: ${names.join(', ')}.`,
  );
}
