// What one caller may see of the store: every record that a read, a search, an include or a condition meets is judged.
import type { AuditEvent, Resource, ResourceType } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import { needsTerminology } from '../fhir/search/coded.ts';
import { matches } from '../fhir/search/match.ts';
import { type ParseOptions, parseSearch } from '../fhir/search/parse.ts';
import type { SearchQuery } from '../fhir/search/query.ts';
import { textTest } from '../fhir/search/text-test.ts';
import type { Terminology } from '../fhir/terminology.ts';
import type { Operation } from '../store/dossier.ts';
import { type DossierStore, type HeadRecord, patientPartition } from '../store/dossier-store.ts';
import type { Head } from '../store/head.ts';
import { joinedFiles } from '../store/joined.ts';
import { isFile } from '../store/keys.ts';
import type { StoredRecord } from '../store/record.ts';
import { type AuditSource, auditEvent, auditEventsOf } from './audit/audit-reader.ts';
import { parseAuditId } from './audit/trail.ts';
import type { Caller } from './caller.ts';
import { childrenNamed, filesOf, findAcross, findCandidates } from './candidates.ts';
import { childOf, Judge, type JudgeParts } from './judge.ts';
import { decide, scopeCovers, scopeLetsThrough } from './policy/decide.ts';
import type { ScopeAction } from './scopes.ts';
import type { PagePlace, Reach, Shown } from './search-page.ts';
import { matching } from './surroundings.ts';
import { kinOf, widened } from './together.ts';

export interface SightParts extends JudgeParts {
  readonly store: DossierStore;
  /** The own FHIR base: absolute references below it count as local. */
  readonly base: string;
  /** What is known of codes, loaded for the searches that ask. */
  readonly terminology?: () => Promise<Terminology>;
}

export class Sight extends Judge {
  readonly #parts: SightParts;
  readonly #met = new Map<string, HeadRecord>();

  constructor(parts: SightParts, caller: Caller) {
    super(parts, caller);
    this.#parts = parts;
  }

  /** The same eyes for a look that no answer comes of, and that the trail is not to show. */
  aside(): Sight {
    return new Sight(this.#parts, this.caller);
  }

  async headOf(record: StoredRecord): Promise<Head | undefined> {
    if (!isFile(record.pk)) return undefined;
    return this.#keep(await this.#parts.store.heads([record.pk])).get(record.pk)?.head;
  }

  /** The heads of these children's files, as this request met them last. */
  async headsMet(children: readonly string[]): Promise<Map<string, HeadRecord>> {
    const pks = [...new Set(children.map(patientPartition))];
    const missing = pks.filter((pk) => !this.#met.has(pk));
    if (missing.length > 0) this.#keep(await this.#parts.store.heads(missing));
    return new Map(
      pks.flatMap((pk) => {
        const head = this.#met.get(pk);
        return head ? [[pk, head] as const] : [];
      }),
    );
  }

  #keep(heads: Map<string, HeadRecord>): Map<string, HeadRecord> {
    for (const [pk, head] of heads) this.#met.set(pk, head);
    return heads;
  }

  async findAuditEvent(id: string, action: ScopeAction): Promise<AuditEvent | undefined> {
    const place = parseAuditId(id);
    if (!place) return undefined;
    const event = await auditEvent(this.#auditSource, id);
    const pk = patientPartition(place.trail);
    const head = (await this.#parts.store.heads([pk])).get(pk)?.head ?? {};
    const question = { ...this.question(action, 'AuditEvent'), resource: event, ...this.fileOf(head) };
    if (!event || !decide(this.#parts.rules, question).allow) return undefined;
    return scopeLetsThrough(question, () => event) ? event : undefined;
  }

  async #auditEvents(query: SearchQuery, children: readonly string[] | undefined): Promise<Shown[]> {
    const of = await Promise.all((children ?? [undefined]).map((child) => this.#auditEventsOf(query, child)));
    return of.flat();
  }

  async #auditEventsOf(query: SearchQuery, child: string | undefined): Promise<Shown[]> {
    const events = await auditEventsOf(query, child, this.#auditSource, (patient) =>
      this.mayReadTrail(patient),
    );
    const question = this.question('s', 'AuditEvent');
    return events.filter(({ resource }) => scopeLetsThrough(question, () => resource));
  }

  async mayReadTrail(patient: string): Promise<boolean> {
    const pk = patientPartition(patient);
    const head = (await this.#parts.store.heads([pk])).get(pk)?.head ?? {};
    return decide(this.#parts.rules, { ...this.question('s', 'AuditEvent'), ...this.fileOf(head) }).allow;
  }

  /** Whether the token's scopes reach whole trails, not only the entries that a search in a scope lets through. */
  reachesTrails(): boolean {
    return scopeLetsThrough(this.question('s', 'AuditEvent'), () => undefined);
  }

  get #auditSource(): AuditSource {
    const { store, base } = this.#parts;
    return { table: store.table, base };
  }

  /** Candidates for a search over these types, as the caller may see them; with `children`, in their files alone. */
  async visible(
    types: readonly ResourceType[],
    query: SearchQuery,
    children?: readonly string[],
  ): Promise<Shown[]> {
    const { store, rules } = this.#parts;
    const others = types.filter((type) => type !== 'AuditEvent');
    const events = others.length < types.length ? await this.#auditEvents(query, children) : [];
    if (others.length === 0) return events;
    const records =
      children === undefined
        ? await findAcross(store, others, query, { caller: this.caller, rules })
        : await filesOf(store, children, others, textTest(query));
    const shown = await this.#shownOf(records, 's');
    return events.length > 0 ? [...shown, ...events] : shown;
  }

  async #shownOf(records: readonly StoredRecord[], action: ScopeAction): Promise<Shown[]> {
    const files = new Set(records.map(({ pk }) => pk).filter(isFile));
    const heads = this.#keep(await this.#parts.store.heads([...files]));
    return records.flatMap((record) => {
      const resource = this.show(record, heads.get(record.pk)?.head, action);
      return resource ? [{ resource, child: childOf(record), bytes: () => bytesOf(record, resource) }] : [];
    });
  }

  /** Records a condition meets; of Patients of one child in several files the oldest file's. */
  async matching(type: ResourceType, condition: string, operation?: Operation): Promise<StoredRecord[]> {
    if (operation === undefined) this.needScope('s', type);
    const wanted = await this.#parse(type, [...new URLSearchParams(condition)]);
    if (wanted.criteria.length === 0) {
      throw new FhirFailure(
        'bad-parameter',
        `A condition holds at least one search parameter of ${type}, for example identifier=<system>|<value>.`,
      );
    }
    const { store, rules } = this.#parts;
    const named = await store.heads((childrenNamed(wanted) ?? []).map(patientPartition));
    const query = widened(wanted, await kinOf(this, store, named));
    const records = await findCandidates(store, type, query, { caller: this.caller, rules });
    const heads = await store.heads([...new Set(records.map(({ pk }) => pk).filter(isFile))]);
    const met = new Map<Resource, StoredRecord>();
    for (const record of records) {
      const resource = this.found(record, heads.get(record.pk)?.head, 's', operation === undefined);
      if (resource !== undefined && record.type === type) met.set(resource, record);
    }
    const shown = [...met].map(([resource, { body }]) => ({ resource, bytes: () => body.length }));
    const found = (await matching(query, shown, this.reach())).flatMap(
      ({ resource }) => met.get(resource) ?? [],
    );
    if (type !== 'Patient' || found.length < 2) return found;
    const files = new Set(found.map(({ pk }) => pk));
    return found.filter(
      ({ pk }) => !joinedFiles(heads.get(pk)?.own, 'older').some((older) => files.has(older)),
    );
  }

  /** By what of a record the caller finds it; a child that he brought in also by a BSN that he is no more shown. */
  found(
    record: StoredRecord,
    head: Head | undefined,
    action: ScopeAction,
    checkScope = true,
  ): Resource | undefined {
    const shown = this.show(record, head, action, checkScope);
    const { organization, client } = this.caller;
    if (shown?.resourceType !== 'Patient' || record.envelope.o !== (organization ?? client)) return shown;
    const whole = record.resource();
    return whole.resourceType === 'Patient' && whole !== shown
      ? { ...shown, identifier: whole.identifier }
      : shown;
  }

  /** Tests a resource by itself: what a chain or `_has` would lead to is not looked at. */
  async tester(type: ResourceType, query: string): Promise<(resource: Resource) => boolean> {
    const wanted = await this.#parse(type, [...new URLSearchParams(query)]);
    return (resource) => matches(resource, wanted);
  }

  reach(): Reach {
    return {
      lastSeen: (at) => this.#lastSeen(at),
      load: async (references) => {
        const records = await this.#parts.store.load(references);
        return this.#shownOf(
          records.filter((record) => record !== undefined),
          'r',
        );
      },
      search: async (of, parameters) => {
        if (!scopeCovers(this.question('s', of))) return [];
        const wanted = await this.#parse(of, parameters);
        return (await this.visible([of], wanted)).filter(({ resource }) => matches(resource, wanted));
      },
      inFile: async (child, types) => {
        const covered = types.filter((type) => scopeCovers(this.question('s', type)));
        return covered.length > 0
          ? this.visible(covered, parseSearch('Resource', [], this.#searchOptions), [child])
          : [];
      },
    };
  }

  async #lastSeen({ type, id, versionId }: PagePlace): Promise<Resource | undefined> {
    if (type === 'AuditEvent') return this.findAuditEvent(id, 's');
    const { store } = this.#parts;
    const [record] = await store.load([{ type, id }]);
    const version = record && (await store.version(record, Number(versionId)));
    return version && this.show(version, await this.headOf(version), 's');
  }

  async #parse(type: ResourceType, parameters: readonly (readonly [string, string])[]): Promise<SearchQuery> {
    const { terminology } = this.#parts;
    const terms = needsTerminology(parameters) ? await terminology?.() : undefined;
    return parseSearch(type, parameters, { ...this.#searchOptions, terminology: terms });
  }

  get #searchOptions(): ParseOptions {
    const { base, now } = this.#parts;
    return { handling: 'strict', base, now: now().getTime(), canFollow: true };
  }
}

/** Of what is seen in part its own length: how long the rest is would show in where a page ends. */
export const bytesOf = (record: StoredRecord, seen: Resource): number =>
  Buffer.byteLength(seen === record.resource() ? record.body : JSON.stringify(seen));

export const absent = (reference: string): FhirFailure =>
  new FhirFailure('not-found', `${reference} is not here.`);
