// What every adapter holds callers to, so that they behave alike: sizes, key forms, expectations, expiry.

import { type Action, CommitTooLarge, type Expectation, type Key, type Limits, type Range } from './table.ts';

/** DynamoDB's own bounds on keys; SQLite keeps to them so that what works on a laptop works in the cloud. */
const PK_BYTES = 2048;
const SK_BYTES = 1024;

/** What one commit takes, on every store: a history of a thousand resources, each with its index rows, and what joined files add. */
export const commitLimits: Limits = {
  actions: 10_500,
  atOnce: 100,
  bytes: 40_000_000,
  rowBytes: 8_000_000,
};

export function keyOf(action: Action): Key {
  if ('put' in action) return action.put;
  return 'remove' in action ? action.remove : action.check;
}

/** One string per key, the same for no other key. */
export function keyId({ pk, sk }: Key): string {
  return `${pk.length}:${pk}${sk}`;
}

/** Whether a row that expires then is still there; `now` in milliseconds, `expires` in seconds. */
export function isLive(expires: number | undefined, now: number): boolean {
  return expires === undefined || expires * 1000 > now;
}

/** Whether the expectation is met by a live row of this version, or by none. */
export function holds(expect: Expectation | undefined, version: number | undefined): boolean {
  if (expect === undefined) return true;
  return expect === 'absent' ? version === undefined : version === expect;
}

export function assertKey({ pk, sk }: Key): void {
  if (pk === '' || sk === '') throw new TypeError('a key needs a pk and an sk of at least one character');
  assertText('pk', pk, PK_BYTES);
  assertText('sk', sk, SK_BYTES);
}

export function assertRange({ pk, from = '', to = '', limit = 0 }: Range): void {
  assertKey({ pk, sk: '-' });
  assertText('from', from, SK_BYTES);
  assertText('to', to, SK_BYTES);
  if (!Number.isSafeInteger(limit) || limit < 0) throw new TypeError(`limit ${limit} is not a whole number`);
}

/** Refuses with TypeError what a programmer got wrong, with CommitTooLarge what the limits don't take. Returns the bytes of all values. */
export function assertCommit(actions: readonly Action[], limits: Limits): number {
  if (actions.length > limits.actions) {
    throw new CommitTooLarge(`${actions.length} actions, a commit takes ${limits.actions}`);
  }
  const keys = new Set<string>();
  let bytes = 0;
  for (const action of actions) {
    const key = keyOf(action);
    assertKey(key);
    if (keys.size === keys.add(keyId(key)).size) throw new TypeError('a key appears twice in one commit');
    assertNumbers(action);
    if ('put' in action) bytes += assertValue(action.value, limits.rowBytes);
  }
  if (bytes > limits.bytes) throw new CommitTooLarge(`${bytes} bytes, a commit takes ${limits.bytes}`);
  return bytes;
}

function assertValue(value: string, most: number): number {
  const bytes = Buffer.byteLength(value);
  if (bytes > most) throw new CommitTooLarge(`a value of ${bytes} bytes, a row takes ${most}`);
  return bytes;
}

function assertNumbers(action: Action): void {
  const { expect } = action;
  if (expect !== undefined && expect !== 'absent' && !Number.isSafeInteger(expect)) {
    throw new TypeError(`expected version ${expect} is not a whole number`);
  }
  if ('put' in action && action.expires !== undefined && !Number.isSafeInteger(action.expires)) {
    throw new TypeError(`expires ${action.expires} is not a whole number of seconds`);
  }
}

function assertText(what: string, text: string, most: number): void {
  // Three bytes per UTF-16 unit is the worst case: short keys need no counting.
  if (text.length * 3 > most && Buffer.byteLength(text) > most) {
    throw new TypeError(`${what} takes ${most} bytes, not ${Buffer.byteLength(text)}`);
  }
  if (!text.isWellFormed())
    throw new TypeError(`${what} holds half a surrogate pair, which UTF-8 can't keep`);
}
