// The store as one caller meets it: every read, search and write is decided here, and leaves its audit.
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import { matches } from '../fhir/search/match.ts';
import { parseSearch } from '../fhir/search/parse.ts';
import type { SearchQuery } from '../fhir/search/query.ts';
import type { Dossier, HistoryEntry, Operation, SearchPage, Write, Written } from '../store/dossier.ts';
import { type DossierStore, patientPartition } from '../store/dossier-store.ts';
import type { Gate, PlannedChange } from '../store/gate.ts';
import type { Head, Json } from '../store/head.ts';
import { childOfPartition, isFile } from '../store/keys.ts';
import type { StoredRecord } from '../store/record.ts';
import { transact } from '../store/transact.ts';
import type { AuditAction, RequestInfo } from './audit.ts';
import { auditEvent, auditEventsOf } from './audit-reader.ts';
import type { Caller } from './caller.ts';
import { findCandidates } from './candidates.ts';
import { type Decision, decide, neededScope, type Question, type Rule, scopeCovers } from './policy.ts';
import { relationsOf } from './relations.ts';
import type { ScopeAction } from './scopes.ts';
import { pageOf, type Reach, type Shown } from './search-page.ts';
import { matching } from './surroundings.ts';
import { longestPatientId, parseAuditId, Trail } from './trail.ts';
import { project } from './views.ts';

export interface GuardParts {
  readonly store: DossierStore;
  readonly rules: readonly Rule[];
  readonly now: () => Date;
  readonly newId: () => string;
  /** The own FHIR base: absolute references below it count as local. */
  readonly base: string;
}

export class GuardedStore implements Dossier {
  readonly caller: Caller;
  readonly #parts: GuardParts;
  readonly #trail: Trail;

  constructor(parts: GuardParts, caller: Caller, request: RequestInfo) {
    this.caller = caller;
    this.#parts = parts;
    this.#trail = new Trail(caller, request, parts.now, parts.newId);
  }

  async read(type: ResourceType, id: string): Promise<Resource> {
    const { record, resource } = await this.#readable(type, id);
    this.#trail.note(childOf(record), 'R', `${type}/${id}/_history/${record.envelope.v}`);
    return resource;
  }

  async vread(type: ResourceType, id: string, versionId: string): Promise<Resource> {
    const { record, head } = await this.#known(type, id);
    const version = /^\d{1,9}$/.test(versionId)
      ? await this.#parts.store.version(record, Number(versionId))
      : undefined;
    const shown = version && !version.deleted ? this.#show(version, head, 'r') : undefined;
    if (version?.deleted) throw gone(type, id);
    if (!shown) throw absent(`${type}/${id}/_history/${versionId}`);
    this.#trail.note(childOf(record), 'R', `${type}/${id}/_history/${versionId}`);
    return shown;
  }

  async history(type: ResourceType, id: string): Promise<HistoryEntry[]> {
    const { record, head } = await this.#known(type, id);
    const versions = await this.#parts.store.versions(record);
    this.#trail.note(childOf(record), 'R', `${type}/${id}`);
    return versions.flatMap((version) => {
      const resource = version.deleted ? undefined : this.#show(version, head, 'r');
      if (!version.deleted && !resource) return [];
      const { v, t, m } = version.envelope;
      return [{ versionId: String(v), lastUpdated: t, method: m, resource }];
    });
  }

  async search(query: SearchQuery, page?: string): Promise<SearchPage> {
    const { type } = query;
    if (type === 'Resource')
      throw new FhirFailure('not-supported', 'Search one type at a time: GET [base]/<type>?…');
    this.#needScope('s', type);
    const shown = type === 'AuditEvent' ? await this.#auditEvents(query) : await this.#visible(type, query);
    const reach = this.#reach(type);
    const result = await pageOf(query, await matching(query, shown, reach), page, reach);
    const children = new Set(result.shown.map(({ child }) => child));
    for (const { child, resource } of result.shown) {
      this.#trail.note(child, 'E', `${resource.resourceType}/${resource.id}`);
    }
    for (const child of children.size > 0 ? children : [undefined])
      this.#trail.noteQuery(child, `${query.type}?${result.self}`);
    return result.page;
  }

  async file(patientId: string, types?: readonly ResourceType[]): Promise<Resource[]> {
    const pk = patientPartition(patientId);
    const { store } = this.#parts;
    const wanted = types
      ? await Promise.all(types.map((type) => store.file(pk, type)))
      : [await store.file(pk)];
    const head = (await store.heads([pk])).get(pk)?.head;
    const records = wanted.flat().filter(({ type }) => scopeCovers(this.#question('r', type)));
    const shown = records.flatMap((record) => this.#show(record, head, 'r') ?? []);
    if (!shown.some(({ resourceType }) => resourceType === 'Patient')) {
      const [patient] = await store.load([{ type: 'Patient', id: patientId }]);
      if (!patient || patient.deleted || !this.#show(patient, head, 'r'))
        throw absent(`Patient/${patientId}`);
    }
    this.#trail.noteQuery(
      patientId,
      `Patient/${patientId}/$everything${types ? `?_type=${types.join()}` : ''}`,
    );
    return shown.sort((a, b) => Number(b.resourceType === 'Patient') - Number(a.resourceType === 'Patient'));
  }

  async write(writes: readonly Write[], operation?: Operation): Promise<Written[]> {
    let done = (): void => {};
    const gate: Gate = {
      origin: this.#origin,
      base: this.#parts.base,
      now: this.#parts.now,
      newId: this.#parts.newId,
      matches: (type, query) => this.#matching(type, query, operation),
      sees: (record, head) => this.#show(record, head, 'r', false) !== undefined,
      authorize: (change, before) => this.#authorize(change, before, operation),
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
    const written = await transact(this.#parts.store, writes, gate);
    done();
    return written;
  }

  async settle(): Promise<void> {
    await this.#trail.settle(this.#parts.store.table);
  }

  async board(): Promise<{ patient: string; line: Json }[]> {
    this.#needScope('s', 'EpisodeOfCare');
    const { store } = this.#parts;
    const rows = await store.board(this.caller.region);
    const runsRegion = this.caller.organization === this.caller.region && this.caller.kind === 'coordinator';
    const heads = runsRegion ? undefined : await store.heads(rows.map((row) => patientPartition(row.sk)));
    const lines = rows.filter((row) => {
      const head = heads?.get(patientPartition(row.sk))?.head;
      const relations = runsRegion
        ? { organization: new Set(['ivh'] as const), self: new Set<never>() }
        : relationsOf(head ?? {}, this.caller, this.#parts.now());
      return decide(this.#parts.rules, { ...this.#question('s', 'EpisodeOfCare'), relations }).allow;
    });
    for (const row of lines) this.#trail.noteQuery(row.sk, 'status board');
    return lines.map((row) => ({ patient: row.sk, line: JSON.parse(row.value) as Json }));
  }

  get #searchOptions() {
    return { handling: 'strict', base: this.#parts.base, canFollow: true } as const;
  }

  get #origin(): string {
    return this.caller.organization ?? this.caller.client;
  }

  #question(action: ScopeAction, type: string): Question {
    return { caller: this.caller, action, type, newFile: false };
  }

  #needScope(action: ScopeAction, type: string, operation?: Operation): void {
    const question = { ...this.#question(action, type), operation };
    if (scopeCovers(question)) return;
    throw new FhirFailure(
      'forbidden',
      `The token does not carry a scope for ${neededScope(question)}, for example system/${neededScope(question)}.`,
    );
  }

  /** What the caller gets of a living record: all, a view of it, or nothing. */
  #show(
    record: StoredRecord,
    head: Head | undefined,
    action: ScopeAction,
    checkScope = true,
  ): Resource | undefined {
    if (record.deleted) return undefined;
    const decision = this.#decideOn(record, head, action);
    if (!decision.allow || (checkScope && !scopeCovers(this.#question(action, record.type))))
      return undefined;
    return decision.view ? project(record.resource(), decision.view) : record.resource();
  }

  #decideOn(record: StoredRecord, head: Head | undefined, action: ScopeAction): Decision {
    return decide(this.#parts.rules, {
      ...this.#question(action, record.type),
      resource: record.deleted ? undefined : record.resource(),
      origin: record.envelope.o,
      relations: isFile(record.pk) ? relationsOf(head ?? {}, this.caller, this.#parts.now()) : undefined,
    });
  }

  async #headOf(record: StoredRecord): Promise<Head | undefined> {
    if (!isFile(record.pk)) return undefined;
    return (await this.#parts.store.heads([record.pk])).get(record.pk)?.head;
  }

  /** A record, living or deleted, that the caller may know of; the last living version decides for a deleted one. */
  async #known(type: ResourceType, id: string): Promise<{ record: StoredRecord; head?: Head }> {
    this.#needScope('r', type);
    const [record] = await this.#parts.store.load([{ type, id }]);
    if (!record) {
      this.#trail.noteRefusal(undefined, 'R', `${type}/${id}`);
      throw absent(`${type}/${id}`);
    }
    const head = await this.#headOf(record);
    const judged = record.deleted ? await this.#parts.store.version(record, record.envelope.v - 1) : record;
    if (!judged || !this.#decideOn(judged, head, 'r').allow) {
      this.#trail.noteRefusal(childOf(record), 'R', `${type}/${id}`);
      throw absent(`${type}/${id}`);
    }
    return { record, head };
  }

  async #readable(
    type: ResourceType,
    id: string,
  ): Promise<{ record: Pick<StoredRecord, 'pk' | 'envelope'>; resource: Resource }> {
    if (type === 'AuditEvent') return this.#readAuditEvent(id);
    const { record, head } = await this.#known(type, id);
    if (record.deleted) throw gone(type, id);
    const resource = this.#show(record, head, 'r');
    if (!resource) throw absent(`${type}/${id}`);
    return { record, resource };
  }

  async #readAuditEvent(
    id: string,
  ): Promise<{ record: Pick<StoredRecord, 'pk' | 'envelope'>; resource: Resource }> {
    this.#needScope('r', 'AuditEvent');
    const place = parseAuditId(id);
    const pk = patientPartition(place?.partition ?? '');
    const event = place && (await auditEvent(this.#parts.store.table, place.partition, place.sk));
    const head = (await this.#parts.store.heads([pk])).get(pk)?.head ?? {};
    const relations = relationsOf(head, this.caller, this.#parts.now());
    const question = { ...this.#question('r', 'AuditEvent'), resource: event, relations };
    if (!event || !decide(this.#parts.rules, question).allow) throw absent(`AuditEvent/${id}`);
    return { record: { pk, envelope: { v: 1, t: event.recorded ?? '', m: 'POST', o: '' } }, resource: event };
  }

  async #auditEvents(query: SearchQuery): Promise<Shown[]> {
    const heads = (pks: readonly string[]) => this.#parts.store.heads(pks);
    return auditEventsOf(query, this.#parts.store.table, async (patient) => {
      const pk = patientPartition(patient);
      const head = (await heads([pk])).get(pk)?.head ?? {};
      const relations = relationsOf(head, this.caller, this.#parts.now());
      return decide(this.#parts.rules, { ...this.#question('s', 'AuditEvent'), relations }).allow;
    });
  }

  /** Candidates for a search, as the caller may see them. */
  async #visible(type: ResourceType, query: SearchQuery): Promise<Shown[]> {
    const { store, rules } = this.#parts;
    const records = await findCandidates(store, type, query, { caller: this.caller, rules });
    const heads = await store.heads([...new Set(records.map(({ pk }) => pk).filter(isFile))]);
    return records.flatMap((record) => {
      const resource = record.type === type ? this.#show(record, heads.get(record.pk)?.head, 's') : undefined;
      return resource ? [{ resource, child: childOf(record) }] : [];
    });
  }

  /** Records a condition meets; a referral also meets the child that another already brought in. */
  async #matching(type: ResourceType, query: string, operation?: Operation): Promise<StoredRecord[]> {
    const wanted = parseSearch(type, [...new URLSearchParams(query)], this.#searchOptions);
    const { store, rules } = this.#parts;
    const records = await findCandidates(store, type, wanted, { caller: this.caller, rules });
    const heads = await store.heads([...new Set(records.map(({ pk }) => pk).filter(isFile))]);
    return records.filter((record) => {
      const joins = operation === 'refer' && type === 'Patient';
      const resource = joins ? record.resource() : this.#show(record, heads.get(record.pk)?.head, 's', false);
      return resource !== undefined && matches(resource, wanted);
    });
  }

  #reach(type: ResourceType): Reach {
    return {
      lastSeen: (at) => this.#lastSeen(type, at),
      load: (references) => this.#loadShown(references),
      search: async (of, parameters) => {
        if (!scopeCovers(this.#question('s', of))) return [];
        const wanted = parseSearch(of, parameters, this.#searchOptions);
        return (await this.#visible(of, wanted)).filter(({ resource }) => matches(resource, wanted));
      },
    };
  }

  async #loadShown(references: readonly { type: ResourceType; id: string }[]): Promise<Shown[]> {
    const { store } = this.#parts;
    const records = (await store.load(references)).filter((record) => record !== undefined);
    const heads = await store.heads([...new Set(records.map(({ pk }) => pk).filter(isFile))]);
    return records.flatMap((record) => {
      const resource = this.#show(record, heads.get(record.pk)?.head, 'r');
      return resource ? [{ resource, child: childOf(record) }] : [];
    });
  }

  /** The version at which a page ended, so that the next page goes on from there whatever was written since. */
  async #lastSeen(type: ResourceType, at: { id: string; versionId: string }): Promise<Resource | undefined> {
    if (type === 'AuditEvent') return (await this.#readAuditEvent(at.id)).resource;
    const { record, head } = await this.#known(type, at.id);
    const version = await this.#parts.store.version(record, Number(at.versionId));
    return version && this.#show(version, head, 's');
  }

  #authorize(change: PlannedChange, before: Head | undefined, operation: Operation | undefined): void {
    const action: ScopeAction = !change.after ? 'd' : change.before ? 'u' : 'c';
    this.#needScope(action, change.type, operation);
    if (change.type === 'AuditEvent')
      throw new FhirFailure('method-not-allowed', 'AuditEvents are written by the server alone.');
    if (change.type === 'Patient' && !change.before && change.id.length > longestPatientId) {
      throw new FhirFailure('invalid', [
        { text: `A Patient id has at most ${longestPatientId} characters here.`, expression: 'Patient.id' },
      ]);
    }
    const inFile = change.child !== undefined;
    const question = {
      ...this.#question(action, change.type),
      origin: change.envelope.o,
      operation,
      relations: inFile && before ? relationsOf(before, this.caller, this.#parts.now()) : undefined,
      newFile: inFile && !before,
    };
    const sides = [change.before, change.after].filter((side) => side !== undefined);
    const judged = sides.length > 0 ? sides : [undefined];
    if (judged.every((resource) => this.#permits({ ...question, resource }))) return;
    if (before) this.#trail.noteRefusal(change.child, auditActionOf(change), change.reference);
    const seen = change.record && this.#show(change.record, before, 'r', false) !== undefined;
    if (change.record && !seen) throw absent(change.reference);
    throw new FhirFailure(
      'forbidden',
      `The policy does not let a ${this.caller.kind} ${verbs[action]} this ${change.type}.`,
    );
  }

  #permits(question: Question): boolean {
    const decision = decide(this.#parts.rules, question);
    return decision.allow && decision.view === undefined;
  }
}

const verbs: Readonly<Record<ScopeAction, string>> = {
  c: 'create',
  r: 'read',
  u: 'update',
  d: 'delete',
  s: 'search',
};

const childOf = (record: Pick<StoredRecord, 'pk'>): string | undefined => childOfPartition(record.pk);

const absent = (reference: string): FhirFailure => new FhirFailure('not-found', `${reference} is not here.`);

const gone = (type: string, id: string): FhirFailure =>
  new FhirFailure(
    'gone',
    `${type}/${id} was deleted; its history can still be read at ${type}/${id}/_history.`,
  );

function auditActionOf(change: PlannedChange): AuditAction {
  if (!change.after) return 'D';
  return change.before ? 'U' : 'C';
}
