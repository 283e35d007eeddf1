// A resource of a world with its whole life: who stored it, its versions, whether it was deleted.
import type { Period, Resource } from '@medplum/fhirtypes';
import { localDay } from '../../src/fhir/search/local-time.ts';

export type Known = Resource & { readonly id: string };

export interface Held {
  readonly name: string;
  /** Organisation (or client) that stored it. */
  readonly origin: string;
  /** The Patient whose file it lies in; absent for what lies in none. */
  readonly child?: string;
  /** Oldest first; there is one at least. */
  readonly versions: readonly Known[];
  readonly isDeleted: boolean;
}

/** As it is, or as it was before it was deleted. */
export function lastLiving({ versions, name }: Held): Known {
  const last = versions.at(-1);
  if (!last) throw new Error(`${name} has no version`);
  return last;
}

export const typeOf = ({ name }: Held): string => name.slice(0, name.indexOf('/'));
export const idOf = ({ name }: Held): string => name.slice(name.indexOf('/') + 1);

/** Periods in worlds are of whole days. */
export function isNow(period: Period | undefined, now: number): boolean {
  const day = localDay(now);
  return (period?.start ?? day) <= day && (period?.end ?? day) >= day;
}
