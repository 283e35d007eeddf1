// The table contract on rows that expire: absent to everyone from their second on, deleted or not.

import { describe, expect, it } from 'vitest';
import { benchOn, type Open } from './contract-bench.ts';

export function describeExpiry(open: Open): void {
  const { batchGet, commit, conflictOf, get, key, pass, rows, seconds } = benchOn(open);

  describe('rows that expire', () => {
    it('are there until their second and absent from then on', async () => {
      await commit([
        { put: key('a'), value: '1', expires: seconds() + 60 },
        { put: key('b'), value: '1' },
      ]);
      expect(await rows()).toHaveLength(2);
      pass(60);
      expect(await get('a')).toBeUndefined();
      expect(await batchGet('a', 'b')).toEqual([undefined, expect.anything()]);
      expect(await rows()).toEqual([['b', '1', 1]]);
    });

    it('make room for the limit of a range', async () => {
      await commit([
        { put: key('a'), value: '1', expires: seconds() + 60 },
        { put: key('b'), value: '1', expires: seconds() + 60 },
        { put: key('c'), value: '1' },
        { put: key('d'), value: '1' },
      ]);
      pass(60);
      expect(await rows({ limit: 1 })).toEqual([['c', '1', 1]]);
    });

    it('count as absent for expectations', async () => {
      const expires = seconds() + 60;
      await commit(['a', 'b', 'c', 'd', 'e', 'f'].map((sk) => ({ put: key(sk), value: '1', expires })));
      expect(await conflictOf([{ put: key('a'), value: '2', expect: 'absent' }])).toEqual(['a']);
      pass(60);
      expect(await conflictOf([{ put: key('a'), value: '2', expect: 1 }])).toEqual(['a']);
      expect(await conflictOf([{ remove: key('b'), expect: 1 }])).toEqual(['b']);
      expect(await conflictOf([{ check: key('c'), expect: 1 }])).toEqual(['c']);
      await commit([{ put: key('a'), value: '2', expect: 'absent' }]);
      await commit([
        { remove: key('b'), expect: 'absent' },
        { check: key('c'), expect: 'absent' },
        { put: key('d'), value: '2', expect: 'absent' },
      ]);
      expect(await rows()).toEqual([
        ['a', '2', 1],
        ['d', '2', 1],
      ]);
    });

    it('start again at version 1, without their old expiry', async () => {
      const expires = seconds() + 60;
      await commit(['a', 'b'].map((sk) => ({ put: key(sk), value: '1', expires })));
      await commit(['a', 'b'].map((sk) => ({ put: key(sk), value: '2', expires })));
      pass(60);
      await commit([{ put: key('a'), value: '3' }]);
      await commit([
        { put: key('b'), value: '3' },
        { put: key('c'), value: '3' },
      ]);
      pass(60);
      expect(await rows()).toEqual([
        ['a', '3', 1],
        ['b', '3', 1],
        ['c', '3', 1],
      ]);
    });

    it('stay when a later put gives no expiry, and go when it gives one', async () => {
      await commit([{ put: key('stays'), value: '1', expires: seconds() + 60 }]);
      await commit([{ put: key('goes'), value: '1' }]);
      await commit([{ put: key('stays'), value: '2' }]);
      await commit([{ put: key('goes'), value: '2', expires: seconds() + 60, expect: 1 }]);
      pass(60);
      expect(await rows()).toEqual([['stays', '2', 2]]);
    });
  });
}
