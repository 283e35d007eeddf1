// FHIR on the table: reading records, versions, files, heads and candidates. Knows nothing of callers.
import type { ResourceType } from '@medplum/fhirtypes';
import { fileless } from '../fhir/types.ts';
import { gathered } from './gathered.ts';
import type { BoardOf, FileRule, Head, HeadPart } from './head.ts';
import { idOfIndexRow } from './indexes.ts';
import { joinedFiles, joinedHead } from './joined.ts';
import {
  boardRange,
  filePartition,
  formerRange,
  headKey,
  identifierKey,
  listRanges,
  locatorKey,
  parseRecordKey,
  recordKey,
  recordRange,
  versionKey,
  versionRange,
} from './keys.ts';
import { decodeRecord, type StoredRecord } from './record.ts';
import type { Range, Row, Table } from './table.ts';

export interface Place {
  readonly type: ResourceType;
  readonly id: string;
}

/** The head of a file with the row version a commit must find; version 0 is a file that does not exist yet. */
export interface HeadRecord {
  /** The file's own facts, and those of older files of the same child that hold for it. */
  readonly head: Head;
  readonly own: Head;
  readonly rowVersion: number;
  /** The heads of those older files, by partition. */
  readonly older?: ReadonlyMap<string, HeadRecord>;
}

/** What IVH and access keep in heads, and the rules of a file. */
export interface FileModel {
  readonly parts: readonly HeadPart[];
  readonly rules: readonly FileRule[];
  readonly boardOf: BoardOf;
  /** `organization`, `practitioner` or `person` keys whose caseload the file is part of. */
  readonly caseloadsOf: (head: Head) => readonly string[];
  /** What stays of a head when the child's Patient is deleted, so that who must can still answer for the file. */
  readonly remainsOf: (head: Head) => Head;
}

export interface IdentifierRow {
  readonly rowVersion: number;
  readonly holders: readonly { readonly id: string; readonly pk: string }[];
}

const mostHeads = 1000;

export class DossierStore {
  readonly table: Table;
  readonly model: FileModel;
  readonly #heads: Map<string, HeadRecord>;

  constructor(table: Table, model: FileModel, heads = new Map<string, HeadRecord>()) {
    this.table = table;
    this.model = model;
    this.#heads = heads;
  }

  /** The same store for one commit that looks up very much side by side. */
  gathering(): DossierStore {
    return new DossierStore(gathered(this.table), this.model, this.#heads);
  }

  /** Records (deleted ones too) in the order of the places; undefined where nothing ever was. */
  async load(places: readonly Place[]): Promise<(StoredRecord | undefined)[]> {
    if (places.length === 0) return [];
    const unknown = places.filter(({ type }) => !hasOwnPartition(type));
    const locators = await this.table.batchGet(unknown.map(({ type, id }) => locatorKey(type, id)));
    const found = new Map(unknown.map((place, index) => [place, locators[index]?.value]));
    return this.#loadAt(
      places.map((place) => ({
        ...place,
        pk: hasOwnPartition(place.type) ? filePartition(place.type, place.id) : found.get(place),
      })),
    );
  }

  async #loadAt(places: readonly (Place & { pk?: string })[]): Promise<(StoredRecord | undefined)[]> {
    const known = places.filter((place) => place.pk !== undefined);
    const rows = await this.table.batchGet(known.map(({ type, id, pk = '' }) => recordKey(pk, type, id)));
    const found = new Map<string, Row | undefined>(
      known.map(({ type, id }, index) => [`${type}/${id}`, rows[index]]),
    );
    return places.map(({ type, id }) => {
      const row = found.get(`${type}/${id}`);
      return row && decodeRecord(type, id, row);
    });
  }

  async version(record: StoredRecord, versionId: number): Promise<StoredRecord | undefined> {
    if (record.envelope.v === versionId) return record;
    const row = await this.table.get(versionKey(record.pk, record.type, record.id, versionId));
    return row && decodeRecord(record.type, record.id, row);
  }

  /** All versions up to the record's own, newest first. */
  async versions(record: StoredRecord): Promise<StoredRecord[]> {
    if (record.envelope.v === 1) return [record];
    const rows = await this.table.query(versionRange(record.pk, record.type, record.id));
    return withFormer(
      record,
      rows.map((row) => decodeRecord(record.type, record.id, row)),
    );
  }

  /** All versions of each resource of a file (or of one type in it), deleted ones too. */
  async fileVersions(pk: string, type?: ResourceType): Promise<StoredRecord[][]> {
    // In this order a version made in between is left out, and none comes twice or gets lost.
    const records = (await this.table.query(recordRange(pk, type))).map(recordIn);
    const former = new Map<string, StoredRecord[]>();
    if (records.some(({ envelope }) => envelope.v > 1)) {
      for (const version of (await this.table.query(formerRange(pk, type))).map(recordIn)) {
        const name = `${version.type}/${version.id}`;
        const others = former.get(name);
        if (others) others.unshift(version);
        else former.set(name, [version]);
      }
    }
    return records.map((record) => withFormer(record, former.get(`${record.type}/${record.id}`) ?? []));
  }

  async heads(partitions: readonly string[]): Promise<Map<string, HeadRecord>> {
    const heads = await this.#ownHeads(partitions);
    const named = new Set([...heads.values()].flatMap(({ own }) => joinedFiles(own, 'older')));
    if (named.size === 0) return heads;
    const older = await this.#ownHeads([...named]);
    return new Map([...heads].map(([pk, record]) => [pk, joinedHead(record, older, this.model.parts)]));
  }

  async #ownHeads(partitions: readonly string[]): Promise<Map<string, HeadRecord>> {
    const rows = await this.table.batchGet(partitions.map(headKey));
    return new Map(partitions.map((pk, index) => [pk, this.#headIn(rows[index])]));
  }

  /** Heads are asked for with every request and change seldom: those met last are kept parsed. */
  #headIn(row: Row | undefined): HeadRecord {
    if (!row) return { head: {}, own: {}, rowVersion: 0 };
    const known = this.#heads.get(row.pk);
    if (known?.rowVersion === row.version) return known;
    const own = JSON.parse(row.value) as Head;
    const read = { head: own, own, rowVersion: row.version };
    if (this.#heads.size >= mostHeads) this.#heads.clear();
    this.#heads.set(row.pk, read);
    return read;
  }

  /** The living records of a file (or of one type in it) whose text passes the test, by type and id. */
  async file(
    pk: string,
    type?: ResourceType,
    mayMatch: (text: string) => boolean = () => true,
  ): Promise<StoredRecord[]> {
    const rows = await this.table.query(recordRange(pk, type));
    return rows
      .filter((row) => mayMatch(row.value))
      .map(recordIn)
      .filter((record) => !record.deleted);
  }

  /** Who holds each identifier, by type + newline + `system|value`. */
  async identifiers(
    asked: readonly { readonly type: string; readonly token: string }[],
  ): Promise<Map<string, IdentifierRow>> {
    const rows = await this.table.batchGet(asked.map(({ type, token }) => identifierKey(type, token)));
    return new Map(
      asked.map(({ type, token }, index) => {
        const row = rows[index];
        const holders = row ? (JSON.parse(row.value) as IdentifierRow['holders']) : [];
        return [`${type}\n${token}`, { rowVersion: row?.version ?? 0, holders }];
      }),
    );
  }

  async byIdentifiers(type: ResourceType, tokens: readonly string[]): Promise<StoredRecord[]> {
    const rows = await this.table.batchGet(tokens.map((token) => identifierKey(type, token)));
    const holders = rows.flatMap((row) => (row ? (JSON.parse(row.value) as IdentifierRow['holders']) : []));
    return this.#living(holders.map(({ id, pk }) => ({ type, id, pk })));
  }

  async byIndex(type: ResourceType, ranges: readonly Range[]): Promise<StoredRecord[]> {
    const found = await Promise.all(ranges.map((range) => this.table.query(range)));
    return this.#living(found.flat().map((row) => ({ type, id: idOfIndexRow(row.sk), pk: row.value })));
  }

  /** Every record of a type, at most `limit` of them (counted before deleted ones fall out). */
  async all(type: ResourceType, limit: number): Promise<StoredRecord[]> {
    return (await this.listed(type, limit)).filter((record) => !record.deleted);
  }

  /** Every record of a type, deleted ones too, at most `limit` of them. */
  async listed(type: ResourceType, limit: number): Promise<StoredRecord[]> {
    const rows: Row[] = [];
    for (const range of listRanges(type, limit)) {
      rows.push(...(await this.table.query({ ...range, limit: limit - rows.length })));
      if (rows.length >= limit) break;
    }
    const records = await this.#loadAt(rows.map((row) => ({ type, id: row.sk, pk: row.value })));
    return records.filter((record) => record !== undefined);
  }

  async board(region: string): Promise<Row[]> {
    return this.table.query(boardRange(region));
  }

  async #living(places: readonly (Place & { pk: string })[]): Promise<StoredRecord[]> {
    const distinct = [...new Map(places.map((place) => [place.id, place])).values()];
    const records = await this.#loadAt(distinct);
    return records
      .filter((record) => record !== undefined && !record.deleted)
      .map((record) => record as StoredRecord);
  }
}

const recordIn = (row: Row): StoredRecord => {
  const { type, id } = parseRecordKey(row.sk);
  return decodeRecord(type, id, row);
};

const withFormer = (record: StoredRecord, former: readonly StoredRecord[]): StoredRecord[] => [
  record,
  ...former.filter(({ envelope }) => envelope.v < record.envelope.v),
];

/** A Patient is the child's file, a resource of the directory its own: no locator is needed to find them. */
const hasOwnPartition = (type: string): boolean => type === 'Patient' || fileless.has(type);

export const patientPartition = (id: string): string => filePartition('Patient', id);
