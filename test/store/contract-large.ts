// The table contract on much at once: its limits, commits of many rows, values of several megabytes.

import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Action, CommitTooLarge } from '../../src/store/table.ts';
import { benchOn, type Open } from './contract-bench.ts';

/** Text that no compression makes much shorter. */
const noise = (length: number): string => randomBytes(length).toString('base64').slice(0, length);

export function describeLarge(open: Open): void {
  const { batchGet, commit, conflictOf, get, key, limits, rows } = benchOn(open);

  describe('limits', () => {
    it('let through as many actions as they say, and not one more', async () => {
      const puts = Array.from({ length: limits().actions + 1 }, (_, at) => ({
        put: key(`${at}`),
        value: '',
      }));
      await expect(commit(puts)).rejects.toThrow(CommitTooLarge);
      expect(await rows()).toEqual([]);
      await commit(puts.slice(1));
      expect(await rows()).toHaveLength(limits().actions);
    }, 120_000);

    it('let through as many bytes as they say, and not one more', async () => {
      const full = Array.from({ length: 20 }, (_, at) => ({
        put: key(`${at}`),
        value: randomBytes(limits().bytes / 40).toString('hex'),
      }));
      await expect(commit([...full, { put: key('more'), value: 'x' }])).rejects.toThrow(CommitTooLarge);
      expect(await rows()).toEqual([]);
      await commit(full);
      expect(await rows()).toHaveLength(20);
    }, 120_000);

    it('let through a value as long as they say, even one that does not compress', async () => {
      const value = randomBytes(limits().rowBytes).toString('base64').slice(0, limits().rowBytes);
      await commit([{ put: key('a'), value }]);
      expect((await get('a'))?.value === value).toBe(true);
    });

    it('refuse a value that is longer than they say', async () => {
      const value = 'x'.repeat(limits().rowBytes + 1);
      await expect(commit([{ put: key('a'), value }])).rejects.toThrow(CommitTooLarge);
    });

    it('let through a long document that compresses well', async () => {
      const entry = (at: number) => ({
        id: randomUUID(),
        at,
        text: 'Een gesprek met de ouders over de ontwikkeling',
      });
      const value = JSON.stringify(Array.from({ length: 8000 }, (_, at) => entry(at)));
      await commit([{ put: key('a'), value }]);
      expect((await get('a'))?.value === value).toBe(true);
      expect((await rows())[0]?.[1] === value).toBe(true);
    });
  });

  describe('commits of many rows', () => {
    const names = Array.from({ length: 450 }, (_, at) => `row-${String(at).padStart(3, '0')}`);
    /** Of the rows at version 1: a third is changed, a third taken away, a third only looked at; as many are new. */
    const turnover = (): Action[] =>
      names.flatMap((sk, at): Action[] => [
        at % 3 === 0
          ? { put: key(sk), value: 'second', expect: at % 2 ? 1 : undefined }
          : at % 3 === 1
            ? { remove: key(sk), expect: at % 2 ? 1 : undefined }
            : { check: key(sk), expect: 1 },
        { put: key(`new ${sk}`), value: 'new', expect: 'absent' },
      ]);
    const make = () => commit(names.map((sk) => ({ put: key(sk), value: 'first' })));

    it('do all of it', async () => {
      await make();
      await commit(turnover());
      expect(await rows()).toEqual([
        ...names.map((sk) => [`new ${sk}`, 'new', 1]),
        ...names.flatMap((sk, at) =>
          at % 3 === 0 ? [[sk, 'second', 2]] : at % 3 === 2 ? [[sk, 'first', 1]] : [],
        ),
      ]);
    });

    it('do none of it when one expectation fails, and name the row', async () => {
      await make();
      const before = await rows();
      expect(await conflictOf([...turnover(), { check: key('missing'), expect: 1 }])).toEqual(['missing']);
      expect(await conflictOf([...turnover(), { remove: key('gone'), expect: 2 }])).toEqual(['gone']);
      expect(await rows()).toEqual(before);
    });

    it('follow one another, and small ones between them', async () => {
      await make();
      await commit([{ put: key(names[0] ?? ''), value: 'small', expect: 1 }]);
      await make();
      await commit([{ remove: key(names[1] ?? ''), expect: 2 }]);
      await make();
      expect((await rows()).slice(0, 3)).toEqual([
        ['row-000', 'first', 4],
        ['row-001', 'first', 1],
        ['row-002', 'first', 3],
      ]);
    });
  });

  describe('values of several megabytes', () => {
    const length = 6_000_000;

    it('are read by key and by range, replaced, and taken away', async () => {
      const [first, second] = [noise(length), noise(length)];
      await commit([
        { put: key('a'), value: 'short' },
        { put: key('long'), value: first, expect: 'absent' },
      ]);
      expect((await get('long'))?.value === first).toBe(true);
      await commit([
        { put: key('long'), value: second, expect: 1 },
        { put: key('former'), value: first, expect: 'absent' },
      ]);
      expect((await rows()).map(([sk, value, version]) => [sk, value.length, version])).toEqual([
        ['a', 5, 1],
        ['former', length, 1],
        ['long', length, 2],
      ]);
      const [again, former] = await batchGet('long', 'former');
      expect([again?.value === second, former?.value === first]).toEqual([true, true]);
      await commit([{ put: key('long'), value: 'short again', expect: 2 }]);
      await commit([{ remove: key('former') }]);
      expect(await rows()).toEqual([
        ['a', 'short', 1],
        ['long', 'short again', 3],
      ]);
    });

    it('stay as they were when the commit fails', async () => {
      const value = noise(length);
      await commit([{ put: key('long'), value }]);
      const failing: Action[] = [
        { put: key('long'), value: noise(length) },
        { put: key('other'), value: noise(length) },
        { check: key('missing'), expect: 1 },
      ];
      expect(await conflictOf(failing)).toEqual(['missing']);
      expect((await rows()).map(([sk, text, version]) => [sk, text === value, version])).toEqual([
        ['long', true, 1],
      ]);
    });

    it('are guarded by their version as any other', async () => {
      await commit([{ put: key('long'), value: noise(length) }]);
      expect(await conflictOf([{ put: key('long'), value: 'x', expect: 'absent' }])).toEqual(['long']);
      expect(await conflictOf([{ remove: key('long'), expect: 2 }])).toEqual(['long']);
      expect(await conflictOf([{ check: key('long'), expect: 2 }])).toEqual(['long']);
      await commit([
        { check: key('long'), expect: 1 },
        { put: key('long too'), value: 'x' },
      ]);
      await commit([{ remove: key('long'), expect: 1 }]);
      expect((await rows()).map(([sk]) => sk)).toEqual(['long too']);
    });
  });
}
