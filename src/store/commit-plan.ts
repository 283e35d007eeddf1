// From writes to one atomic commit: places, references, changes, rows. Holds only if nothing it read changed meanwhile.
import type { Resource } from '@medplum/fhirtypes';
import { recordActions } from './change-rows.ts';
import { conditionOf, guardsBeside, noRivalry } from './conditions.ts';
import type { Write, Written } from './dossier.ts';
import type { DossierStore } from './dossier-store.ts';
import { planFiles } from './file-plan.ts';
import type { Gate, PlannedChange } from './gate.ts';
import { planIdentifiers } from './identifier-rows.ts';
import { filePartition, isFile } from './keys.ts';
import { linkResources } from './linking.ts';
import { refuseTwice } from './overlap.ts';
import { applyPatches } from './patching.ts';
import { type Placed, placeWrites } from './placing.ts';
import { planChange } from './planned-change.ts';
import type { StoredRecord } from './record.ts';
import type { Action } from './table.ts';
import { checkTargets, loadTargets, partitionFinder } from './targets.ts';

export interface CommitPlan {
  readonly actions: readonly Action[];
  readonly written: readonly Written[];
  readonly changes: readonly PlannedChange[];
  /** How many actions there are for files that the writer may not know of. */
  readonly beside: number;
}

/** Reads what the writes depend on and lays out one commit that holds only if none of it changed meanwhile. */
export async function planCommit(
  store: DossierStore,
  writes: readonly Write[],
  gate: Gate,
): Promise<CommitPlan> {
  const rivalry = noRivalry();
  const at = gate.now().toISOString();
  const placed = await placeWrites(store, writes, gate, rivalry);
  refuseTwice(placed);
  const records = await loadWritten(store, placed);
  const patched = await applyPatches(store, placed, records, gate, at);
  const linked = await linkResources(placed, patched, gate, rivalry);
  const resources = await Promise.all(linked.map((resource) => withoutJoinLinks(resource, gate)));

  const mine = new Map(
    placed.map(({ place, existing }, index) => [`${place.type}/${place.id}`, existing ?? resources[index]]),
  );
  const targets = await loadTargets(store, resources, mine);
  const partitionOf = partitionFinder(placed, resources, targets);
  const partitions = placed.map(({ place, existing }, index) => {
    const record = existing ?? records[index];
    const resource = resources[index];
    return record?.pk ?? (resource ? partitionOf(resource, place) : filePartition(place.type, place.id));
  });
  const heads = await store.heads([
    ...new Set([...partitions, ...[...targets.values()].map((target) => target.pk)].filter(isFile)),
  ]);
  checkTargets(placed, resources, mine, targets, heads, gate, records);

  const changes: PlannedChange[] = [];
  const outcomes = placed.map((one, index): [Placed, Written] => {
    const { place, existing } = one;
    const pk = partitions[index] ?? '';
    const head = heads.get(pk)?.head;
    if (existing) return [one, { ...asExisting(existing), resource: gate.meets(existing, head) }];
    const resource = resources[index];
    const moved = resource !== undefined && partitionOf(resource, place) !== pk;
    const change = planChange({ placed: one, resource, record: records[index], pk, moved, gate, at });
    changes.push(change);
    return [
      one,
      asWritten(one, change, one.write.method === 'patch' ? gate.shows(change, head) : change.after),
    ];
  });

  const identifiers = await planIdentifiers(store, changes, rivalry, gate);
  const behind = (reference: string): Resource | undefined => {
    const own = mine.get(reference);
    if (own && 'resourceType' in own) return own;
    return own?.resource() ?? targets.get(reference)?.resource();
  };
  const files = await planFiles(store, changes, heads, gate, behind, identifiers);
  if (identifiers.refusal) throw identifiers.refusal;
  const actions = [...changes.flatMap(recordActions), ...identifiers.actions, ...files.actions];
  return {
    actions: [...guardsBeside(actions, rivalry), ...actions],
    written: inOrder(writes, outcomes, at),
    changes,
    beside: files.beside,
  };
}

/** The records that changes and deletes start from; a create has a fresh id and nothing to load. */
async function loadWritten(
  store: DossierStore,
  placed: readonly Placed[],
): Promise<(StoredRecord | undefined)[]> {
  const old = placed.filter(({ write, record }) => write.method !== 'create' && !record);
  const loaded = await store.load(old.map(({ place }) => place));
  const found = new Map(old.map((one, index) => [one, loaded[index]]));
  return placed.map((one) => one.record ?? found.get(one));
}

/** A Patient's links to the same child in other files are shown, not stored: not everyone who sees it may know of those. */
async function withoutJoinLinks(resource: Resource | undefined, gate: Gate): Promise<Resource | undefined> {
  if (resource?.resourceType !== 'Patient' || !resource.link || resource.id === undefined) return resource;
  const others = new Set((await gate.sameChild(resource.id)).map((id) => `Patient/${id}`));
  const { link, ...patient } = resource;
  const kept = link.filter(({ type, other }) => type !== 'seealso' || !others.has(other.reference ?? ''));
  return kept.length > 0 ? { ...patient, link: kept } : patient;
}

function asWritten({ write, place }: Placed, change: PlannedChange, resource: Resource | undefined): Written {
  return {
    outcome: write.method === 'delete' ? 'deleted' : change.before ? 'updated' : 'created',
    type: place.type,
    id: place.id,
    versionId: String(change.envelope.v),
    lastUpdated: change.envelope.t,
    resource,
  };
}

const asExisting = ({ type, id, envelope }: StoredRecord): Written => ({
  outcome: 'existed',
  type,
  id,
  versionId: String(envelope.v),
  lastUpdated: envelope.t,
});

/** One outcome for each write; that of a conditional delete counts the resources it met. */
function inOrder(
  writes: readonly Write[],
  outcomes: readonly (readonly [Placed, Written])[],
  at: string,
): Written[] {
  const byWrite = Map.groupBy(outcomes, ([{ write }]) => write);
  return writes.flatMap((write): Written[] => {
    const own = (byWrite.get(write) ?? []).map(([, written]) => written);
    const condition = write.method === 'delete' ? conditionOf(write) : undefined;
    if (!condition) return own;
    const [only] = own;
    if (only && own.length === 1) return [{ ...only, count: 1 }];
    return [
      { outcome: 'deleted', type: condition.type, id: '', versionId: '', lastUpdated: at, count: own.length },
    ];
  });
}
