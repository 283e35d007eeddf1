// Every version of every resource a caller may have to do with, some files at a time, for histories over many resources.
import type { ResourceType } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import { fileless } from '../fhir/types.ts';
import { type DossierStore, patientPartition } from '../store/dossier-store.ts';
import type { Head } from '../store/head.ts';
import { inParallel } from '../store/in-parallel.ts';
import type { StoredRecord } from '../store/record.ts';
import { caseloadOf, searchLimits, seesEverything } from './candidates.ts';
import type { Reader } from './search.ts';

/** One resource from its newest version back to its first, and the head of the file it lies in. */
export interface Life {
  readonly versions: readonly StoredRecord[];
  readonly head?: Head;
}

/** Published limit: versions a history looks at. */
export const versionsRead = 50_000;

/** How many files, or resources of no file, are in memory at a time. */
const together = 16;

export async function* livesOf(reader: Reader, types: readonly ResourceType[]): AsyncGenerator<Life[]> {
  const { store } = reader;
  let read = 0;
  const counted = (lives: readonly Life[]): Life[] => {
    for (const { versions } of lives) read += versions.length;
    if (read > versionsRead) throw tooMuch();
    return [...lives];
  };
  const inFiles = types.filter((type) => !fileless.has(type));
  for (const children of inParts(inFiles.length > 0 ? await childrenOf(reader) : [])) {
    const lives = await inParallel(children, (child) => fileLives(store, child, inFiles));
    yield counted(lives.flat());
  }
  for (const type of types.filter((one) => fileless.has(one))) {
    const records = await store.listed(type, searchLimits.records + 1);
    if (records.length > searchLimits.records) throw tooMuch();
    for (const some of inParts(records)) {
      const lives = await inParallel(some, async (record) => ({ versions: await store.versions(record) }));
      yield counted(lives);
    }
  }
}

async function fileLives(
  store: DossierStore,
  child: string,
  types: readonly ResourceType[],
): Promise<Life[]> {
  const pk = patientPartition(child);
  const lives = await store.fileVersions(pk, types.length === 1 ? types[0] : undefined);
  const head = (await store.heads([pk])).get(pk)?.head;
  return lives
    .filter(([first]) => first !== undefined && types.includes(first.type))
    .map((versions) => ({ versions, head }));
}

async function childrenOf({ store, sight, rules }: Reader): Promise<string[]> {
  const { caller } = sight;
  if (!seesEverything({ caller, rules })) {
    const children = await caseloadOf(store, caller);
    if (children) return children;
    throw tooMuch();
  }
  const patients = await store.listed('Patient', searchLimits.files + 1);
  if (patients.length > searchLimits.files) throw tooMuch();
  return patients.map(({ id }) => id);
}

function* inParts<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += together) yield items.slice(start, start + together);
}

const tooMuch = (): FhirFailure =>
  new FhirFailure(
    'too-costly',
    `This history would read too much: more than ${searchLimits.files} children, ${searchLimits.records} resources of a type outside their files, or ${versionsRead} versions; ask for the history of one type or one resource, or search with _lastUpdated=ge….`,
  );
