// The store as one caller meets it: every read, search and write is decided here, and leaves its audit.
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import type { SearchQuery } from '../fhir/search/query.ts';
import type { Dossier, HistoryEntry, Operation, SearchPage, Write, Written } from '../store/dossier.ts';
import { patientPartition } from '../store/dossier-store.ts';
import type { Gate } from '../store/gate.ts';
import type { Head, Json } from '../store/head.ts';
import type { StoredRecord } from '../store/record.ts';
import { transact } from '../store/transact.ts';
import type { RequestInfo } from './audit.ts';
import type { Caller } from './caller.ts';
import { childrenNamed } from './candidates.ts';
import { decide, scopeCovers } from './decide.ts';
import { admit, auditActionOf, authorize, mayAsk, type Permission } from './permission.ts';
import { pageOf } from './search-page.ts';
import { absent, childOf, Sight, type SightParts } from './sight.ts';
import { matching } from './surroundings.ts';
import { parseAuditId, Trail } from './trail.ts';

export interface GuardParts extends SightParts {
  readonly newId: () => string;
}

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
    const shown = version && !version.deleted ? this.#sight.show(version, head, 'r') : undefined;
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
      const resource = version.deleted ? undefined : this.#sight.show(version, head, 'r');
      if (!version.deleted && !resource) return [];
      const { v, t, m } = version.envelope;
      return [{ versionId: String(v), lastUpdated: t, method: m, resource }];
    });
  }

  async search(query: SearchQuery, page?: string): Promise<SearchPage> {
    const { type } = query;
    if (type === 'Resource')
      throw new FhirFailure('not-supported', 'Search one type at a time: GET [base]/<type>?…');
    this.#sight.needScope('s', type);
    const shown =
      type === 'AuditEvent' ? await this.#sight.auditEvents(query) : await this.#sight.visible(type, query);
    const reach = this.#sight.reach(type);
    const result = await pageOf(query, await matching(query, shown, reach), page, reach);
    const children = new Set(result.shown.map(({ child }) => child));
    for (const child of await this.#filesNamed(query, children)) children.add(child);
    for (const { child, resource } of result.shown) {
      this.#trail.note(child, 'E', `${resource.resourceType}/${resource.id}`);
    }
    for (const child of children.size > 0 ? children : [undefined])
      this.#trail.noteQuery(child, `${query.type}?${result.self}`);
    return result.page;
  }

  /** Children a search asks about by name but shows nothing of: that somebody asked belongs in their trail too. */
  async #filesNamed(query: SearchQuery, shown: ReadonlySet<string | undefined>): Promise<string[]> {
    if (query.type === 'Resource') return [];
    const named = childrenNamed(query.type, query)?.filter((child) => !shown.has(child)) ?? [];
    const heads = await this.#parts.store.heads(named.map(patientPartition));
    return named.filter((child) => (heads.get(patientPartition(child))?.rowVersion ?? 0) > 0);
  }

  async file(patientId: string, types?: readonly ResourceType[]): Promise<Resource[]> {
    const pk = patientPartition(patientId);
    const { store } = this.#parts;
    const wanted = types
      ? await Promise.all(types.map((type) => store.file(pk, type)))
      : [await store.file(pk)];
    const head = (await store.heads([pk])).get(pk)?.head;
    const records = wanted.flat().filter(({ type }) => scopeCovers(this.#sight.question('r', type)));
    const shown = records.flatMap((record) => this.#sight.show(record, head, 'r') ?? []);
    if (!shown.some(({ resourceType }) => resourceType === 'Patient')) {
      const [patient] = await store.load([{ type: 'Patient', id: patientId }]);
      if (!patient || patient.deleted || !this.#sight.show(patient, head, 'r')) {
        this.#trail.noteRefusal(patient && patientId, 'E', `Patient/${patientId}`);
        throw absent(`Patient/${patientId}`);
      }
    }
    this.#trail.noteQuery(
      patientId,
      `Patient/${patientId}/$everything${types ? `?_type=${types.join()}` : ''}`,
    );
    return shown.sort((a, b) => Number(b.resourceType === 'Patient') - Number(a.resourceType === 'Patient'));
  }

  async write(writes: readonly Write[], operation?: Operation): Promise<Written[]> {
    const { rules, now } = this.#parts;
    const permission: Permission = { sight: this.#sight, trail: this.#trail, rules, now, operation };
    for (const write of writes) mayAsk(permission, write);
    let done = (): void => {};
    const gate: Gate = {
      origin: this.#origin,
      base: this.#parts.base,
      now: this.#parts.now,
      newId: this.#parts.newId,
      matches: (type, query) => this.#sight.matching(type, query, operation),
      sees: (record, head) => this.#sight.show(record, head, 'r', false) !== undefined,
      meets: (record, head) => {
        this.#trail.note(childOf(record), 'R', `${record.type}/${record.id}/_history/${record.envelope.v}`);
        return this.#sight.show(record, head, 'r');
      },
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
    const written = await transact(this.#parts.store, writes, gate);
    done();
    return written;
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

  get #origin(): string {
    return this.caller.organization ?? this.caller.client;
  }

  /** A record, living or deleted, that the caller may know of; the last living version decides for a deleted one. */
  async #known(type: ResourceType, id: string): Promise<{ record: StoredRecord; head?: Head }> {
    this.#sight.needScope('r', type);
    const [record] = await this.#parts.store.load([{ type, id }]);
    if (!record) {
      this.#trail.noteRefusal(undefined, 'R', `${type}/${id}`);
      throw absent(`${type}/${id}`);
    }
    const head = await this.#sight.headOf(record);
    const judged = record.deleted ? await this.#parts.store.version(record, record.envelope.v - 1) : record;
    if (!judged || !this.#sight.decideOn(judged, head, 'r').allow) {
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
    const resource = this.#sight.show(record, head, 'r');
    if (!resource) throw absent(`${type}/${id}`);
    return { record, resource };
  }

  async #readAuditEvent(
    id: string,
  ): Promise<{ record: Pick<StoredRecord, 'pk' | 'envelope'>; resource: Resource }> {
    this.#sight.needScope('r', 'AuditEvent');
    const resource = await this.#sight.findAuditEvent(id, 'r');
    if (!resource) throw absent(`AuditEvent/${id}`);
    const pk = patientPartition(parseAuditId(id)?.partition ?? '');
    return { record: { pk, envelope: { v: 1, t: resource.recorded ?? '', m: 'POST', o: '' } }, resource };
  }
}

const gone = (type: string, id: string): FhirFailure =>
  new FhirFailure(
    'gone',
    `${type}/${id} was deleted; its history can still be read at ${type}/${id}/_history.`,
  );
