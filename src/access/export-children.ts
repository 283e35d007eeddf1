// The children an export reads, a stretch at a time, so that every step goes on where the last one ended.
import type { DossierStore } from '../store/dossier-store.ts';
import { caseloadRange, listRangesAfter } from '../store/keys.ts';
import type { Caller } from './caller.ts';

/** Who is in somebody's caseload, in order of id; several owners are merged, so that no child comes twice. */
export async function caseloadAfter(
  store: DossierStore,
  caller: Caller,
  after: string,
  most: number,
): Promise<string[]> {
  const owners = [caller.organization ?? caller.client, caller.practitioner, caller.person].filter(
    (one) => one !== undefined,
  );
  const rows = await Promise.all(owners.map((owner) => store.table.query(caseloadRange(owner, most, after))));
  return firstOf(
    rows.flat().map((row) => row.sk),
    most,
  );
}

/** Ids of all resources of a type, in the order of the list. */
export async function listedAfter(
  store: DossierStore,
  type: string,
  after: string,
  most: number,
): Promise<string[]> {
  const ids: string[] = [];
  for (const range of listRangesAfter(type, most, after)) {
    const rows = await store.table.query({ ...range, limit: most - ids.length });
    ids.push(...rows.map((row) => row.sk));
    if (ids.length >= most) break;
  }
  return ids;
}

export const namedAfter = (ids: Iterable<string>, after: string, most: number): string[] =>
  firstOf(
    [...ids].filter((id) => id > after),
    most,
  );

const firstOf = (ids: readonly string[], most: number): string[] => [...new Set(ids)].sort().slice(0, most);
