import { describe, expect, it } from 'vitest';
import { openSharedThrottles, sharedThrottle } from '../../../src/access/rates/shared-throttle.ts';
import { addressName, bucketThrottle, type Throttle } from '../../../src/access/rates/throttle.ts';
import { FhirFailure } from '../../../src/fhir/failure.ts';
import { openSqliteTable } from '../../../src/store/sqlite.ts';

/** Rows that have expired are gone, by the machine's own clock. */
const start = Date.UTC(2100, 0, 1);
function clock() {
  let time = start;
  return { now: () => new Date(time), pass: (milliseconds: number) => (time += milliseconds) };
}

/** How many of so many requests in a row are let through, and after how long the first refused may come back. */
async function sent(throttle: Throttle, who: string, count: number) {
  let passed = 0;
  let retryAfter: number | undefined;
  for (let turn = 0; turn < count; turn += 1) {
    try {
      await throttle.take(who);
      passed += 1;
    } catch (problem) {
      if (!(problem instanceof FhirFailure) || problem.kind !== 'throttled') throw problem;
      retryAfter ??= problem.retryAfter;
    }
  }
  return { passed, retryAfter };
}

describe('a throttle of one process', () => {
  it('lets a burst of two seconds through, then what comes in by the second', async () => {
    const { now, pass } = clock();
    const throttle = bucketThrottle(5, now);
    expect(await sent(throttle, 'a', 12)).toEqual({ passed: 10, retryAfter: 1 });
    pass(1_000);
    expect((await sent(throttle, 'a', 12)).passed).toBe(5);
    pass(60_000);
    expect((await sent(throttle, 'a', 12)).passed).toBe(10);
  });

  it('counts each client by itself', async () => {
    const throttle = bucketThrottle(1, clock().now);
    expect((await sent(throttle, 'a', 5)).passed).toBe(2);
    expect((await sent(throttle, 'b', 5)).passed).toBe(2);
  });

  it('says how long to wait where that is more than a second', async () => {
    expect((await sent(bucketThrottle(0.1, clock().now), 'a', 2)).retryAfter).toBe(10);
  });

  it('gives nothing for a clock that goes back', async () => {
    const { now, pass } = clock();
    const throttle = bucketThrottle(1, now);
    await sent(throttle, 'a', 2);
    pass(-5_000);
    expect((await sent(throttle, 'a', 2)).passed).toBe(0);
  });

  it('remembers no more than ten thousand, those who asked last', async () => {
    const throttle = bucketThrottle(1, clock().now);
    await sent(throttle, 'first', 2);
    for (let other = 0; other < 9_999; other += 1) await throttle.take(`other-${other}`);
    expect((await sent(throttle, 'first', 1)).passed).toBe(0);
    await throttle.take('one more');
    expect((await sent(throttle, 'first', 1)).passed).toBe(1);
  });
});

describe('a throttle that processes share', () => {
  const open = () => {
    const { now, pass } = clock();
    const table = openSqliteTable(':memory:');
    const process = () => sharedThrottle('client', 10, { table, now });
    return { table, pass, process };
  };

  it('lets through what one client may send in ten seconds, whichever process takes it', async () => {
    const { pass, process } = open();
    const processes = [process(), process(), process(), process()];
    let passed = 0;
    for (let turn = 0; turn < 100; turn += 1) {
      for (const throttle of processes) passed += (await sent(throttle, 'a', 1)).passed;
      pass(90);
    }
    expect(passed).toBeGreaterThanOrEqual(100);
    expect(passed).toBeLessThan(100 + 4 * 15);
    expect((await sent(processes[0] ?? process(), 'a', 1)).retryAfter).toBe(1);
    pass(1_000);
    expect((await sent(processes[1] ?? process(), 'a', 1)).passed).toBe(1);
  });

  it('writes nothing for a client that asks now and then', async () => {
    const { table, pass, process } = open();
    const throttle = process();
    for (let turn = 0; turn < 40; turn += 1) {
      await throttle.take('a');
      pass(3_000);
    }
    for (let window = start / 10_000; window < start / 10_000 + 13; window += 1)
      expect(await table.get({ pk: 'rate/client/a', sk: String(window) })).toBeUndefined();
  });

  it('writes at most once a second and process', async () => {
    const { table, process } = open();
    const throttle = process();
    for (let turn = 0; turn < 50; turn += 1) await throttle.take('a');
    const row = await table.get({ pk: 'rate/client/a', sk: String(start / 10_000) });
    expect(row).toMatchObject({ value: '5', version: 1 });
  });

  it('keeps clients and addresses apart', async () => {
    const { table } = open();
    const { clients, strangers } = openSharedThrottles(
      { perClient: 1, perAddress: 2 },
      { table, now: clock().now },
    );
    expect((await sent(clients, 'a', 30)).passed).toBe(10);
    expect((await sent(strangers, 'a', 30)).passed).toBe(20);
  });
});

describe('an address', () => {
  it('is counted under a name that does not tell it', () => {
    expect(addressName('192.0.2.1')).toMatch(/^[\w-]{22}$/);
    expect(addressName('192.0.2.1')).not.toBe(addressName('192.0.2.2'));
  });

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff', true],
    ['2001:db8:1:2::1', '2001:db8:1:2:0:0:0:2', true],
    ['2001:db8::1', '2001:db8:0:0:5::', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['::1', '::2', true],
  ])('of version 6 counts by its network: %s and %s', (one, other, isSame) => {
    expect(addressName(one) === addressName(other)).toBe(isSame);
  });
});
