// A commit larger than one DynamoDB transaction: everything is laid beside what is there, one write decides, then it takes
// its place. docs/decisions/0007-staged-commits.md tells why it is all or nothing.

import { holds, keyId } from './commit-rules.ts';
import { ATTEMPTS, backOff, type DynamoAccess, inRuns, sideBySide } from './dynamodb-access.ts';
import { type Item, keyIn, liveVersion, type Prepared } from './dynamodb-items.ts';
import { type Held, hold, holderOf, holdingWrite, weigh } from './dynamodb-marks.ts';
import { writePart } from './dynamodb-parts.ts';
import { readItems } from './dynamodb-read.ts';
import { sendTransaction, TRANSACTION_ACTIONS, TRANSACTION_BYTES } from './dynamodb-send.ts';
import { settle, settleOthers } from './dynamodb-settle.ts';
import {
  begin,
  decideAborted,
  decideCommitted,
  forget,
  type State,
  type Transaction,
} from './dynamodb-transaction.ts';
import { CommitConflict } from './table.ts';

/** A large commit is worth waiting for: about five seconds before it gives way to what holds its rows. */
const PATIENCE = 16;

/** What one attempt has laid down, or may have. */
type Laid = Map<string, Held>;

export async function commitStaged(access: DynamoAccess, prepared: readonly Prepared[]): Promise<void> {
  const since = access.now();
  // Those who want the same rows come to them in the same order, and mostly meet before either has done much.
  const ordered = prepared
    .map((one) => ({ one, id: keyId(one.key) }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (let attempt = 1; ; attempt += 1) {
    const state = await stage(
      access,
      ordered.map(({ one }) => one),
      since,
    );
    if (state === 'committed') return;
    // An older one was in need of what this one held: it goes again, with the age it has.
    if (attempt === ATTEMPTS) throw new CommitConflict(prepared.map(({ key }) => key));
    await backOff(access, attempt);
  }
}

async function stage(access: DynamoAccess, prepared: readonly Prepared[], since: number): Promise<State> {
  const tx = await begin(access, since);
  const laid: Laid = new Map();
  let state: State;
  try {
    await sideBySide(inRuns(prepared, TRANSACTION_ACTIONS), (run) => lay(access, tx, run, laid));
    await writeParts(access, laid);
    state = await decideCommitted(access, tx.id);
  } catch (failure) {
    state = await giveUp(access, tx);
    if (state !== 'committed') {
      if (state === 'aborted') await clearAway(access, tx, laid, state);
      throw failure;
    }
  }
  await clearAway(access, tx, laid, state);
  return state;
}

/** Only the row knows whether a commit whose answer was lost stands. Out of reach it stays open, and is never told committed. */
function giveUp(access: DynamoAccess, { id }: Transaction): Promise<State> {
  return decideAborted(access, id).catch(() => 'open');
}

/** The end is decided: what fails from here on is finished by whoever meets it. */
async function clearAway(access: DynamoAccess, { id }: Transaction, laid: Laid, state: State): Promise<void> {
  const items = [...laid.values()].map(({ item }) => item);
  await settle(access, items, state)
    .then(() => (state === 'committed' ? forget(access, id) : undefined))
    .catch(() => undefined);
}

/** Lays down the marks of one run, all expectations holding; waits for others in the way, within bounds. */
async function lay(
  access: DynamoAccess,
  tx: Transaction,
  run: readonly Prepared[],
  laid: Laid,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const found = await readItems(
      access,
      run.map(({ key }) => key),
    );
    const seen = ({ key }: Prepared): Item | undefined => found.get(keyId(key));
    const open = run.filter((one) => holderOf(seen(one)) !== tx.id);
    const others = open
      .map(seen)
      .filter((item) => item !== undefined)
      .filter((item) => holderOf(item) !== undefined);
    const blocked = await settleOthers(access, others, tx);
    if (others.length === 0) {
      const now = access.now();
      const unmet = open.filter((one) => !holds(one.action.expect, liveVersion(seen(one), now)));
      if (unmet.length > 0) throw new CommitConflict(unmet.map(({ key }) => key));
      const marks = open.map((one) => hold(one, seen(one), tx.id, now, access.newToken));
      if (await layMarks(access, marks, laid)) return;
    }
    if (attempt === PATIENCE)
      throw new CommitConflict(blocked.length > 0 ? blocked : open.map(({ key }) => key));
    if (blocked.length > 0 || others.length === 0) await backOff(access, attempt);
  }
}

/** Whether all were laid; where one was not, its run has to be looked at anew. */
async function layMarks(access: DynamoAccess, marks: readonly Held[], laid: Laid): Promise<boolean> {
  for (const run of inRuns(marks, TRANSACTION_ACTIONS, TRANSACTION_BYTES, ({ item }) => weigh(item))) {
    // Noted before it is sent: what was laid by a call that failed must be found when it is taken back.
    for (const held of run) laid.set(keyId(keyIn(held.item)), held);
    const refusal = await sendTransaction(
      access,
      run.map((held) => holdingWrite(held, access.table)),
    );
    if (refusal !== undefined) return false;
  }
  return true;
}

async function writeParts(access: DynamoAccess, laid: Laid): Promise<void> {
  const parts = [...laid.values()].flatMap(({ item, parts }) =>
    parts.map((part) => ({ part, expires: item.pe })),
  );
  await sideBySide(parts, ({ part, expires }) => writePart(access, part, expires));
}
