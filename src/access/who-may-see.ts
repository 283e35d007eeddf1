// Who may see what of a child, and why: the policy itself is asked for each known party and each resource of the file.
import type { Organization, Resource } from '@medplum/fhirtypes';
import { type DossierStore, patientPartition } from '../store/dossier-store.ts';
import type { Head } from '../store/head.ts';
import type { Overview, Seen, Viewer, Withheld } from '../store/overview.ts';
import type { StoredRecord } from '../store/record.ts';
import type { Trail } from './audit/trail.ts';
import { knownParties, type Party, partyReferences } from './known-parties.ts';
import { categoriesOf } from './policy/categories.ts';
import { tiesIn } from './policy/relations.ts';
import { isSharing } from './policy/sharing.ts';
import { absent, Sight, type SightParts } from './sight.ts';
import { together } from './together.ts';
import { purposesOf } from './tokens/registration.ts';
import { bsnGroundOf, seenBy, type ViewName } from './views/views.ts';

export interface OverviewParts {
  readonly sight: Sight;
  readonly trail: Trail;
  readonly store: DossierStore;
  readonly parts: SightParts;
}

interface File {
  readonly parts: SightParts;
  readonly records: readonly Grouped[];
  readonly heads: ReadonlyMap<string, Head>;
}

interface Grouped {
  readonly record: StoredRecord;
  readonly group: string;
}

/** Throws not-found for a child that the caller does not see. */
export async function whoMaySee(overview: OverviewParts, patientId: string): Promise<Overview> {
  const { sight, trail, store, parts } = overview;
  for (const type of ['Patient', 'Consent']) sight.needScope('r', type);
  await needChild(overview, patientId);
  const pks = (await together(sight, store, patientId)).map(patientPartition);
  const found = await store.heads(pks);
  const heads = new Map([...found].map(([pk, { head }]) => [pk, head]));
  const records = (await Promise.all(pks.map((pk) => store.file(pk))))
    .flat()
    .filter(({ deleted }) => !deleted);
  const directory = await directoryOf(store, [...heads.values()]);
  const parties = knownParties({
    heads: [...heads.values()],
    records,
    organizations: new Map(
      [...directory].flatMap(([reference, one]) => (isOrganization(one) ? [[reference, one]] : [])),
    ),
    region: sight.caller.region,
  });
  trail.noteQuery(patientId, `Patient/${patientId}/$who-may-see`);
  const grouped = records.map((record) => ({ record, group: groupOf(record) }));
  const resources = records.map((record) => record.resource());
  const names = new Map(
    [...directory].flatMap(([reference, one]) => nameOf(one).map((name) => [reference, name])),
  );
  return {
    viewers: parties
      .map((party) => viewerOf(party, { parts, records: grouped, heads }, names.get(party.reference)))
      .filter(({ relations, sees, withheld }) => relations.length + sees.length + withheld.length > 0),
    decisions: resources.filter(isSharing).filter(({ status }) => status === 'active'),
    parents: resources.filter((one) => one.resourceType === 'RelatedPerson'),
    names,
  };
}

async function needChild({ sight, trail, store }: OverviewParts, patientId: string): Promise<void> {
  const [patient] = await store.load([{ type: 'Patient', id: patientId }]);
  if (patient && sight.show(patient, await sight.headOf(patient), 'r')) return;
  trail.noteRefusal(patient && patientId, 'E', `Patient/${patientId}`);
  throw absent(`Patient/${patientId}`);
}

async function directoryOf(store: DossierStore, heads: readonly Head[]): Promise<Map<string, Resource>> {
  const places = partyReferences(heads).map((reference) => {
    const [type, id = ''] = reference.split('/');
    return { type: type === 'Organization' ? ('Organization' as const) : ('Practitioner' as const), id };
  });
  const loaded = await store.load(places);
  return new Map(
    loaded.flatMap((record) =>
      record && !record.deleted ? [[`${record.type}/${record.id}`, record.resource()]] : [],
    ),
  );
}

const isOrganization = (one: Resource): one is Organization => one.resourceType === 'Organization';

function nameOf(one: Resource): string[] {
  if (one.resourceType === 'Organization') return one.name ? [one.name] : [];
  if (one.resourceType !== 'Practitioner') return [];
  const { text, prefix = [], given = [], family } = one.name?.[0] ?? {};
  const name = text ?? [...prefix, ...given, family].filter((part) => part).join(' ');
  return name === '' ? [] : [name];
}

function viewerOf(party: Party, file: File, name: string | undefined): Viewer {
  const asked = purposesOf(party.as.kind).map((purpose) => answersFor(party, purpose, file));
  return {
    who: party.reference,
    name,
    kind: party.as.kind,
    bsn: bsnGroundOf(party.as.kind),
    relations: relationsOf(party, file),
    sees: alike(asked.flatMap(({ sees }) => sees)),
    withheld: alike(asked.flatMap(({ withheld }) => withheld)),
  };
}

function relationsOf({ as }: Party, { parts, heads }: File): Viewer['relations'] {
  const sight = new Sight(parts, { ...as, purpose: purposesOf(as.kind)[0] });
  return [...heads.values()].flatMap((head) => {
    const ties = tiesIn(head);
    return [...(sight.relationsTo(head).grounds ?? [])].flatMap(([relation, grounds]) =>
      grounds.map((ground) => {
        const tie = ties.find((one) => one.as === relation && one.ground === ground);
        return { as: relation, ground, from: tie?.from, until: tie?.until };
      }),
    );
  });
}

interface Tally {
  of: number;
  shown: number;
  readonly views: Set<ViewName>;
  readonly basis: Set<string>;
  readonly objections: Set<string>;
  missing: number;
}

function answersFor(party: Party, purpose: string, { parts, records, heads }: File) {
  const sight = new Sight(parts, { ...party.as, purpose });
  const tallies = new Map<string, Tally>();
  for (const { record, group } of records) {
    const tally = tallyIn(tallies, group);
    const decision = sight.decideOn(record, heads.get(record.pk), 'r');
    tally.of += 1;
    if (decision.allow && seenBy(sight.caller, record.resource(), decision.view)) {
      tally.shown += 1;
      if (decision.view) tally.views.add(decision.view);
      for (const one of decision.basis) tally.basis.add(one);
    } else if (!decision.allow && decision.reason === 'objection') {
      for (const one of decision.basis) tally.objections.add(one);
    } else if (!decision.allow && decision.reason === 'consent-missing') tally.missing += 1;
  }
  const purposes = [purpose];
  return {
    sees: [...tallies].flatMap(([group, { shown, of, views, basis }]): Seen[] =>
      shown > 0 ? [{ group, purposes, shown, of, view: [...views][0], basis: [...basis] }] : [],
    ),
    withheld: [...tallies].flatMap(([group, { objections, missing }]): Withheld[] => {
      if (objections.size > 0) return [{ group, purposes, reason: 'objection', basis: [...objections] }];
      return missing > 0 ? [{ group, purposes, reason: 'consent-missing', basis: [] }] : [];
    }),
  };
}

function tallyIn(tallies: Map<string, Tally>, group: string): Tally {
  const known = tallies.get(group);
  if (known) return known;
  const fresh: Tally = {
    of: 0,
    shown: 0,
    views: new Set(),
    basis: new Set(),
    objections: new Set(),
    missing: 0,
  };
  tallies.set(group, fresh);
  return fresh;
}

const blocks = 'https://vroegdossier.nl/fhir/CodeSystem/ivh-bouwsteen|';

/** The resource's building block; persons, requests, decisions and origins are groups of their own. */
function groupOf(record: StoredRecord): string {
  if (record.type === 'Patient' || record.type === 'RelatedPerson') return 'personen';
  if (record.type === 'Consent' || record.type === 'Provenance') return 'toestemmingen';
  const block = categoriesOf(record.type, record.resource()).find((one) => one.startsWith(blocks));
  if (block !== undefined) return block.slice(blocks.length);
  return record.type === 'ServiceRequest' || record.type === 'Task' ? 'aanvragen' : 'overig';
}

/** What is the same for several purposes is told once. */
function alike<T extends { readonly purposes: readonly string[] }>(all: readonly T[]): T[] {
  const merged = new Map<string, T>();
  for (const one of all) {
    const key = JSON.stringify({ ...one, purposes: [] });
    const known = merged.get(key);
    merged.set(key, known ? { ...known, purposes: [...known.purposes, ...one.purposes] } : one);
  }
  return [...merged.values()];
}
