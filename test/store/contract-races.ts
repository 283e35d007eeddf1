// The table contract where it is pressed: many writers at one row.

import { describe, expect, it } from 'vitest';
import { type Action, CommitConflict } from '../../src/store/table.ts';
import { benchOn, type Open } from './contract-bench.ts';

export function describeRaces(open: Open): void {
  const { commit, get, key, rows } = benchOn(open);

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
