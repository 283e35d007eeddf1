// The table contract where it is pressed: its limits, and many writers at one row.

import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Action, CommitConflict, CommitTooLarge } from '../../src/store/table.ts';
import { benchOn, type Open } from './contract-bench.ts';

export function describeRaces(open: Open): void {
  const { commit, get, key, limits, rows } = benchOn(open);

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
    });

    it('let through as many bytes as they say, and not one more', async () => {
      const full = Array.from({ length: 20 }, (_, at) => ({
        put: key(`${at}`),
        value: randomBytes(limits().bytes / 40).toString('hex'),
      }));
      await expect(commit([...full, { put: key('more'), value: 'x' }])).rejects.toThrow(CommitTooLarge);
      expect(await rows()).toEqual([]);
      await commit(full);
      expect(await rows()).toHaveLength(20);
    });

    it('let through a value as long as they say, even one that does not compress', async () => {
      const value = randomBytes(limits().rowBytes).toString('base64').slice(0, limits().rowBytes);
      await commit([{ put: key('a'), value }]);
      expect((await get('a'))?.value === value).toBe(true);
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

  describe('races', () => {
    it('of 50 creators of one row have exactly one winner', async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 50 }, (_, at) => {
          const put: Action = { put: key('one'), value: `${at}`, expect: 'absent' };
          return commit(at % 2 ? [put] : [put, { put: key(`beside-${at}`), value: `${at}` }]);
        }),
      );
      const losers = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(losers).toHaveLength(49);
      for (const { reason } of losers) expect(reason).toBeInstanceOf(CommitConflict);
      const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
      const beside = winner % 2 ? [] : [[`beside-${winner}`, `${winner}`, 1]];
      expect(await rows()).toEqual([...beside, ['one', `${winner}`, 1]]);
    });

    it('of 50 writers who add to one row lose no addition', async () => {
      await commit([{ put: key('sum'), value: '0' }]);
      let conflicts = 0;
      const add = async (): Promise<void> => {
        for (;;) {
          const row = await get('sum');
          if (row === undefined) expect.fail('the row is gone');
          try {
            return await commit([
              { put: key('sum'), value: String(Number(row.value) + 1), expect: row.version },
            ]);
          } catch (reason) {
            if (!(reason instanceof CommitConflict)) throw reason;
            conflicts += 1;
          }
        }
      };
      await Promise.all(Array.from({ length: 50 }, add));
      expect(await rows()).toEqual([['sum', '50', 51]]);
      expect(conflicts).toBeGreaterThan(0);
    }, 60_000);
  });
}
