// What an export reads for a caller: whole files and lists, each resource decided as a read of it would be.
import type { Resource } from '@medplum/fhirtypes';
import { matches } from '../fhir/search/match.ts';
import { summarize } from '../fhir/search/summary.ts';
import { elementsFor, parseTypeFilter, type TypeFilter } from '../fhir/search/type-filter.ts';
import { isServedType, type ServedType } from '../fhir/types.ts';
import { type DossierStore, patientPartition } from '../store/dossier-store.ts';
import type { Head } from '../store/head.ts';
import { isFile, parseRecordKey, recordRange } from '../store/keys.ts';
import { decodeRecord, type StoredRecord } from '../store/record.ts';
import type { Action } from '../store/table.ts';
import type { RequestInfo } from './audit/audit.ts';
import { Trail } from './audit/trail.ts';
import type { Caller } from './caller.ts';
import { seesEverything } from './candidates.ts';
import { caseloadAfter, listedAfter } from './export-children.ts';
import type { GuardParts } from './guarded-store.ts';
import { childOf } from './judge.ts';
import { scopeCovers } from './policy/decide.ts';
import { Sight } from './sight.ts';
import { together } from './together.ts';

/** Instants in ISO 8601, as `meta.lastUpdated`; `since` leaves out what is not younger, `until` what is. */
export interface ExportAsk {
  readonly types: ReadonlySet<string>;
  readonly filters: readonly string[];
  readonly elements?: readonly string[];
  readonly since?: string;
  readonly until: string;
}

/** A resource as the caller sees it, with what let him: the file and his ties to it at that moment. */
export interface Exported {
  readonly pk: string;
  readonly ties: string;
  readonly resource: Resource;
}

export interface Found {
  readonly resources: readonly Exported[];
  /** References of what was deleted after `since`, by file. */
  readonly deleted: readonly { readonly pk: string; readonly ties: string; readonly references: string[] }[];
}

export class ExportReader {
  readonly #parts: GuardParts;
  readonly #sight: Sight;
  readonly #trail: Trail;

  constructor(parts: GuardParts, caller: Caller, request: RequestInfo) {
    this.#parts = parts;
    this.#sight = new Sight(parts, caller);
    const basisOf = (child: string | undefined) => this.#sight.basisOf(child);
    this.#trail = new Trail({ ledger: parts.ledger, now: parts.now, basisOf }, caller, request);
  }

  get #store(): DossierStore {
    return this.#parts.store;
  }

  mayRead(type: string): boolean {
    return scopeCovers(this.#sight.question('r', type));
  }

  needScope(type: string): void {
    this.#sight.needScope('r', type);
  }

  /** The next of all children the caller may have to do with; fewer than `most` are the last. */
  childrenAfter(after: string, most: number): Promise<string[]> {
    const { caller } = this.#sight;
    return seesEverything({ caller, rules: this.#parts.rules })
      ? listedAfter(this.#store, 'Patient', after, most)
      : caseloadAfter(this.#store, caller, after, most);
  }

  /** The children a Group counts as its members now; undefined when the caller may not read it (any more). */
  async members(group: string): Promise<string[] | undefined> {
    const [record] = await this.#store.load([{ type: 'Group', id: group }]);
    const resource = record && this.#sight.show(record, undefined, 'r');
    if (resource?.resourceType !== 'Group') return undefined;
    return (resource.member ?? []).flatMap(({ entity, inactive }) => {
      const [, id] = /^Patient\/([^/]+)/.exec(entity.reference ?? '') ?? [];
      return id === undefined || inactive === true ? [] : [id];
    });
  }

  /** Which of these children the caller may see. */
  async seen(ids: readonly string[]): Promise<Set<string>> {
    const records = await this.#store.load(ids.map((id) => ({ type: 'Patient', id })));
    const heads = await this.#store.heads(ids.map(patientPartition));
    const seen = records.filter(
      (record) => record && !record.deleted && this.#sight.knows(record, heads.get(record.pk)?.head, 'r'),
    );
    return new Set(seen.flatMap((record) => record?.id ?? []));
  }

  /**
   * The files read for a child that is named: its own and those joined to it that the caller sees too, each for one of
   * those named alone.
   */
  async filesOf(id: string, named: ReadonlySet<string>): Promise<string[]> {
    const same = await together(this.#sight, this.#store, id);
    const [first] = same.filter((one) => named.has(one)).sort();
    return first === id ? same.filter((one) => one === id || !named.has(one)) : [id];
  }

  /** The file of one child, as far as it was there at `until`. */
  async child(id: string, ask: ExportAsk): Promise<Found> {
    const pk = patientPartition(id);
    const rows = await this.#store.table.query(recordRange(pk));
    const records = rows.flatMap((row) => {
      const place = parseRecordKey(row.sk);
      return ask.types.has(place.type) ? [decodeRecord(place.type, place.id, row)] : [];
    });
    return this.#found(records, ask);
  }

  /** A stretch of a type that lies in no file, and the last id it looked at; without one there is no more. */
  async listed(
    type: ServedType,
    after: string,
    most: number,
    ask: ExportAsk,
  ): Promise<Found & { after?: string }> {
    const ids = await listedAfter(this.#store, type, after, most);
    const records = await this.#store.load(ids.map((id) => ({ type, id })));
    const found = await this.#found(
      records.filter((record) => record !== undefined),
      ask,
    );
    return { ...found, after: ids.length < most ? undefined : ids.at(-1) };
  }

  async #found(records: readonly StoredRecord[], ask: ExportAsk): Promise<Found> {
    const heads = await this.#store.heads([...new Set(records.map(({ pk }) => pk).filter(isFile))]);
    const filters = ask.filters.map((text) => parseTypeFilter(text, this.#parts.base));
    const resources: Exported[] = [];
    const deleted = new Map<string, { pk: string; ties: string; references: string[] }>();
    for (const record of records) {
      const { pk, type, id } = record;
      const head = heads.get(pk)?.head;
      const ties = isFile(pk) ? this.#ties(head) : '';
      if (record.deleted) {
        if (!(await this.#tellsDeleted(record, head, ask))) continue;
        const of = deleted.get(pk) ?? { pk, ties, references: [] };
        of.references.push(`${type}/${id}`);
        deleted.set(pk, of);
        continue;
      }
      const version = await this.#asOf(record, ask.until);
      const resource = version && this.#asked(version, head, ask, filters);
      if (resource) resources.push({ pk, ties, resource });
    }
    return { resources, deleted: [...deleted.values()] };
  }

  #asked(
    record: StoredRecord,
    head: Head | undefined,
    ask: ExportAsk,
    filters: readonly TypeFilter[],
  ): Resource | undefined {
    if (!isYounger(record, ask.since)) return undefined;
    const resource = this.#sight.show(record, head, 'r');
    if (!resource) return undefined;
    const own = filters.filter(({ type }) => type === record.type);
    if (own.length > 0 && !own.some(({ query }) => matches(resource, query))) return undefined;
    if (!ask.elements) return resource;
    const { type } = record;
    if (!isServedType(type)) return undefined;
    return summarize(resource, { type, elements: elementsFor(type, ask.elements) });
  }

  /** The record as it was at that moment; what came later belongs to the next export. */
  async #asOf(record: StoredRecord, until: string): Promise<StoredRecord | undefined> {
    if (record.envelope.t <= until) return record;
    const versions = await this.#store.versions(record);
    const then = versions.find(({ envelope }) => envelope.t <= until);
    return then?.deleted ? undefined : then;
  }

  /** The last living version decides who may know of a deletion, as in a history. */
  async #tellsDeleted(record: StoredRecord, head: Head | undefined, ask: ExportAsk): Promise<boolean> {
    if (ask.since === undefined || !isYounger(record, ask.since)) return false;
    if (record.envelope.t > ask.until || !this.mayRead(record.type)) return false;
    const last = await this.#store.version(record, record.envelope.v - 1);
    return last !== undefined && this.#sight.knows(last, head, 'r');
  }

  #ties(head: Head | undefined): string {
    const { organization, self } = this.#sight.fileOf(head ?? {}).relations;
    return [
      ...[...organization].map((one) => `o:${one}`),
      ...[...self].map((one) => `s:${one}`),
      ...this.#sight.wordsOn(head ?? {}),
    ]
      .sort()
      .join(' ');
  }

  /** Whether the ties and consents that let the caller read each of these files hold still. */
  async tiesHold(read: ReadonlyMap<string, string>): Promise<Set<string>> {
    const files = [...read.keys()].filter(isFile);
    const heads = await this.#store.heads(files);
    const held = [...read].filter(([pk, ties]) => {
      const now = new Set(this.#ties(heads.get(pk)?.head).split(' '));
      return !isFile(pk) || ties.split(' ').every((tie) => tie === '' || now.has(tie));
    });
    return new Set(held.map(([pk]) => pk));
  }

  /** Makes a step of the export count, with an entry in the trail of each child it shows. */
  async commit(actions: readonly Action[], query: string, pks: Iterable<string | undefined>): Promise<void> {
    for (const pk of pks) this.#trail.noteQuery(pk === undefined ? undefined : childOf({ pk }), query);
    await this.#trail.commit(actions, [], 'export');
  }
}

const isYounger = ({ envelope }: StoredRecord, since: string | undefined): boolean =>
  since === undefined || Date.parse(envelope.t) > Date.parse(since);
