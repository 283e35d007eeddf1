// What one caller may see: decides on every record a read, a search, an include or a condition meets.
import type { AuditEvent, Resource, ResourceType } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import { needsTerminology } from '../fhir/search/coded.ts';
import { matches } from '../fhir/search/match.ts';
import { type ParseOptions, parseSearch } from '../fhir/search/parse.ts';
import type { SearchQuery } from '../fhir/search/query.ts';
import { textTest } from '../fhir/search/text-test.ts';
import type { Terminology } from '../fhir/terminology.ts';
import type { Operation } from '../store/dossier.ts';
import { type DossierStore, patientPartition } from '../store/dossier-store.ts';
import type { Head } from '../store/head.ts';
import { childOfPartition, isFile } from '../store/keys.ts';
import type { StoredRecord } from '../store/record.ts';
import { auditEvent, auditEventsOf } from './audit-reader.ts';
import type { Caller } from './caller.ts';
import { filesOf, findAcross, findCandidates } from './candidates.ts';
import { type Decision, decide, neededScope, type Question, type Rule, scopeCovers } from './decide.ts';
import { type Relations, relationsOf } from './relations.ts';
import type { ScopeAction } from './scopes.ts';
import type { PagePlace, Reach, Shown } from './search-page.ts';
import { matching } from './surroundings.ts';
import { parseAuditId } from './trail.ts';
import { project } from './views.ts';

export interface SightParts {
  readonly store: DossierStore;
  readonly rules: readonly Rule[];
  readonly now: () => Date;
  /** The own FHIR base: absolute references below it count as local. */
  readonly base: string;
  /** What is known of codes, loaded for the searches that ask. */
  readonly terminology?: () => Promise<Terminology>;
}

export class Sight {
  readonly caller: Caller;
  readonly #parts: SightParts;
  /** Worked out once per head, as all resources of a file share it. */
  readonly #relations = new WeakMap<Head, Relations>();

  constructor(parts: SightParts, caller: Caller) {
    this.caller = caller;
    this.#parts = parts;
  }

  question(action: ScopeAction, type: string): Question {
    return { caller: this.caller, action, type, newFile: false };
  }

  needScope(action: ScopeAction, type: string, operation?: Operation): void {
    const question = { ...this.question(action, type), operation };
    if (scopeCovers(question)) return;
    throw new FhirFailure(
      'forbidden',
      `The token does not carry a scope for ${neededScope(question)}, for example system/${neededScope(question)}.`,
    );
  }

  /** What the caller gets of a living record: all, a view of it, or nothing. */
  show(
    record: StoredRecord,
    head: Head | undefined,
    action: ScopeAction,
    checkScope = true,
  ): Resource | undefined {
    if (record.deleted) return undefined;
    const decision = this.decideOn(record, head, action);
    if (!decision.allow || (checkScope && !scopeCovers(this.question(action, record.type)))) return undefined;
    return decision.view ? project(record.resource(), decision.view) : record.resource();
  }

  decideOn(record: StoredRecord, head: Head | undefined, action: ScopeAction): Decision {
    return decide(this.#parts.rules, {
      ...this.question(action, record.type),
      // Most rules decide without the resource, which then need not be parsed.
      get resource() {
        return record.deleted ? undefined : record.resource();
      },
      origin: record.envelope.o,
      relations: isFile(record.pk) ? this.relationsTo(head ?? {}) : undefined,
    });
  }

  relationsTo(head: Head): Relations {
    let relations = this.#relations.get(head);
    if (!relations) {
      relations = relationsOf(head, this.caller, this.#parts.now());
      this.#relations.set(head, relations);
    }
    return relations;
  }

  async headOf(record: StoredRecord): Promise<Head | undefined> {
    if (!isFile(record.pk)) return undefined;
    return (await this.#parts.store.heads([record.pk])).get(record.pk)?.head;
  }

  async findAuditEvent(id: string, action: ScopeAction): Promise<AuditEvent | undefined> {
    const place = parseAuditId(id);
    if (!place) return undefined;
    const event = await auditEvent(this.#parts.store.table, place.partition, place.sk);
    const pk = patientPartition(place.partition);
    const head = (await this.#parts.store.heads([pk])).get(pk)?.head ?? {};
    const relations = this.relationsTo(head);
    const question = { ...this.question(action, 'AuditEvent'), resource: event, relations };
    return decide(this.#parts.rules, question).allow ? event : undefined;
  }

  async #auditEvents(query: SearchQuery, child: string | undefined): Promise<Shown[]> {
    const heads = (pks: readonly string[]) => this.#parts.store.heads(pks);
    return auditEventsOf(query, child, this.#parts.store.table, async (patient) => {
      const pk = patientPartition(patient);
      const head = (await heads([pk])).get(pk)?.head ?? {};
      const relations = this.relationsTo(head);
      return decide(this.#parts.rules, { ...this.question('s', 'AuditEvent'), relations }).allow;
    });
  }

  /** Candidates for a search over these types, as the caller may see them; with `child`, in that child's file alone. */
  async visible(types: readonly ResourceType[], query: SearchQuery, child?: string): Promise<Shown[]> {
    const { store, rules } = this.#parts;
    const others = types.filter((type) => type !== 'AuditEvent');
    const events = others.length < types.length ? await this.#auditEvents(query, child) : [];
    if (others.length === 0) return events;
    const records =
      child === undefined
        ? await findAcross(store, others, query, { caller: this.caller, rules })
        : await filesOf(store, [child], others, textTest(query));
    const shown = await this.#shownOf(records, 's');
    return events.length > 0 ? [...shown, ...events] : shown;
  }

  async #shownOf(records: readonly StoredRecord[], action: ScopeAction): Promise<Shown[]> {
    const files = new Set(records.map(({ pk }) => pk).filter(isFile));
    const heads = await this.#parts.store.heads([...files]);
    return records.flatMap((record) => {
      const resource = this.show(record, heads.get(record.pk)?.head, action);
      const bytes = (): number => Buffer.byteLength(record.body);
      return resource ? [{ resource, child: childOf(record), bytes }] : [];
    });
  }

  /** Records a condition meets; a referral also meets the child that another already brought in. */
  async matching(type: ResourceType, query: string, operation?: Operation): Promise<StoredRecord[]> {
    if (operation === undefined) this.needScope('s', type);
    const wanted = await this.#parse(type, [...new URLSearchParams(query)]);
    if (wanted.criteria.length === 0) {
      throw new FhirFailure(
        'bad-parameter',
        `A condition holds at least one search parameter of ${type}, for example identifier=<system>|<value>.`,
      );
    }
    const { store, rules } = this.#parts;
    const records = await findCandidates(store, type, wanted, { caller: this.caller, rules });
    const heads = await store.heads([...new Set(records.map(({ pk }) => pk).filter(isFile))]);
    const joins = operation === 'refer' && type === 'Patient';
    const met = new Map<Resource, StoredRecord>();
    for (const record of records) {
      const resource = joins ? record.resource() : this.show(record, heads.get(record.pk)?.head, 's', false);
      if (resource !== undefined && record.type === type) met.set(resource, record);
    }
    const shown = [...met].map(([resource, { body }]) => ({ resource, bytes: () => body.length }));
    return (await matching(wanted, shown, this.reach())).flatMap(({ resource }) => met.get(resource) ?? []);
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
          ? this.visible(covered, parseSearch('Resource', [], this.#searchOptions), child)
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

export const childOf = (record: Pick<StoredRecord, 'pk'>): string | undefined => childOfPartition(record.pk);

export const absent = (reference: string): FhirFailure =>
  new FhirFailure('not-found', `${reference} is not here.`);
