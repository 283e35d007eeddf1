// One page out of an ordered list: where it begins, how much fits, and the tokens of the pages beside it.
import { FhirFailure } from '../fhir/failure.ts';
import type { Neighbours } from '../store/dossier.ts';

/**
 * Published sizes of a page: matches, included resources, bytes of JSON. Lambda answers at most 6 MB, and a page may
 * grow on its way out: XML and indented JSON take up to half as much again, and every quote inside is escaped.
 */
export const pageSizes = {
  standard: 50,
  most: 1000,
  included: 1000,
  bytes: 3_000_000,
  withIncluded: 4_000_000,
} as const;

/** Where a page begins: after a place, or going back from it. The place is in words of the list's own. */
export interface Turn {
  readonly back: boolean;
  readonly place: string;
}

/** An ordered list and how its elements are named in tokens. */
export interface Listed<T> {
  readonly items: readonly T[];
  placeOf(item: T): string;
  bytesOf(item: T): number;
}

export function readTurn(token: string): Turn {
  const [, direction, place] = /^([<>])(.+)$/s.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (!direction || !place) throw leadsNowhere();
  return { back: direction === '<', place };
}

const writeTurn = (direction: '<' | '>', place: string): string =>
  Buffer.from(`${direction}${place}`).toString('base64url');

export const leadsNowhere = (): FhirFailure =>
  new FhirFailure('bad-parameter', [
    {
      text: 'This page link does not lead on any more; search again from the first page.',
      parameter: '_page',
    },
  ]);

/**
 * The page that begins at index `at` (or, going back, ends before it). A page whose elements are too large ends early,
 * and holds one element at least, so that there is always a way on.
 */
export function pageFrom<T>(
  { items, placeOf, bytesOf }: Listed<T>,
  at: number,
  back: boolean,
  size: number,
): { readonly page: readonly T[] } & Neighbours {
  let [from, to] = [at, at];
  let bytes = 0;
  const grows = (next: T | undefined): next is T => {
    if (next === undefined || to - from >= size) return false;
    bytes += bytesOf(next);
    return to === from || bytes <= pageSizes.bytes;
  };
  if (back) while (from > 0 && grows(items[from - 1])) from -= 1;
  else while (grows(items[to])) to += 1;
  const page = items.slice(from, to);
  const [first, last] = [page[0], page.at(-1)];
  return {
    page,
    next: last !== undefined && to < items.length ? writeTurn('>', placeOf(last)) : undefined,
    previous: first !== undefined && from > 0 ? writeTurn('<', placeOf(first)) : undefined,
  };
}

/** Index at which the page of a turn begins (or before which it ends); `side` tells where an item lies from its place. */
export function indexOf<T>(items: readonly T[], back: boolean, side: (item: T) => number): number {
  const index = items.findIndex((item) => (back ? side(item) >= 0 : side(item) > 0));
  return index === -1 ? items.length : index;
}
