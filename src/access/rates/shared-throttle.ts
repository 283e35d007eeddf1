// Counts requests of many processes together, as Lambda runs them, with few writes: each tells what it has seen now and then.
import { rateKey } from '../../store/keys.ts';
import { CommitConflict, type Table } from '../../store/table.ts';
import { forgetOldest, type Rates, type Throttle, type Throttles, tooOften } from './throttle.ts';

/** Requests are counted over windows of this many milliseconds. */
const windowLength = 10_000;
/** A process says nothing of a client before it has seen this share of its allowance, and so many: quiet ones cost no row. */
const silentShare = 0.02;
const silentAtLeast = 5;
/** Milliseconds between two tellings of one process about one client. */
const tellingPause = 1_000;
const mostRemembered = 10_000;

interface Count {
  readonly window: number;
  /** What all processes together had seen when this one last told, its own included. */
  told: number;
  /** Seen here since. */
  own: number;
  /** When this process last told. */
  at: number;
}

interface SharedParts {
  readonly table: Table;
  readonly now: () => Date;
}

export function openSharedThrottles({ perClient, perAddress }: Rates, parts: SharedParts): Throttles {
  return {
    clients: sharedThrottle('client', perClient, parts),
    strangers: sharedThrottle('address', perAddress, parts),
  };
}

export function sharedThrottle(kind: string, perSecond: number, { table, now }: SharedParts): Throttle {
  const most = Math.max(1, (perSecond * windowLength) / 1000);
  const silent = Math.max(silentAtLeast, most * silentShare);
  const counts = new Map<string, Count>();

  const countOf = (who: string, window: number): Count => {
    const known = counts.get(who);
    if (known?.window === window) return known;
    const fresh = { window, told: 0, own: 0, at: 0 };
    counts.delete(who);
    counts.set(who, fresh);
    if (counts.size > mostRemembered) forgetOldest(counts);
    return fresh;
  };

  /** A rival's telling wins; this process tells again in its next turn. */
  const tell = async (who: string, count: Count): Promise<void> => {
    const key = rateKey(`${kind}/${who}`, count.window);
    const row = await table.get(key);
    const own = count.own;
    const total = Number(row?.value ?? 0) + own;
    const expires = ((count.window + 1) * windowLength) / 1000 + 60;
    try {
      await table.commit([{ put: key, value: String(total), expect: row?.version ?? 'absent', expires }]);
      count.own -= own;
      count.told = total;
    } catch (problem) {
      if (!(problem instanceof CommitConflict)) throw problem;
    }
  };

  return {
    take: (who) => {
      const time = now().getTime();
      const window = Math.floor(time / windowLength);
      const count = countOf(who, window);
      if (count.told + count.own >= most) throw tooOften(((window + 1) * windowLength - time) / 1000);
      count.own += 1;
      if (count.own < silent || time - count.at < tellingPause) return undefined;
      count.at = time;
      return tell(who, count);
    },
  };
}
