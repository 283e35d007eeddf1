// Patches within a commit: each makes its new version of what lies there now, once this caller is known to be allowed to.
import type { Resource } from '@medplum/fhirtypes';
import { cloneExactly } from '../fhir/exact-json.ts';
import { joined } from '../fhir/expression.ts';
import { FhirFailure } from '../fhir/failure.ts';
import type { DossierStore } from './dossier-store.ts';
import { notHere, permit } from './file-plan.ts';
import type { Gate } from './gate.ts';
import { isFile } from './keys.ts';
import type { Placed } from './placing.ts';
import { planChange } from './planned-change.ts';
import type { StoredRecord } from './record.ts';

/** What each write wants stored, in their order; undefined for deletes and for creates that found their match. */
export async function applyPatches(
  store: DossierStore,
  placed: readonly Placed[],
  records: readonly (StoredRecord | undefined)[],
  gate: Gate,
  at: string,
): Promise<(Resource | undefined)[]> {
  const files = placed.flatMap(({ write }, index) => {
    const pk = write.method === 'patch' ? records[index]?.pk : undefined;
    return pk !== undefined && isFile(pk) ? [pk] : [];
  });
  const heads = await store.heads([...new Set(files)]);
  const refused: FhirFailure[] = [];
  const wanted: (Resource | undefined)[] = [];
  for (const [index, one] of placed.entries()) wanted.push(await want(one, records[index]));
  const refusal = joined(refused);
  if (refusal) throw refusal;
  return wanted;

  async function want(one: Placed, record: StoredRecord | undefined): Promise<Resource | undefined> {
    const { write, place, existing } = one;
    if (write.method === 'delete' || existing) return undefined;
    if (write.method !== 'patch') return { ...write.resource, id: place.id };
    try {
      if (!record || record.deleted) throw notHere(`${place.type}/${place.id}`, write.at);
      const { pk } = record;
      const resource = record.resource();
      // A patch can ask what the resource holds, so nothing of it runs before the caller is known to be allowed.
      permit(planChange({ placed: one, resource, record, pk, moved: false, gate, at }), heads.get(pk), gate);
      return { ...(await write.change(cloneExactly(resource))), id: place.id };
    } catch (problem) {
      if (!(problem instanceof FhirFailure)) throw problem;
      refused.push(problem);
      return undefined;
    }
  }
}
