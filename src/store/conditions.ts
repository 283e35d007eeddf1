// What the conditions of a commit meet, and what must stay as it was for that to hold when the commit is made.
import type { ResourceType } from '@medplum/fhirtypes';
import { joined, relocated } from '../fhir/expression.ts';
import { FhirFailure } from '../fhir/failure.ts';
import { keyId } from './commit-rules.ts';
import type { Write } from './dossier.ts';
import type { DossierStore } from './dossier-store.ts';
import type { Gate } from './gate.ts';
import { inParallel } from './in-parallel.ts';
import { conditionKey, identifierKey, recordKey } from './keys.ts';
import type { StoredRecord } from './record.ts';
import { type Action, CommitConflict, type Expectation, type Key } from './table.ts';

/** What conditions were decided on: a rival who changes any of it makes this commit start over. */
export interface Rivalry {
  /** By key. */
  readonly guards: Map<string, Action>;
  /** Row version of `Type` + newline + `system|value` as it was when the condition was evaluated. */
  readonly identifiers: Map<string, number>;
}

export const noRivalry = (): Rivalry => ({ guards: new Map(), identifiers: new Map() });

/** A condition and the records it met; `rowVersion` is that of the row where rivals under the condition meet. */
export interface Met {
  readonly type: ResourceType;
  readonly query: string;
  readonly rowVersion: number;
  readonly found: readonly StoredRecord[];
}

export const conditionOf = (write: Write): { type: ResourceType; query: string } | undefined => {
  if (write.method === 'create') {
    const { ifNoneExist, resource } = write;
    return ifNoneExist === undefined ? undefined : { type: resource.resourceType, query: ifNoneExist };
  }
  if (write.condition === undefined) return undefined;
  return {
    type: write.method === 'update' ? write.resource.resourceType : write.type,
    query: write.condition,
  };
};

/** One spelling of a condition, so that rivals meet however they write it. */
export const normal = (query: string): string => {
  const sorted = new URLSearchParams(query);
  sorted.sort();
  return sorted.toString();
};

export const conditionText = ({ type, query }: Met): string => `The condition ${type}?${query}`;

/** Where the condition of a write stands, for issues. */
export const conditionPlace = ({ at, method }: Write): string | undefined =>
  at && `${at}.request.${method === 'create' ? 'ifNoneExist' : 'url'}`;

interface Asked {
  readonly write: Write;
  readonly type: ResourceType;
  readonly query: string;
}

const sideBySide = 200;

/** Evaluates every condition once; all that are wrong are thrown together. */
export async function meetConditions(
  store: DossierStore,
  writes: readonly Write[],
  gate: Gate,
  rivalry: Rivalry,
): Promise<Map<Write, Met>> {
  const asked = writes.flatMap((write) => {
    const condition = conditionOf(write);
    return condition ? [{ write, ...condition }] : [];
  });
  if (asked.length === 0) return new Map();
  const rows = await store.table.batchGet(asked.map(({ type, query }) => conditionKey(type, normal(query))));
  await rememberIdentifiers(store, asked, rivalry);
  // Told in the order of the writes: which was found out first may hang on what there is to find.
  const refused = new Map<number, FhirFailure>();
  const look = async ({ write, type, query }: Asked, index: number): Promise<[Write, Met]> => {
    const rowVersion = rows[index]?.version ?? 0;
    return [write, { type, query, rowVersion, found: await matches(write, type, query, index) }];
  };
  const met = await inParallel(asked, look, sideBySide);
  const refusal = joined([...refused].sort(([a], [b]) => a - b).map(([, failure]) => failure));
  if (refusal) throw refusal;
  return new Map(met);

  async function matches(
    write: Write,
    type: ResourceType,
    query: string,
    index: number,
  ): Promise<StoredRecord[]> {
    try {
      return await gate.matches(type, query);
    } catch (problem) {
      if (!(problem instanceof FhirFailure)) throw problem;
      refused.set(index, write.at ? relocated(problem, () => conditionPlace(write)) : problem);
      return [];
    }
  }
}

async function rememberIdentifiers(
  store: DossierStore,
  asked: readonly { readonly type: ResourceType; readonly query: string }[],
  rivalry: Rivalry,
): Promise<void> {
  const names = asked.flatMap(({ type, query }) =>
    new URLSearchParams(query)
      .getAll('identifier')
      .flatMap((value) => value.split(','))
      .map((token) => ({ type, token })),
  );
  const rows = await store.table.batchGet(names.map(({ type, token }) => identifierKey(type, token)));
  names.forEach(({ type, token }, index) => {
    rivalry.identifiers.set(`${type}\n${token}`, rows[index]?.version ?? 0);
  });
}

/** Nobody else may by this condition find that nothing is there. */
export function claim({ type, query, rowVersion }: Met, rivalry: Rivalry): void {
  const put = conditionKey(type, normal(query));
  rivalry.guards.set(keyId(put), { put, value: '', expect: rowVersion || 'absent' });
}

/** Nothing was found, and nothing is made of it: only nobody may have claimed the condition meanwhile. */
export function stillNothing({ type, query, rowVersion }: Met, rivalry: Rivalry): void {
  guard(conditionKey(type, normal(query)), rowVersion || 'absent', rivalry);
}

/** The record stays at the version that matched. */
export function hold({ pk, type, id, rowVersion }: StoredRecord, rivalry: Rivalry): void {
  guard(recordKey(pk, type, id), rowVersion, rivalry);
}

function guard(check: Key, expect: Expectation, { guards }: Rivalry): void {
  const known = guards.get(keyId(check));
  if (known?.expect === expect) return;
  if (known) throw new CommitConflict([check]);
  guards.set(keyId(check), { check, expect });
}

/** The guards of rows that the commit does not write anyway; of those it does, the expectations must be the same. */
export function guardsBeside(actions: readonly Action[], { guards }: Rivalry): Action[] {
  if (guards.size === 0) return [];
  const left = new Map(guards);
  for (const action of actions) {
    const key = 'put' in action ? action.put : 'remove' in action ? action.remove : action.check;
    const guarded = left.get(keyId(key));
    if (!guarded) continue;
    if (action.expect !== guarded.expect) throw new CommitConflict([key]);
    left.delete(keyId(key));
  }
  return [...left.values()];
}
