// What a commit means for each child's file: permission, rules, head, board and caseloads.
import type { Resource } from '@medplum/fhirtypes';
import { relocated, withinEntry } from '../fhir/expression.ts';
import { FhirFailure } from '../fhir/failure.ts';
import type { DossierStore, HeadRecord } from './dossier-store.ts';
import type { Gate, PlannedChange } from './gate.ts';
import { type Head, isThere, type Json } from './head.ts';
import { type FileRows, headRows } from './head-rows.ts';
import type { Kinship } from './joined.ts';
import { isFile } from './keys.ts';

/** Per child's file: permission and rules over the whole set of changes, then head, board and caseload rows. */
export async function planFiles(
  store: DossierStore,
  changes: readonly PlannedChange[],
  heads: ReadonlyMap<string, HeadRecord>,
  gate: Gate,
  resolve: (reference: string) => Resource | undefined,
  kinship: Kinship,
): Promise<FileRows> {
  const after = new Map<string, Head>();
  // In the order of the writes: which is refused first must not tell which files they lie in.
  for (const change of changes) permit(change, heads.get(change.pk), gate);
  const byFile = Map.groupBy(changes, (change) => change.pk);
  for (const [pk, ofFile] of byFile) {
    const stored = heads.get(pk);
    if (!stored || !isFile(pk)) continue;
    const next = foldHead(store, isThere(stored.own) ? stored.own : {}, ofFile, resolve);
    for (const change of ofFile)
      atEntry(change.at, () => {
        for (const rule of store.model.rules) rule(change, { before: stored.own, after: next });
      });
    const removed = ofFile.find((change) => change.type === 'Patient' && !change.after);
    if (removed) {
      const left = await orphans(store, pk, ofFile);
      atEntry(removed.at, () => refuseOrphans(pk, left));
    }
    after.set(pk, removed ? store.model.remainsOf(stored.own) : next);
  }
  return headRows(store, heads, after, kinship);
}

/** Throws when this caller may not make the change, or the resource is not as he says; out of sight looks like absent. */
export function permit(change: PlannedChange, stored: HeadRecord | undefined, gate: Gate): void {
  atEntry(change.at, () => {
    if (change.missing) throw notHere(change.reference);
    gate.authorize(change, stored && isThere(stored.own) ? stored.head : undefined);
    refuseStale(change);
  });
}

export const notHere = (reference: string, at?: string): FhirFailure =>
  new FhirFailure('not-found', [{ text: `${reference} is not here.`, expression: at }]);

/** Says of a refusal which entry of the Bundle meets it. */
function atEntry(entry: string | undefined, judge: () => void): void {
  try {
    judge();
  } catch (problem) {
    if (entry === undefined || !(problem instanceof FhirFailure)) throw problem;
    throw relocated(problem, (expression) => (expression ? withinEntry(entry, expression) : entry));
  }
}

function foldHead(
  store: DossierStore,
  head: Head,
  changes: readonly PlannedChange[],
  resolve: (reference: string) => Resource | undefined,
): Head {
  const touched = new Map<string, Record<string, Json>>();
  for (const change of changes) {
    for (const part of store.model.parts) {
      if (!part.types.has(change.type)) continue;
      const facts = touched.get(part.name) ?? { ...head[part.name] };
      const known = facts[change.reference];
      const fact = change.after && part.factOf(change.after, resolve, change.envelope.o);
      // A head that stays the same is only checked by the commit, not written.
      if (JSON.stringify(fact) === JSON.stringify(known)) continue;
      if (fact === undefined) delete facts[change.reference];
      else facts[change.reference] = fact;
      touched.set(part.name, facts);
    }
  }
  return touched.size === 0 ? head : { ...head, ...Object.fromEntries(touched) };
}

async function orphans(store: DossierStore, pk: string, changes: readonly PlannedChange[]): Promise<number> {
  const gone = new Set(changes.filter((change) => !change.after).map((change) => change.reference));
  return (await store.file(pk)).filter((record) => !gone.has(`${record.type}/${record.id}`)).length;
}

function refuseOrphans(pk: string, left: number): void {
  if (left === 0) return;
  throw new FhirFailure(
    'conflict',
    `${pk} still holds ${left} other resources; a file is not left without its Patient.`,
  );
}

/** Only after permission, so that nobody learns of a resource he may not see. */
function refuseStale(change: PlannedChange): void {
  const living = change.record && !change.record.deleted ? String(change.record.envelope.v) : '';
  if (change.ifMatch !== undefined && living !== change.ifMatch) {
    throw new FhirFailure(
      'version-conflict',
      `${change.reference} is not at version ${change.ifMatch}; read it again and repeat the change on what you find.`,
    );
  }
  if (change.mustBeNew && living !== '') {
    throw new FhirFailure(
      change.mustBeNew,
      change.mustBeNew === 'conflict'
        ? `${change.reference} is there and does not match the condition; leave out the id, or update it by its id.`
        : `${change.reference} is there already; If-None-Match: * asks that it is not.`,
    );
  }
  if (change.moved) {
    throw new FhirFailure(
      'business-rule',
      `${change.reference} is part of ${change.pk}; a stored resource does not move to another file.`,
    );
  }
}
