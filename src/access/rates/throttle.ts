// How often one client, or one address that has shown no token yet, may ask: a bucket that fills again by the second.
import { hash } from 'node:crypto';
import { FhirFailure } from '../../fhir/failure.ts';

export interface Throttle {
  /** Counts one request of `who`; throws `throttled`, with the seconds to wait, when it is one too many. */
  take(who: string): Promise<void> | undefined;
}

export interface Throttles {
  /** By client, or by the person who signed in. */
  readonly clients: Throttle;
  /** By address, for requests that ask for a token or show none that holds. */
  readonly strangers: Throttle;
}

/** Requests per second. */
export interface Rates {
  readonly perClient: number;
  readonly perAddress: number;
}

/** Where nothing else is set: one machine, where a client may have all of it. */
export const usualRates: Rates = { perClient: 20_000, perAddress: 2_000 };

/** A bucket holds what comes in this many seconds, so that work done in one go is not held up. */
const burstSeconds = 2;
/** Who has not asked for longest is forgotten first, and begins with a full bucket when he comes back. */
const mostRemembered = 10_000;

/** Within this process. */
export function openThrottles({ perClient, perAddress }: Rates, now: () => Date): Throttles {
  return { clients: bucketThrottle(perClient, now), strangers: bucketThrottle(perAddress, now) };
}

export function bucketThrottle(perSecond: number, now: () => Date): Throttle {
  const most = Math.max(1, perSecond * burstSeconds);
  const buckets = new Map<string, { level: number; at: number }>();
  return {
    take: (who) => {
      const at = now().getTime();
      const known = buckets.get(who);
      const gained = known ? (Math.max(0, at - known.at) / 1000) * perSecond : 0;
      const level = Math.min(most, (known?.level ?? most) + gained);
      if (level < 1) throw tooOften((1 - level) / perSecond);
      buckets.delete(who);
      buckets.set(who, { level: level - 1, at });
      if (buckets.size > mostRemembered) forgetOldest(buckets);
      return undefined;
    },
  };
}

export function forgetOldest(map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}

export const tooOften = (seconds: number): FhirFailure => {
  const retryAfter = Math.max(1, Math.ceil(seconds));
  const wait = retryAfter === 1 ? 'a second' : `${retryAfter} seconds`;
  return new FhirFailure(
    'throttled',
    `More requests came than one client may send in this time; go on after ${wait}, as Retry-After says.`,
    { retryAfter },
  );
};

/** An address as it is counted, and never as it is: IPv6 hands out whole networks of 64 bits, so those count as one. */
export const addressName = (ip: string): string => hash('sha256', networkOf(ip), 'base64url').slice(0, 22);

function networkOf(ip: string): string {
  if (!ip.includes(':') || ip.includes('.')) return ip;
  const [head = '', tail] = ip.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after.length);
  return [...groups, ...Array.from({ length: zeros }, () => '0'), ...after].slice(0, 4).join(':');
}
