// From a search to the records it may match: a child's file, an identifier, an index row, the caller's own children.
import type { ResourceType } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import { equalityValues } from '../fhir/search/equality.ts';
import type { SearchQuery } from '../fhir/search/query.ts';
import { type TextTest, textTest } from '../fhir/search/text-test.ts';
import { fileless } from '../fhir/types.ts';
import { type DossierStore, patientPartition } from '../store/dossier-store.ts';
import { inParallel } from '../store/in-parallel.ts';
import { indexedParameters, serveByIndex } from '../store/indexes.ts';
import { caseloadRange } from '../store/keys.ts';
import type { StoredRecord } from '../store/record.ts';
import type { Caller } from './caller.ts';
import type { Rule } from './policy/decide.ts';

/**
 * Published limits of a search: rows of an index, or ids and identifiers named; where no row serves, records of a type;
 * files that are read, and resources in them.
 */
export const searchLimits = { indexed: 5000, records: 1000, files: 250, scanned: 20_000 } as const;

interface Asker {
  readonly caller: Caller;
  readonly rules: readonly Rule[];
}

/** Candidates of one type. */
export async function findCandidates(
  store: DossierStore,
  type: ResourceType,
  query: SearchQuery,
  asker: Asker,
): Promise<StoredRecord[]> {
  const children = equalityValues(query, '_id') ? undefined : childrenNamed(query);
  if (children) return filesOf(store, children, [type], textTest(query));
  return (await inProportion(store, type, query)) ?? scan(store, [type], query, asker);
}

/** Candidates of several types; files are read once for all of them. */
export async function findAcross(
  store: DossierStore,
  types: readonly ResourceType[],
  query: SearchQuery,
  asker: Asker,
): Promise<StoredRecord[]> {
  const [type] = types;
  if (type === undefined) return [];
  if (types.length === 1) return findCandidates(store, type, query, asker);
  const children = equalityValues(query, '_id') ? undefined : childrenNamed(query);
  if (children) return filesOf(store, children, types, textTest(query));
  const served = await inParallel(types, (one) => inProportion(store, one, query));
  const left = types.filter((_, index) => served[index] === undefined);
  return [...served.flatMap((records) => records ?? []), ...(await scan(store, left, query, asker))];
}

/** What the query names by id, by identifier or by an indexed value; undefined when it does nothing of the kind. */
async function inProportion(
  store: DossierStore,
  type: ResourceType,
  query: SearchQuery,
): Promise<StoredRecord[] | undefined> {
  const ids = equalityValues(query, '_id');
  if (ids) {
    if (ids.length > searchLimits.indexed) throw tooCostly([type]);
    return living(
      await store.load(ids.filter((id) => /^[A-Za-z0-9\-.]{1,64}$/.test(id)).map((id) => ({ type, id }))),
    );
  }
  const tokens = equalityValues(query, 'identifier');
  if (tokens?.every((token) => token.includes('|'))) {
    if (tokens.length > searchLimits.indexed) throw tooCostly([type]);
    return store.byIdentifiers(type, tokens);
  }
  const ranges = serveByIndex(type, query);
  if (!ranges) return undefined;
  if (ranges.length > searchLimits.records) throw tooCostly([type]);
  const limit = searchLimits.indexed + 1;
  const records = await store.byIndex(
    type,
    ranges.map((range) => ({ ...range, limit })),
  );
  if (records.length > searchLimits.indexed) throw tooCostly([type]);
  return records;
}

/** What no row serves: a whole type that lies in no file, and the files the caller has to do with. */
async function scan(
  store: DossierStore,
  types: readonly ResourceType[],
  query: SearchQuery,
  asker: Asker,
): Promise<StoredRecord[]> {
  const isListed = (type: ResourceType): boolean => fileless.has(type) || seesEverything(asker);
  const listed = await inParallel(types.filter(isListed), async (type) => {
    const records = await store.all(type, searchLimits.records + 1);
    if (records.length > searchLimits.records) throw tooCostly([type]);
    return records;
  });
  const inFiles = types.filter((type) => !isListed(type));
  if (inFiles.length === 0) return listed.flat();
  const children = await caseloadOf(store, asker.caller);
  if (!children) throw tooCostly(inFiles);
  return [...listed.flat(), ...(await filesOf(store, children, inFiles, textTest(query)))];
}

/** `patient` or `subject` pinned to children: the search stays inside their files. */
export function childrenNamed(query: SearchQuery): string[] | undefined {
  if (query.type === 'Patient') return undefined;
  const values = equalityValues(query, 'patient') ?? equalityValues(query, 'subject');
  const patients = values?.filter((text) => text.startsWith('Patient/')) ?? [];
  return patients.length > 0
    ? [...new Set(patients.map((text) => text.slice('Patient/'.length)))]
    : undefined;
}

/** The records of these types in these children's files whose text passes the test. */
export async function filesOf(
  store: DossierStore,
  children: readonly string[],
  types: readonly ResourceType[],
  mayMatch: TextTest = () => true,
): Promise<StoredRecord[]> {
  if (children.length > searchLimits.files) throw tooCostly(types);
  const wanted = new Set(types);
  let scanned = 0;
  const found = await inParallel(children, (id) =>
    store.file(patientPartition(id), types.length === 1 ? types[0] : undefined, (text) => {
      scanned += 1;
      // One file is always read whole: how large it is must not show to those who may not see it.
      if (children.length > 1 && scanned > searchLimits.scanned) throw tooCostly(types);
      return mayMatch(text);
    }),
  );
  return found.flat().filter(({ type }) => wanted.has(type));
}

/** The children a caller has to do with; undefined when they are more than a search reads. */
export async function caseloadOf(store: DossierStore, caller: Caller): Promise<string[] | undefined> {
  const owners = [caller.organization ?? caller.client, caller.practitioner, caller.person].filter(
    (one) => one !== undefined,
  );
  const rows = await Promise.all(
    owners.map((owner) => store.table.query(caseloadRange(owner, searchLimits.files + 1))),
  );
  const children = [...new Set(rows.flat().map((row) => row.sk))];
  return children.length > searchLimits.files ? undefined : children;
}

export const seesEverything = ({ caller, rules }: Asker): boolean =>
  rules.some(
    (rule) =>
      rule.kinds.includes(caller.kind) &&
      rule.tie === 'any-file' &&
      rule.operation === undefined &&
      rule.types === '*',
  );

const living = (found: readonly (StoredRecord | undefined)[]): StoredRecord[] =>
  found.filter((record) => record !== undefined).filter((record) => !record.deleted);

function tooCostly(types: readonly ResourceType[]): FhirFailure {
  const [type] = types;
  const { indexed, records, files, scanned } = searchLimits;
  const ways =
    type !== undefined && types.length === 1
      ? ['_id', 'identifier', ...(isInFiles(type) ? ['patient'] : []), ...indexedParameters(type)]
      : ['_id', ...(types.every(isInFiles) ? ['patient'] : []), '_type with fewer types'];
  return new FhirFailure(
    'too-costly',
    `This search would read too much: more than ${indexed} rows of an index, ${records} resources, ${files} children or ${scanned} resources in their files; narrow it with one or more of: ${ways.join(', ')}.`,
  );
}

const isInFiles = (type: ResourceType): boolean => !fileless.has(type) && type !== 'Patient';
