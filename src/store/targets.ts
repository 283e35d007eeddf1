// The resources that writes point to: they must be there for this writer, and they say whose file a resource goes to.
import type { Resource } from '@medplum/fhirtypes';
import { withinEntry } from '../fhir/expression.ts';
import { FhirFailure } from '../fhir/failure.ts';
import { findReferences, parseLocal } from '../fhir/reference.ts';
import { ownerReferences } from '../fhir/types.ts';
import { type DossierStore, type HeadRecord, type Place, patientPartition } from './dossier-store.ts';
import type { Gate } from './gate.ts';
import { filePartition, isFile } from './keys.ts';
import type { Placed } from './placing.ts';
import type { StoredRecord } from './record.ts';

export async function loadTargets(
  store: DossierStore,
  resources: readonly (Resource | undefined)[],
  mine: ReadonlyMap<string, unknown>,
): Promise<Map<string, StoredRecord>> {
  const wanted = new Map<string, Place>();
  for (const resource of resources) {
    if (!resource) continue;
    for (const { text } of findReferences(resource)) {
      const local = parseLocal(text);
      const reference = local && `${local.type}/${local.id}`;
      if (reference && !mine.has(reference)) wanted.set(reference, local);
    }
  }
  const places = [...wanted.values()];
  const records = await store.load(places);
  const found = records.filter((record) => record !== undefined && !record.deleted) as StoredRecord[];
  return new Map(found.map((record) => [`${record.type}/${record.id}`, record]));
}

export function checkTargets(
  placed: readonly Placed[],
  resources: readonly (Resource | undefined)[],
  mine: ReadonlyMap<string, Resource | StoredRecord | undefined>,
  targets: ReadonlyMap<string, StoredRecord>,
  heads: ReadonlyMap<string, HeadRecord>,
  gate: Gate,
  records: readonly (StoredRecord | undefined)[],
): void {
  const issues = resources.flatMap((resource, index) => {
    const record = records[index];
    const known = record && !record.deleted ? gate.found(record, heads.get(record.pk)?.head) : undefined;
    // What the resource was seen to point to before stays, even where this writer may not look.
    const kept = new Set(known ? findReferences(known).map(({ text }) => text) : []);
    return (resource ? findReferences(resource) : []).flatMap(({ text, expression }) => {
      if (kept.has(text)) return [];
      const where = withinEntry(placed[index]?.write.at, expression);
      if (text.startsWith('urn:')) {
        return [
          {
            text: `${text} is the fullUrl of no entry that is created or updated here.`,
            expression: where,
            code: 'not-found',
          },
        ];
      }
      const local = parseLocal(text);
      if (!local) return [];
      const reference = `${local.type}/${local.id}`;
      if (mine.has(reference) && mine.get(reference)) return [];
      const target = targets.get(reference);
      if (target && gate.sees(target, heads.get(target.pk)?.head)) return [];
      return [
        {
          text: `${reference} is not here; create it first or in the same transaction.`,
          expression: where,
          code: 'not-found',
        },
      ];
    });
  });
  if (issues.length > 0) throw new FhirFailure('invalid', issues);
}

/** Whose file a resource goes to: its own owner reference, or where the resource it points to lies. */
export function partitionFinder(
  placed: readonly Placed[],
  resources: readonly (Resource | undefined)[],
  targets: ReadonlyMap<string, StoredRecord>,
): (resource: Resource, place: Place) => string {
  const written = new Map(
    placed.map(({ place, existing }, index) => [`${place.type}/${place.id}`, existing ?? resources[index]]),
  );
  const find = (resource: Resource, place: Place, depth: number): string => {
    if (place.type === 'Patient') return patientPartition(place.id);
    for (const text of ownerReferences(resource)) {
      const local = parseLocal(text);
      if (!local) continue;
      if (local.type === 'Patient') return patientPartition(local.id);
      const reference = `${local.type}/${local.id}`;
      const own = written.get(reference);
      const pk =
        own && depth < 4 ? ('pk' in own ? own.pk : find(own, local, depth + 1)) : targets.get(reference)?.pk;
      if (pk && isFile(pk)) return pk;
    }
    return filePartition(place.type, place.id);
  };
  return (resource, place) => find(resource, place, 0);
}
