// Gives every write its place: fresh ids, and what conditions met. Deletes are decided first, then creates, then changes. https://hl7.org/fhir/R4/http.html#trules
import { withinEntry } from '../fhir/expression.ts';
import { FhirFailure } from '../fhir/failure.ts';
import {
  claim,
  conditionPlace,
  conditionText,
  hold,
  type Met,
  meetConditions,
  type Rivalry,
  stillNothing,
} from './conditions.ts';
import type { Write } from './dossier.ts';
import type { DossierStore, Place } from './dossier-store.ts';
import type { Gate } from './gate.ts';
import { refuseOwnMatches, refuseSameCondition } from './overlap.ts';
import type { StoredRecord } from './record.ts';

/** Published limit of a conditional delete. */
export const conditionalDeletes = 100;

/** One resource that a write is about. */
export interface Placed {
  readonly write: Write;
  readonly place: Place;
  /** What lies there, where a condition found it. */
  readonly record?: StoredRecord;
  /** A conditional create found its match: nothing is written. */
  readonly existing?: StoredRecord;
  /** Refused as this kind when there is such a resource. */
  readonly mustBeNew?: 'version-conflict' | 'conflict';
}

/** In the order of the writes; a conditional delete has one for each resource it met, or none. */
export async function placeWrites(
  store: DossierStore,
  writes: readonly Write[],
  gate: Gate,
  rivalry: Rivalry,
): Promise<Placed[]> {
  const met = await meetConditions(store, writes, gate, rivalry);
  const gone = new Set<string>();
  const claimed = new Map<string, Write>();
  const placed = new Map<Write, readonly Placed[]>();
  for (const write of writes) {
    if (write.method !== 'delete') continue;
    const deletes = placeDelete(write, met.get(write), rivalry);
    for (const { place } of deletes) gone.add(`${place.type}/${place.id}`);
    placed.set(write, deletes);
  }
  for (const write of writes) {
    if (write.method === 'delete') continue;
    const condition = met.get(write);
    const left = condition && {
      ...condition,
      found: condition.found.filter(({ type, id }) => !gone.has(`${type}/${id}`)),
    };
    if (left) refuseSameCondition(write, left, claimed);
    placed.set(write, [place(write, left, gate, rivalry)]);
  }
  const all = writes.flatMap((write) => placed.get(write) ?? []);
  await refuseOwnMatches(all, met, gate);
  return all;
}

type WriteOf<M extends Write['method']> = Extract<Write, { method: M }>;

function placeDelete(write: WriteOf<'delete'>, met: Met | undefined, rivalry: Rivalry): Placed[] {
  if (!met) return [{ write, place: { type: write.type, id: write.id ?? '' } }];
  if (met.found.length === 0) stillNothing(met, rivalry);
  if (met.found.length > 1 && !write.all) onlyOne(write, met);
  if (met.found.length > conditionalDeletes) {
    const text = `${conditionText(met)} matches ${met.found.length} resources; one delete takes ${conditionalDeletes}, so narrow the condition.`;
    throw new FhirFailure('multiple-matches', [{ text, expression: conditionPlace(write) }]);
  }
  return met.found.map((record) => ({ write, place: record, record }));
}

function place(
  write: Exclude<Write, { method: 'delete' }>,
  met: Met | undefined,
  gate: Gate,
  rivalry: Rivalry,
): Placed {
  const found = met && onlyOne(write, met);
  if (write.method === 'create') {
    if (found && write.mustBeNew) {
      const text = `${conditionText(met)} matches ${found.type}/${found.id} already; there can be one.`;
      throw new FhirFailure('duplicate', [{ text, expression: conditionPlace(write) }]);
    }
    if (found) {
      hold(found, rivalry);
      return { write, place: found, existing: found };
    }
    if (met) claim(met, rivalry);
    return { write, place: { type: write.resource.resourceType, id: gate.newId() } };
  }
  if (write.method === 'update') return placeUpdate(write, met, found, gate, rivalry);
  if (!met) return { write, place: { type: write.type, id: write.id ?? '' } };
  if (found) return { write, place: found, record: found };
  const text = `${conditionText(met)} matches nothing; a patch needs one resource to change.`;
  throw new FhirFailure('not-found', [{ text, expression: conditionPlace(write) }]);
}

function placeUpdate(
  write: WriteOf<'update'>,
  met: Met | undefined,
  found: StoredRecord | undefined,
  gate: Gate,
  rivalry: Rivalry,
): Placed {
  const { resource, at } = write;
  const { resourceType: type, id } = resource;
  const expression = withinEntry(at, `${type}.id`);
  if (!met) {
    if (!id)
      throw new FhirFailure('invalid', [{ text: 'An update needs the id of the resource.', expression }]);
    return { write, place: { type, id }, mustBeNew: write.ifNoneMatch && 'version-conflict' };
  }
  if (found) {
    if (id === undefined || id === found.id) return { write, place: found, record: found };
    const text = `${conditionText(met)} matches ${type}/${found.id}; the id in the body must be that one, or be left out.`;
    throw new FhirFailure('bad-parameter', [{ text, expression }]);
  }
  if (write.ifMatch !== undefined) {
    const text = `${conditionText(met)} matches nothing, so there is no version ${write.ifMatch} of it; leave out If-Match to create it.`;
    throw new FhirFailure('version-conflict', [{ text, expression: conditionPlace(write) }]);
  }
  claim(met, rivalry);
  return {
    write,
    place: { type, id: id ?? gate.newId() },
    mustBeNew: id === undefined ? undefined : 'conflict',
  };
}

function onlyOne(write: Write, met: Met): StoredRecord | undefined {
  if (met.found.length <= 1) return met.found[0];
  const text = `${conditionText(met)} matches ${met.found.length} resources; it must match one or none.`;
  throw new FhirFailure('multiple-matches', [{ text, expression: conditionPlace(write) }]);
}
