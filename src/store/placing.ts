// Gives every write its place: fresh ids, conditional creates that find their match, conditional references.
import { within } from '../fhir/expression.ts';
import { FhirFailure } from '../fhir/failure.ts';
import { findReferences, parseConditional } from '../fhir/reference.ts';
import type { Write } from './dossier.ts';
import type { DossierStore, Place } from './dossier-store.ts';
import type { Gate } from './gate.ts';
import { conditionKey } from './keys.ts';
import type { StoredRecord } from './record.ts';
import type { Action } from './table.ts';

/** A create that found its match, or a write to be planned, with its place. */
export interface Placed {
  readonly write: Write;
  readonly place: Place;
  readonly existing?: StoredRecord;
}

/** What conditional creates were decided on: a rival who changes any of it makes this commit start over. */
export interface Rivalry {
  readonly guards: Action[];
  /** Row version of `Type` + newline + `system|value` as it was when the condition was evaluated. */
  readonly identifiers: Map<string, number>;
}

async function rememberIdentifiers(
  store: DossierStore,
  type: string,
  query: string,
  rivalry: Rivalry,
): Promise<void> {
  for (const token of new URLSearchParams(query).getAll('identifier').flatMap((value) => value.split(','))) {
    rivalry.identifiers.set(`${type}\n${token}`, (await store.identifier(type, token)).rowVersion);
  }
}

export async function placeWrites(
  store: DossierStore,
  writes: readonly Write[],
  gate: Gate,
  rivalry: Rivalry,
): Promise<Placed[]> {
  const placed: Placed[] = [];
  const createdIf = new Set<string>();
  for (const write of writes) {
    if (write.method === 'delete') placed.push({ write, place: { type: write.type, id: write.id } });
    else if (write.method === 'update') {
      const id = write.resource.id;
      if (!id)
        throw new FhirFailure('invalid', [
          {
            text: 'An update needs the id of the resource.',
            expression: `${write.resource.resourceType}.id`,
          },
        ]);
      placed.push({ write, place: { type: write.resource.resourceType, id } });
    } else {
      const type = write.resource.resourceType;
      const fresh = { write, place: { type, id: gate.newId() } };
      if (write.ifNoneExist === undefined) {
        placed.push(fresh);
        continue;
      }
      const condition = `${type}?${write.ifNoneExist}`;
      if (createdIf.has(condition))
        throw new FhirFailure('duplicate', `Two entries create under the same condition ${condition}.`);
      createdIf.add(condition);
      const row = await store.table.get(conditionKey(type, write.ifNoneExist));
      await rememberIdentifiers(store, type, write.ifNoneExist, rivalry);
      const found = await gate.matches(type, write.ifNoneExist);
      if (found.length > 1) {
        throw new FhirFailure(
          'multiple-matches',
          `The condition ${condition} matches ${found.length} resources; it must match one or none.`,
        );
      }
      const existing = found[0];
      if (existing) placed.push({ write, place: { type, id: existing.id }, existing });
      else {
        placed.push(fresh);
        rivalry.guards.push({
          put: conditionKey(type, write.ifNoneExist),
          value: '',
          expect: row?.version ?? 'absent',
        });
      }
    }
  }
  return placed;
}

export function refuseTwice(placed: readonly Placed[]): void {
  const seen = new Set<string>();
  for (const { place, existing } of placed) {
    const reference = `${place.type}/${place.id}`;
    if (!existing && seen.has(reference)) {
      throw new FhirFailure(
        'invalid',
        `${reference} is written twice; one commit may write a resource once.`,
      );
    }
    seen.add(reference);
  }
}

export async function resolveConditionals(
  placed: readonly Placed[],
  gate: Gate,
): Promise<Map<string, string>> {
  const resolved = new Map<string, string>();
  for (const { write } of placed) {
    if (write.method === 'delete') continue;
    for (const { text, expression } of findReferences(write.resource)) {
      const condition = parseConditional(text);
      if (!condition || resolved.has(text)) continue;
      const found = await gate.matches(condition.type, condition.query);
      const [only] = found;
      if (!only || found.length > 1) {
        throw new FhirFailure(found.length > 1 ? 'multiple-matches' : 'invalid', [
          {
            text: `The conditional reference ${text} matches ${found.length} resources; it must match exactly one.`,
            expression: within(write.at, expression),
          },
        ]);
      }
      resolved.set(text, `${only.type}/${only.id}`);
    }
  }
  return resolved;
}
