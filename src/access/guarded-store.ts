// The store as one caller meets it: every read, search and write is decided here, and leaves its audit.
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { type FailureKind, FhirFailure } from '../fhir/failure.ts';
import type { HistoryQuery } from '../fhir/history-query.ts';
import type { SearchQuery } from '../fhir/search/query.ts';
import { planCommit } from '../store/commit-plan.ts';
import { conditionOf } from '../store/conditions.ts';
import type { Custody } from '../store/custody.ts';
import type { DisclosureAsk, Disclosures } from '../store/disclosure.ts';
import type {
  Attempt,
  Dossier,
  Emergency,
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
import type { Overview } from '../store/overview.ts';
import { transact } from '../store/transact.ts';
import type { RequestInfo } from './audit/audit.ts';
import { disclosures } from './audit/disclosures.ts';
import type { Ledger } from './audit/ledger.ts';
import { noteRefusedAttempt, noteRefusedWrites } from './audit/refusals.ts';
import { Trail } from './audit/trail.ts';
import { breakGlass, type GlassParts, isGlassTarget, type Which } from './break-glass.ts';
import type { Caller } from './caller.ts';
import { type CustodyParts, custodyOf } from './custody.ts';
import { figures } from './figures.ts';
import { everything, file } from './file-reads.ts';
import { history } from './history.ts';
import { childOf } from './judge.ts';
import { auditActionOf, authorize, mayAsk, type Permission } from './permission.ts';
import { decide } from './policy/decide.ts';
import { type Reader, search } from './search.ts';
import { Sight, type SightParts } from './sight.ts';
import { read, vread } from './single-reads.ts';
import { together } from './together.ts';
import { whoMaySee } from './who-may-see.ts';

export interface GuardParts extends SightParts, CustodyParts {
  readonly ledger: Ledger;
}

/** Up to here conditions are looked up each for itself. */
const fewConditions = 8;

export class GuardedStore implements Dossier {
  readonly caller: Caller;
  readonly #parts: GuardParts;
  readonly #trail: Trail;
  readonly #sight: Sight;
  /** How many refusals the trail had when the last attempt of this request ended. */
  #told = 0;

  constructor(parts: GuardParts, caller: Caller, request: RequestInfo) {
    this.caller = caller;
    this.#parts = parts;
    this.#sight = new Sight(parts, caller);
    const basisOf = (child: string | undefined) => this.#sight.basisOf(child);
    this.#trail = new Trail({ ledger: parts.ledger, now: parts.now, basisOf }, caller, request);
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

  together(patientId: string): Promise<string[]> {
    return together(this.#sight, this.#parts.store, patientId);
  }

  whoMaySee(patientId: string): Promise<Overview> {
    const parts = this.#parts;
    return whoMaySee({ sight: this.#sight, trail: this.#trail, store: parts.store, parts }, patientId);
  }

  disclosures(patientId: string, ask: DisclosureAsk): Promise<Disclosures> {
    return disclosures(this.#reader, patientId, ask);
  }

  async write(writes: readonly Write[], operation?: Operation): Promise<Written[]> {
    try {
      const { gate, store } = this.#gateFor(writes, operation);
      return await transact(store, writes, gate);
    } catch (problem) {
      await this.refuseWrites(writes, problem);
      throw problem;
    }
  }

  async refuseWrites(writes: readonly Write[], problem: unknown): Promise<void> {
    if (this.#trail.refusals === this.#told)
      await noteRefusedWrites({ trail: this.#trail, store: this.#parts.store }, writes, kindOf(problem));
  }

  async refuse(attempt: Attempt, problem: unknown): Promise<void> {
    if (this.#trail.refusals === this.#told)
      await noteRefusedAttempt({ trail: this.#trail, store: this.#parts.store }, attempt, kindOf(problem));
    this.#told = this.#trail.refusals;
  }

  breakGlass(which: Which, reason: string): Promise<Emergency[]> {
    const { store, rules, now } = this.#parts;
    const write: GlassParts['write'] = (writes, operation) => this.write(writes, operation);
    return breakGlass({ sight: this.#sight, trail: this.#trail, store, rules, now, write }, which, reason);
  }

  /** Who tries what a write would meet learns something by it, refused or not: the trail keeps that. */
  async rehearse(writes: readonly Write[]): Promise<void> {
    for (const write of writes)
      this.#trail.noteQuery(
        undefined,
        `${'resource' in write ? write.resource.resourceType : write.type}/$validate`,
      );
    const { gate, store } = this.#gateFor(writes);
    const { changes } = await planCommit(store, writes, gate);
    for (const { child, reference } of changes) this.#trail.noteQuery(child, `${reference}/$validate`);
  }

  #gateFor(
    writes: readonly Write[],
    operation?: Operation,
  ): { readonly gate: Gate; readonly store: DossierStore } {
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
    const gate: Gate = {
      origin: this.#origin,
      base: this.#parts.base,
      now: this.#parts.now,
      newId: this.#parts.newId,
      matches: (type, query) => sight.matching(type, query, operation),
      tester: (type, query) => sight.tester(type, query),
      found: (record, head) => this.#sight.aside().found(record, head, 'r', false),
      sees: (record, head) =>
        (operation === 'break-glass' && isGlassTarget(record)) ||
        this.#sight.show(record, head, 'r', false) !== undefined,
      meets: (record, head) => {
        this.#trail.note(childOf(record), 'R', `${record.type}/${record.id}/_history/${record.envelope.v}`);
        return this.#sight.show(record, head, 'r');
      },
      shows: ({ after, record }, head) =>
        after && record && this.#sight.show({ ...record, deleted: false, resource: () => after }, head, 'r'),
      sameChild: (patientId) => together(this.#sight, store, patientId),
      authorize: (change, before) => authorize(permission, change, before),
      commit: (actions, changes) =>
        this.#trail.commit(
          actions,
          changes.map((change) => ({
            child: change.child,
            action: auditActionOf(change),
            reference: `${change.reference}/_history/${change.envelope.v}`,
          })),
          operation,
        ),
    };
    return { gate, store };
  }

  get custody(): Custody {
    return custodyOf(this.#reader, this.#parts);
  }

  async settle(problem?: unknown): Promise<void> {
    if (problem !== undefined) this.#trail.fail(kindOf(problem));
    await this.#trail.settle();
  }

  async board(): Promise<{ patient: string; line: Json; joined: readonly string[] }[]> {
    this.#sight.needWholeScope('s', 'EpisodeOfCare');
    const { store } = this.#parts;
    const rows = await store.board(this.caller.region);
    const runsRegion = this.caller.organization === this.caller.region && this.caller.kind === 'coordinator';
    const heads = runsRegion ? undefined : await store.heads(rows.map((row) => patientPartition(row.sk)));
    const lines = rows.filter((row) => {
      const head = heads?.get(patientPartition(row.sk))?.head;
      const file = runsRegion
        ? { relations: { organization: new Set(['ivh'] as const), self: new Set<never>() } }
        : this.#sight.fileOf(head ?? {});
      return decide(this.#parts.rules, { ...this.#sight.question('s', 'EpisodeOfCare'), ...file }).allow;
    });
    for (const row of lines) this.#trail.noteQuery(row.sk, 'status board');
    return Promise.all(
      lines.map(async ({ sk, value }) => {
        const { joined, ...line } = JSON.parse(value) as { readonly [key: string]: Json };
        return {
          patient: sk,
          line,
          joined: joined ? (await this.together(sk)).filter((one) => one !== sk) : [],
        };
      }),
    );
  }

  figures(): Promise<Json[]> {
    const { store, rules } = this.#parts;
    return figures({ sight: this.#sight, trail: this.#trail, store, rules });
  }

  get #reader(): Reader {
    const { store, rules, base } = this.#parts;
    return { sight: this.#sight, trail: this.#trail, store, rules, base };
  }

  get #origin(): string {
    return this.caller.organization ?? this.caller.client;
  }
}

const kindOf = (problem: unknown): FailureKind | 'error' =>
  problem instanceof FhirFailure ? problem.kind : 'error';
