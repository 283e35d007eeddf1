import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexOf, pageFrom, pageSizes, readTurn } from '../../src/access/page.ts';

interface Item {
  readonly name: number;
  readonly bytes: number;
}
const listed = (items: readonly Item[]) => ({
  items,
  placeOf: ({ name }: Item) => String(name),
  bytesOf: ({ bytes }: Item) => bytes,
});
const small = (count: number): Item[] => Array.from({ length: count }, (_, name) => ({ name, bytes: 1 }));

/** The page a token leads to. */
function follow(items: readonly Item[], token: string | undefined, size: number) {
  const { back, place } = token === undefined ? { back: false, place: '-1' } : readTurn(token);
  const at = token === undefined ? 0 : indexOf(items, back, ({ name }) => name - Number(place));
  return pageFrom(listed(items), at, back, size);
}

describe('a page', () => {
  it('holds as many as asked for and leads on to the rest', () => {
    const first = follow(small(5), undefined, 2);
    const second = follow(small(5), first.next, 2);
    const third = follow(small(5), second.next, 2);
    expect([first, second, third].map(({ page }) => page.map(({ name }) => name))).toEqual([
      [0, 1],
      [2, 3],
      [4],
    ]);
    expect([first.previous, third.next]).toEqual([undefined, undefined]);
  });

  it('ends early where its elements get too large, but never without one', () => {
    const items = [0, 1, 2, 3].map((name) => ({ name, bytes: pageSizes.bytes * (name === 1 ? 2 : 0.6) }));
    const names: number[][] = [];
    let token: string | undefined;
    do {
      const found = follow(items, token, 10);
      names.push(found.page.map(({ name }) => name));
      token = found.next;
    } while (token);
    expect(names).toEqual([[0], [1], [2], [3]]);
  });

  it('of no elements leads nowhere', () => {
    expect(follow(small(5), undefined, 0)).toEqual({ page: [], next: undefined, previous: undefined });
  });

  it('gives everything once, and the same way back, whatever the sizes', () => {
    const items = fc.array(fc.integer({ min: 1, max: pageSizes.bytes * 1.5 }), { maxLength: 30 });
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 7 }), (sizes, count) => {
        const all = sizes.map((bytes, name) => ({ name, bytes }));
        const seen: number[] = [];
        let page = follow(all, undefined, count);
        seen.push(...page.page.map(({ name }) => name));
        while (page.next) {
          page = follow(all, page.next, count);
          seen.push(...page.page.map(({ name }) => name));
        }
        const back = page.page.map(({ name }) => name);
        while (page.previous) {
          page = follow(all, page.previous, count);
          back.unshift(...page.page.map(({ name }) => name));
        }
        expect([seen, back]).toEqual([all.map(({ name }) => name), all.map(({ name }) => name)]);
      }),
    );
  });

  it.each(['', 'x', Buffer.from('Patient/1').toString('base64url'), Buffer.from('>').toString('base64url')])(
    'refuses the token "%s"',
    (token) => {
      expect(() => readTurn(token)).toThrow(/first page/);
    },
  );
});
