// What a commit means for each child's file: permission, rules, head, board and caseloads.
import type { Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import type { DossierStore, HeadRecord } from './dossier-store.ts';
import type { Gate, PlannedChange } from './gate.ts';
import type { Head } from './head.ts';
import { boardKey, caseloadKey, childOfPartition, headKey } from './keys.ts';
import type { Action, Expectation } from './table.ts';

/** Per child's file: permission and rules over the whole set of changes, then head, board and caseload rows. */
export async function planFiles(
  store: DossierStore,
  changes: readonly PlannedChange[],
  heads: ReadonlyMap<string, HeadRecord>,
  gate: Gate,
  resolve: (reference: string) => Resource | undefined,
): Promise<Action[]> {
  const actions: Action[] = [];
  const byFile = Map.groupBy(changes, (change) => change.pk);
  for (const [pk, ofFile] of byFile) {
    const stored = heads.get(pk);
    const before = stored && Object.keys(stored.head).length > 0 ? stored.head : undefined;
    for (const change of ofFile) {
      gate.authorize(change, before);
      refuseStale(change);
    }
    const child = childOfPartition(pk);
    if (!stored || child === undefined) continue;
    const after = foldHead(store, stored.head, ofFile, resolve);
    for (const change of ofFile)
      for (const rule of store.model.rules) rule(change, { before: stored.head, after });
    const removed = ofFile.some((change) => change.type === 'Patient' && !change.after);
    if (removed) await refuseOrphans(store, pk, ofFile);
    actions.push(...headActions(store, pk, child, stored, removed ? undefined : after));
  }
  return actions;
}

function foldHead(
  store: DossierStore,
  head: Head,
  changes: readonly PlannedChange[],
  resolve: (reference: string) => Resource | undefined,
): Head {
  let next = head;
  for (const change of changes) {
    for (const part of store.model.parts) {
      if (!part.types.has(change.type)) continue;
      const known = next[part.name]?.[change.reference];
      const fact = change.after && part.factOf(change.after, resolve, change.envelope.o);
      // A head that stays the same is only checked by the commit, not written.
      if (JSON.stringify(fact) === JSON.stringify(known)) continue;
      const { [change.reference]: _former, ...others } = next[part.name] ?? {};
      const facts = fact === undefined ? others : { ...others, [change.reference]: fact };
      next = { ...next, [part.name]: facts };
    }
  }
  return next;
}

async function refuseOrphans(
  store: DossierStore,
  pk: string,
  changes: readonly PlannedChange[],
): Promise<void> {
  const gone = new Set(changes.filter((change) => !change.after).map((change) => change.reference));
  const left = (await store.file(pk)).filter((record) => !gone.has(`${record.type}/${record.id}`));
  if (left.length > 0) {
    throw new FhirFailure(
      'conflict',
      `${pk} still holds ${left.length} other resources; a file is not left without its Patient.`,
    );
  }
}

function headActions(
  store: DossierStore,
  pk: string,
  child: string,
  stored: HeadRecord,
  after: Head | undefined,
): Action[] {
  const key = headKey(pk);
  const expect: Expectation = stored.rowVersion || 'absent';
  if (after === stored.head) return [{ check: key, expect }];
  const actions: Action[] = [{ put: key, value: JSON.stringify(after ?? {}), expect }];
  const was = store.model.boardOf(stored.head);
  const is = after && store.model.boardOf(after);
  if (was && was.region !== is?.region) actions.push({ remove: boardKey(was.region, child) });
  if (is && (was?.region !== is.region || JSON.stringify(was.line) !== JSON.stringify(is.line))) {
    actions.push({ put: boardKey(is.region, child), value: JSON.stringify(is.line) });
  }
  const had = new Set(store.model.caseloadsOf(stored.head));
  const has = new Set(after ? store.model.caseloadsOf(after) : []);
  for (const owner of has) if (!had.has(owner)) actions.push({ put: caseloadKey(owner, child), value: '' });
  for (const owner of had) if (!has.has(owner)) actions.push({ remove: caseloadKey(owner, child) });
  return actions;
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
  if (change.moved) {
    throw new FhirFailure(
      'business-rule',
      `${change.reference} is part of ${change.pk}; a stored resource does not move to another file.`,
    );
  }
}
