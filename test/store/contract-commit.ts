// The commit half of the table contract: atomic, guarded, versioned.

import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/store/table.ts';
import { benchOn, type Open } from './contract-bench.ts';

export function describeCommit(open: Open): void {
  const { commit, conflictOf, key, rows } = benchOn(open);

  describe('commits', () => {
    it('write all their rows, read at once', async () => {
      await commit([
        { put: key('a'), value: '1' },
        { put: key('b'), value: '' },
      ]);
      expect(await rows()).toEqual([
        ['a', '1', 1],
        ['b', '', 1],
      ]);
    });

    it('count versions on with every put, guarded or not', async () => {
      await commit([{ put: key('a'), value: '1', expect: 'absent' }]);
      await commit([{ put: key('a'), value: '2', expect: 1 }]);
      await commit([{ put: key('a'), value: '3' }]);
      await commit([
        { put: key('a'), value: '4' },
        { put: key('b'), value: '1' },
      ]);
      await commit([
        { put: key('a'), value: '5', expect: 4 },
        { put: key('b'), value: '2' },
      ]);
      expect(await rows()).toEqual([
        ['a', '5', 5],
        ['b', '2', 2],
      ]);
    });

    it('write nothing when one expectation fails, and name the keys at fault', async () => {
      await commit([
        { put: key('there'), value: '1' },
        { put: key('removable'), value: '1' },
      ]);
      const atFault = await conflictOf([
        { put: key('new'), value: 'x' },
        { put: key('there'), value: 'x', expect: 'absent' },
        { remove: key('removable'), expect: 1 },
        { put: key('missing'), value: 'x', expect: 1 },
        { check: key('unheard of'), expect: 2 },
      ]);
      expect(atFault).toEqual(['there', 'missing', 'unheard of']);
      expect(await rows()).toEqual([
        ['removable', '1', 1],
        ['there', '1', 1],
      ]);
    });

    it('refuse a lone put whose expectation fails', async () => {
      expect(await conflictOf([{ put: key('a'), value: 'x', expect: 1 }])).toEqual(['a']);
      await commit([{ put: key('a'), value: '1', expect: 'absent' }]);
      expect(await conflictOf([{ put: key('a'), value: 'x', expect: 'absent' }])).toEqual(['a']);
      expect(await conflictOf([{ put: key('a'), value: 'x', expect: 2 }])).toEqual(['a']);
      expect(await rows()).toEqual([['a', '1', 1]]);
    });

    it('hold to checks, alone and beside other actions, without touching the row', async () => {
      await commit([{ put: key('a'), value: '1' }]);
      await commit([{ check: key('a'), expect: 1 }]);
      await commit([{ check: key('b'), expect: 'absent' }]);
      await commit([
        { check: key('a'), expect: 1 },
        { put: key('c'), value: '1' },
      ]);
      expect(await conflictOf([{ check: key('a'), expect: 'absent' }])).toEqual(['a']);
      expect(await conflictOf([{ check: key('b'), expect: 1 }])).toEqual(['b']);
      expect(
        await conflictOf([
          { check: key('a'), expect: 2 },
          { put: key('c'), value: '2' },
        ]),
      ).toEqual(['a']);
      expect(await rows()).toEqual([
        ['a', '1', 1],
        ['c', '1', 1],
      ]);
    });

    it('remove rows, guarded or not, and take away nothing where there is none', async () => {
      await commit(['a', 'b', 'c', 'd'].map((sk) => ({ put: key(sk), value: '1' })));
      await commit([{ remove: key('a') }]);
      await commit([{ remove: key('b'), expect: 1 }]);
      await commit([{ remove: key('c'), expect: 1 }, { remove: key('missing') }]);
      await commit([{ remove: key('missing') }]);
      await commit([{ remove: key('missing'), expect: 'absent' }]);
      expect(await conflictOf([{ remove: key('d'), expect: 2 }])).toEqual(['d']);
      expect(await conflictOf([{ remove: key('d'), expect: 'absent' }])).toEqual(['d']);
      expect(await rows()).toEqual([['d', '1', 1]]);
    });

    it('start a removed row again at version 1', async () => {
      await commit([{ put: key('a'), value: '1' }]);
      await commit([{ put: key('a'), value: '2' }]);
      await commit([{ remove: key('a') }]);
      await commit([{ put: key('a'), value: '3', expect: 'absent' }]);
      expect(await rows()).toEqual([['a', '3', 1]]);
    });

    it('do nothing when they are empty', async () => {
      await expect(commit([])).resolves.toBeUndefined();
    });

    it('refuse a key that appears twice', async () => {
      const twice: Action[] = [
        { put: key('a'), value: '1' },
        { check: key('a'), expect: 'absent' },
      ];
      await expect(commit(twice)).rejects.toThrow(TypeError);
      expect(await rows()).toEqual([]);
    });

    it('refuse versions and expiry times that are no whole numbers', async () => {
      await expect(commit([{ put: key('a'), value: '', expect: 0.5 }])).rejects.toThrow(TypeError);
      await expect(commit([{ put: key('a'), value: '', expires: 0.5 }])).rejects.toThrow(TypeError);
    });

    it('keep values of any text', async () => {
      const odd = ['', ' ', '\u0000 in the middle \u0000', '{"naam":"Zoë 👶"}', 'é'.repeat(20_000)];
      await commit(odd.map((value, at) => ({ put: key(`${at}`), value })));
      expect((await rows()).map(([, value]) => value)).toEqual(odd);
    });
  });

  it('takes no more calls once closed', async () => {
    const closed = await open(Date.now);
    await closed.commit([{ put: key('a'), value: '1' }]);
    await closed.close();
    await closed.close();
    await expect(closed.get(key('a'))).rejects.toThrow('closed');
    await expect(closed.batchGet([key('a')])).rejects.toThrow('closed');
    await expect(closed.query({ pk: key('a').pk })).rejects.toThrow('closed');
    await expect(closed.commit([{ put: key('a'), value: '2' }])).rejects.toThrow('closed');
  });
}
