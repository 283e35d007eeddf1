// Histories as one caller may see them: of a resource, of a type, of all types. https://hl7.org/fhir/R4/http.html#history
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import type { HistoryQuery } from '../fhir/history-query.ts';
import { servedTypes } from '../fhir/types.ts';
import type { HistoryPage, HistoryPlace } from '../store/dossier.ts';
import type { StoredRecord } from '../store/record.ts';
import { childOf } from './judge.ts';
import { type Life, livesOf } from './lives.ts';
import { indexOf, leadsNowhere, pageFrom, pageSizes, readTurn } from './page.ts';
import type { ScopeAction } from './scopes.ts';
import { type Reader, searchable } from './search.ts';
import { bytesOf, type Sight } from './sight.ts';
import { known, writtenOnce } from './single-reads.ts';

/** Published limit: versions one history answers, on all its pages. */
export const historyVersions = 10_000;

/** What orders versions: when they were made, the resource, the number. */
interface Place {
  readonly t: string;
  readonly name: string;
  readonly v: number;
}

/** A version the caller may know of; a deletion has no resource. */
interface Version extends Place {
  readonly record: StoredRecord;
  readonly resource?: Resource;
}

type Compare = (a: Place, b: Place) => number;

const byText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
const newestFirst: Compare = (a, b) => byText(b.t, a.t) || byText(a.name, b.name) || b.v - a.v;
/** Of one resource the numbers tell the order, whatever the clocks of the writers said. */
const highestFirst: Compare = (a, b) => b.v - a.v;

export function history(
  reader: Reader,
  { type, id }: HistoryPlace,
  query: HistoryQuery,
): Promise<HistoryPage> {
  return type !== undefined && id !== undefined
    ? ofOne(reader, type, id, query)
    : ofMany(reader, type, query);
}

async function ofOne(
  reader: Reader,
  type: ResourceType,
  id: string,
  query: HistoryQuery,
): Promise<HistoryPage> {
  const { record, head } = await known(reader, type, id);
  const versions = await reader.store.versions(record);
  reader.trail.note(childOf(record), 'R', `${type}/${id}`);
  return pageOf(visible(reader.sight, { versions, head }, query, 'r'), query, highestFirst).page;
}

async function ofMany(
  reader: Reader,
  type: ResourceType | undefined,
  query: HistoryQuery,
): Promise<HistoryPage> {
  const { sight, trail } = reader;
  const found: Version[] = [];
  for await (const lives of livesOf(reader, typesFor(sight, type))) {
    for (const life of lives) found.push(...visible(sight, life, query, 's'));
    if (found.length > historyVersions) throw tooMany(type);
  }
  const { page, shown } = pageOf(found.sort(newestFirst), query, newestFirst);
  const asked = new URLSearchParams(query.written.map(([name, value]) => [name, value]));
  const children = new Set(shown.map(({ record }) => childOf(record)));
  for (const { record, name, v } of shown) trail.note(childOf(record), 'E', `${name}/_history/${v}`);
  for (const child of children.size > 0 ? children : [undefined])
    trail.noteQuery(child, `${type === undefined ? '' : `${type}/`}_history?${asked}`);
  return page;
}

function typesFor(sight: Sight, type: ResourceType | undefined): readonly ResourceType[] {
  if (type !== undefined) {
    sight.needScope('s', type);
    if (type === 'AuditEvent') throw writtenOnce();
    return [type];
  }
  return searchable(sight, servedTypes);
}

/** Whether the caller may know of the resource at all, its last living version says; then each version for itself. */
function visible(
  sight: Sight,
  { versions, head }: Life,
  query: HistoryQuery,
  action: ScopeAction,
): Version[] {
  const wanted = inTime(versions, query);
  const judged = versions.find(({ deleted }) => !deleted);
  if (wanted.length === 0 || !judged || !sight.knows(judged, head, action)) return [];
  return wanted.flatMap((record): Version[] => {
    const place = { t: record.envelope.t, name: `${record.type}/${record.id}`, v: record.envelope.v };
    if (record.deleted) return [{ ...place, record }];
    const resource = sight.show(record, head, action);
    return resource ? [{ ...place, record, resource }] : [];
  });
}

/** The versions (newest first) made since a moment, or current at some moment of a time. */
function inTime(versions: readonly StoredRecord[], { since, at }: HistoryQuery): readonly StoredRecord[] {
  if (since === undefined && at === undefined) return versions;
  return versions.filter(({ envelope }, index) => {
    const from = Date.parse(envelope.t);
    if (since !== undefined && from < since) return false;
    const next = versions[index - 1]?.envelope.t;
    return !at || (from < at.to && (next === undefined || Date.parse(next) > at.from));
  });
}

function pageOf(
  items: readonly Version[],
  { page: token, count }: HistoryQuery,
  compare: Compare,
): { readonly page: HistoryPage; readonly shown: readonly Version[] } {
  const turn = token === undefined ? undefined : readTurn(token);
  const back = turn?.back ?? false;
  const place = turn && readPlace(turn.place);
  const at = place ? indexOf(items, back, (item) => compare(item, place)) : 0;
  const size = Math.min(count ?? pageSizes.standard, pageSizes.most);
  const { page: shown, ...beside } = pageFrom(
    {
      items,
      placeOf: ({ t, name, v }) => `${t} ${name} ${v}`,
      bytesOf: ({ record, resource }) => (resource ? bytesOf(record, resource) : 0) + around,
    },
    at,
    back,
    size,
  );
  const entries = shown.map(({ record: { type, id, envelope }, resource }) => ({
    type,
    id,
    versionId: String(envelope.v),
    lastUpdated: envelope.t,
    method: envelope.m,
    resource,
  }));
  return { shown, page: { entries, total: items.length, ...beside } };
}

/** What an entry says besides its resource, in bytes. */
const around = 400;

function readPlace(text: string): Place {
  const [, t, name, v] = /^(\d{4}-[0-9T:.-]+Z) ([A-Za-z]+\/[A-Za-z0-9\-.]{1,64}) (\d{1,9})$/.exec(text) ?? [];
  if (!t || !name || !v) throw leadsNowhere();
  return { t, name, v: Number(v) };
}

const tooMany = (type: ResourceType | undefined): FhirFailure =>
  new FhirFailure('too-costly', [
    {
      text: `This history holds more than ${historyVersions} versions; narrow it with _since or _at, or ask for the history of ${type === undefined ? 'one type or ' : ''}one resource.`,
      parameter: '_since',
    },
  ]);
