// From writes to one atomic commit: places, references, changes, rows. Holds only if nothing it read changed meanwhile.
import type { Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import { rewriteReferences } from '../fhir/reference.ts';
import { identifierActions, recordActions } from './change-rows.ts';
import type { Write, Written } from './dossier.ts';
import type { DossierStore, Place } from './dossier-store.ts';
import { planFiles } from './file-plan.ts';
import type { Gate, PlannedChange } from './gate.ts';
import { childOfPartition, filePartition, isFile } from './keys.ts';
import { type Placed, placeWrites, type Rivalry, refuseTwice, resolveConditionals } from './placing.ts';
import type { StoredRecord } from './record.ts';
import type { Action } from './table.ts';
import { checkTargets, loadTargets, partitionFinder } from './targets.ts';

export interface CommitPlan {
  readonly actions: readonly Action[];
  readonly written: readonly Written[];
}

/** Reads what the writes depend on and lays out one commit that holds only if none of it changed meanwhile. */
export async function planCommit(
  store: DossierStore,
  writes: readonly Write[],
  gate: Gate,
): Promise<CommitPlan> {
  const rivalry: Rivalry = { guards: [], identifiers: new Map() };
  const placed = await placeWrites(store, writes, gate, rivalry);
  refuseTwice(placed);
  const ids = new Map<string, string>();
  for (const { write, place } of placed) {
    if (write.method !== 'delete' && write.fullUrl) ids.set(write.fullUrl, `${place.type}/${place.id}`);
  }
  const conditional = await resolveConditionals(placed, gate);
  const resources = placed.map(({ write, place, existing }) =>
    write.method === 'delete' || existing
      ? undefined
      : rewriteReferences(
          { ...write.resource, id: place.id },
          (text) => ids.get(text) ?? conditional.get(text) ?? withoutBase(text, gate.base),
        ),
  );

  const mine = new Map(
    placed.map(({ place, existing }, index) => [`${place.type}/${place.id}`, existing ?? resources[index]]),
  );
  const targets = await loadTargets(store, resources, mine);
  const records = await loadWritten(store, placed);

  const partitionOf = partitionFinder(placed, resources, targets);
  const partitions = placed.map(({ place, existing }, index) => {
    const record = records[index];
    if (existing) return existing.pk;
    const resource = resources[index];
    if (!resource) return record?.pk ?? filePartition(place.type, place.id);
    return record?.pk ?? partitionOf(resource, place);
  });
  const heads = await store.heads([
    ...new Set([...partitions, ...[...targets.values()].map((target) => target.pk)].filter(isFile)),
  ]);
  checkTargets(placed, resources, mine, targets, heads, gate, records);

  const at = gate.now().toISOString();
  const changes: PlannedChange[] = [];
  const written: Written[] = [];
  placed.forEach(({ write, place, existing }, index) => {
    if (existing) {
      written.push({ ...asExisting(existing), resource: gate.meets(existing, heads.get(existing.pk)?.head) });
      return;
    }
    const pk = partitions[index] ?? '';
    const sent = resources[index];
    const resource = sent && gate.admit(sent, heads.get(pk)?.head);
    const moved = resource !== undefined && partitionOf(resource, place) !== pk;
    const change = planChange({ write, place, resource, record: records[index], pk, moved, gate, at });
    changes.push(change);
    written.push({
      outcome: write.method === 'delete' ? 'deleted' : change.before ? 'updated' : 'created',
      type: place.type,
      id: place.id,
      versionId: String(change.envelope.v),
      lastUpdated: at,
      resource: change.after,
    });
  });

  const fileActions = await planFiles(store, changes, heads, gate, (reference) => {
    const own = mine.get(reference);
    if (own && 'resourceType' in own) return own;
    return own?.resource() ?? targets.get(reference)?.resource();
  });
  const actions = [
    ...rivalry.guards,
    ...changes.flatMap(recordActions),
    ...(await identifierActions(store, changes, rivalry)),
    ...fileActions,
    ...gate.audit(changes),
  ];
  return { actions, written };
}

/** Absolute references to this server are kept relative, so that they stay true wherever it is reached. */
const withoutBase = (text: string, base: string): string =>
  text.startsWith(`${base}/`) ? text.slice(base.length + 1) : text;

/** The records that updates and deletes start from; a create has a fresh id and nothing to load. */
async function loadWritten(
  store: DossierStore,
  placed: readonly Placed[],
): Promise<(StoredRecord | undefined)[]> {
  const old = placed.filter(({ write }) => write.method !== 'create');
  const loaded = await store.load(old.map(({ place }) => place));
  const found = new Map(old.map((one, index) => [one, loaded[index]]));
  return placed.map((one) => found.get(one));
}

interface ChangeParts {
  readonly write: Write;
  readonly place: Place;
  readonly resource?: Resource;
  readonly record?: StoredRecord;
  readonly pk: string;
  readonly moved: boolean;
  readonly gate: Gate;
  readonly at: string;
}

function planChange({ write, place, resource, record, pk, moved, gate, at }: ChangeParts): PlannedChange {
  const reference = `${place.type}/${place.id}`;
  const mustExist = write.method === 'delete' || (write.method === 'update' && write.ifMatch !== undefined);
  if (mustExist && !record) throw new FhirFailure('not-found', `${reference} is not here.`);
  const already = write.method === 'delete' && record?.deleted;
  const version = (record?.envelope.v ?? 0) + (already ? 0 : 1);
  const method = write.method === 'delete' ? 'DELETE' : write.method === 'create' ? 'POST' : 'PUT';
  return {
    reference,
    type: place.type,
    id: place.id,
    pk,
    child: childOfPartition(pk),
    record,
    before: record && !record.deleted ? record.resource() : undefined,
    after: resource && {
      ...resource,
      meta: { ...resource.meta, versionId: String(version), lastUpdated: at },
    },
    envelope: { v: version, t: at, m: method, o: record?.envelope.o ?? gate.origin },
    moved,
    ifMatch: write.method === 'create' ? undefined : write.ifMatch,
  };
}

const asExisting = ({ type, id, envelope }: StoredRecord): Written => ({
  outcome: 'existed',
  type,
  id,
  versionId: String(envelope.v),
  lastUpdated: envelope.t,
});
