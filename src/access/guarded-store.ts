// The store as one caller meets it: every read, search and write is decided here, and leaves its audit.
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import type { HistoryQuery } from '../fhir/history-query.ts';
import type { SearchQuery } from '../fhir/search/query.ts';
import { planCommit } from '../store/commit-plan.ts';
import { conditionOf } from '../store/conditions.ts';
import type {
  Dossier,
  FilePart,
  HistoryPage,
  HistoryPlace,
  Operation,
  SearchPage,
  Write,
  Written,
} from '../store/dossier.ts';
import { type DossierStore, patientPartition } from '../store/dossier-store.ts';
import type { Gate } from '../store/gate.ts';
import type { Json } from '../store/head.ts';
import { transact } from '../store/transact.ts';
import type { RequestInfo } from './audit.ts';
import type { Caller } from './caller.ts';
import { decide } from './decide.ts';
import { everything, file } from './file-reads.ts';
import { history } from './history.ts';
import { admit, auditActionOf, authorize, mayAsk, type Permission } from './permission.ts';
import { type Reader, search } from './search.ts';
import { childOf, Sight, type SightParts } from './sight.ts';
import { read, vread } from './single-reads.ts';
import { Trail } from './trail.ts';

export interface GuardParts extends SightParts {
  readonly newId: () => string;
}

/** Up to here conditions are looked up each for itself. */
const fewConditions = 8;

export class GuardedStore implements Dossier {
  readonly caller: Caller;
  readonly #parts: GuardParts;
  readonly #trail: Trail;
  readonly #sight: Sight;

  constructor(parts: GuardParts, caller: Caller, request: RequestInfo) {
    this.caller = caller;
    this.#parts = parts;
    this.#trail = new Trail(caller, request, parts.now, parts.newId);
    this.#sight = new Sight(parts, caller);
  }

  read(type: ResourceType, id: string): Promise<Resource> {
    return read(this.#reader, type, id);
  }

  vread(type: ResourceType, id: string, versionId: string): Promise<Resource> {
    return vread(this.#reader, type, id, versionId);
  }

  history(place: HistoryPlace, query: HistoryQuery): Promise<HistoryPage> {
    return history(this.#reader, place, query);
  }

  search(query: SearchQuery, page?: string, child?: string): Promise<SearchPage> {
    return search(this.#reader, query, page, child);
  }

  file(patientId: string, types?: readonly ResourceType[]): Promise<Resource[]> {
    return file(this.#reader, patientId, types);
  }

  everything(patientId: string, part: FilePart): Promise<SearchPage> {
    return everything(this.#reader, patientId, part);
  }

  async write(writes: readonly Write[], operation?: Operation): Promise<Written[]> {
    const { gate, store, done } = this.#gateFor(writes, operation);
    const written = await transact(store, writes, gate);
    done();
    return written;
  }

  /** Who tries what a write would meet learns something by it, refused or not: the trail keeps that. */
  async rehearse(writes: readonly Write[]): Promise<void> {
    for (const write of writes)
      this.#trail.noteQuery(
        undefined,
        `${'resource' in write ? write.resource.resourceType : write.type}/$validate`,
      );
    const { gate, store } = this.#gateFor(writes);
    await planCommit(store, writes, {
      ...gate,
      audit: (changes) => {
        for (const { child, reference } of changes) this.#trail.noteQuery(child, `${reference}/$validate`);
        return [];
      },
    });
  }

  #gateFor(
    writes: readonly Write[],
    operation?: Operation,
  ): { readonly gate: Gate; readonly store: DossierStore; readonly done: () => void } {
    const { rules, now } = this.#parts;
    const permission: Permission = { sight: this.#sight, trail: this.#trail, rules, now, operation };
    for (const write of writes) {
      mayAsk(permission, write);
      // A delete may meet nothing and so change nothing; that somebody asked is kept all the same.
      if (write.method === 'delete' && write.condition !== undefined)
        this.#trail.noteQuery(undefined, `${write.type}?${write.condition}`);
    }
    const hasMany = writes.filter((write) => conditionOf(write) !== undefined).length > fewConditions;
    const store = hasMany ? this.#parts.store.gathering() : this.#parts.store;
    const sight = hasMany ? new Sight({ ...this.#parts, store }, this.caller) : this.#sight;
    let done = (): void => {};
    const gate: Gate = {
      origin: this.#origin,
      base: this.#parts.base,
      now: this.#parts.now,
      newId: this.#parts.newId,
      matches: (type, query) => sight.matching(type, query, operation),
      tester: (type, query) => sight.tester(type, query),
      sees: (record, head) => this.#sight.show(record, head, 'r', false) !== undefined,
      meets: (record, head) => {
        this.#trail.note(childOf(record), 'R', `${record.type}/${record.id}/_history/${record.envelope.v}`);
        return this.#sight.show(record, head, 'r');
      },
      shows: ({ after, record }, head) =>
        after && record && this.#sight.show({ ...record, deleted: false, resource: () => after }, head, 'r'),
      admit: (resource, before) => admit(permission, resource, before),
      authorize: (change, before) => authorize(permission, change, before),
      audit: (changes) => {
        const rows = this.#trail.rows(
          changes.map((change) => ({
            child: change.child,
            action: auditActionOf(change),
            reference: `${change.reference}/_history/${change.envelope.v}`,
          })),
          operation,
        );
        done = rows.done;
        return rows.actions;
      },
    };
    return { gate, store, done: () => done() };
  }

  async settle(): Promise<void> {
    await this.#trail.settle(this.#parts.store.table);
  }

  async board(): Promise<{ patient: string; line: Json }[]> {
    this.#sight.needScope('s', 'EpisodeOfCare');
    const { store } = this.#parts;
    const rows = await store.board(this.caller.region);
    const runsRegion = this.caller.organization === this.caller.region && this.caller.kind === 'coordinator';
    const heads = runsRegion ? undefined : await store.heads(rows.map((row) => patientPartition(row.sk)));
    const lines = rows.filter((row) => {
      const head = heads?.get(patientPartition(row.sk))?.head;
      const relations = runsRegion
        ? { organization: new Set(['ivh'] as const), self: new Set<never>() }
        : this.#sight.relationsTo(head ?? {});
      return decide(this.#parts.rules, { ...this.#sight.question('s', 'EpisodeOfCare'), relations }).allow;
    });
    for (const row of lines) this.#trail.noteQuery(row.sk, 'status board');
    return lines.map((row) => ({ patient: row.sk, line: JSON.parse(row.value) as Json }));
  }

  get #reader(): Reader {
    const { store, rules, base } = this.#parts;
    return { sight: this.#sight, trail: this.#trail, store, rules, base };
  }

  get #origin(): string {
    return this.caller.organization ?? this.caller.client;
  }
}
