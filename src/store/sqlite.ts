// The store on one SQLite file: commits that arrive together share one durable transaction, so one sync of the disk.

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { assertCommit, assertKey, assertRange, commitLimits, holds, keyOf } from './commit-rules.ts';
import { openDataFile } from './sqlite-file.ts';
import { type Action, CommitConflict, type Key, type Range, type Row, type Table } from './table.ts';

/** At most this many commits, of about this many actions and bytes, share a transaction, so that reads are not held up for long. */
const GROUP = { commits: 256, actions: 2000, bytes: 8_000_000 };

const LIVE = '(expires IS NULL OR expires > ?)';

interface Waiting {
  readonly actions: readonly Action[];
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

export interface SqliteOptions {
  /** Milliseconds since 1970: what expiry is measured by. */
  readonly now?: () => number;
}

/** The table in `file`, made when there is none; `:memory:` keeps nothing. Throws StoreUnusable. */
export function openSqliteTable(file: string, { now = Date.now }: SqliteOptions = {}): SqliteTable {
  return new SqliteTable(openDataFile(file, now()), now);
}

export class SqliteTable implements Table {
  readonly limits = commitLimits;
  readonly inOrder = true;
  readonly #db: DatabaseSync;
  readonly #now: () => number;
  readonly #statements: ReturnType<typeof prepare>;
  #waiting: Waiting[] = [];
  #transactions = 0;

  constructor(db: DatabaseSync, now: () => number) {
    this.#db = db;
    this.#now = now;
    this.#statements = prepare(db);
  }

  /** How many durable transactions were written: fewer than commits when commits share them. */
  get transactions(): number {
    return this.#transactions;
  }

  async get(key: Key): Promise<Row | undefined> {
    this.#assertOpen();
    return this.#read(key, this.#seconds());
  }

  async batchGet(keys: readonly Key[]): Promise<(Row | undefined)[]> {
    this.#assertOpen();
    const now = this.#seconds();
    return keys.map((key) => this.#read(key, now));
  }

  async query(range: Range): Promise<Row[]> {
    this.#assertOpen();
    assertRange(range);
    const { pk, from = '', to, limit = -1, backwards = false } = range;
    const statement = this.#statements.range[backwards ? 'down' : 'up'];
    const bounds = to === undefined ? [pk, from] : [pk, from, to];
    const found = statement[to === undefined ? 'open' : 'closed'].all(...bounds, this.#seconds(), limit);
    return found.map((row) => ({ pk, sk: String(row[2]), value: String(row[0]), version: Number(row[1]) }));
  }

  async commit(actions: readonly Action[]): Promise<void> {
    this.#assertOpen();
    const bytes = assertCommit(actions, this.limits);
    if (actions.length === 0) return;
    return new Promise((resolve, reject) => {
      if (this.#waiting.push({ actions, bytes, resolve, reject }) === 1) setImmediate(() => this.#flush());
    });
  }

  async close(): Promise<void> {
    while (this.#waiting.length > 0) this.#flush();
    if (!this.#db.isOpen) return;
    this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#db.close();
  }

  #flush(): void {
    const group = this.#waiting.splice(0, groupSize(this.#waiting));
    if (this.#waiting.length > 0) setImmediate(() => this.#flush());
    if (group.length === 0) return;
    try {
      this.#statements.begin.run();
      const now = this.#seconds();
      const conflicts = group.map(({ actions }) => this.#apply(actions, now));
      this.#statements.commit.run();
      this.#transactions += 1;
      group.forEach(({ resolve, reject }, at) => {
        const conflict = conflicts[at];
        if (conflict) reject(conflict);
        else resolve();
      });
    } catch (failure) {
      this.#undo();
      for (const { reject } of group) reject(failure);
    }
  }

  /** Applies the actions, or none of them when an expectation fails. */
  #apply(actions: readonly Action[], now: number): CommitConflict | undefined {
    const unmet = actions.filter(
      // What expects nothing needs no look at what is there.
      (action) => action.expect !== undefined && !holds(action.expect, this.#version(keyOf(action), now)),
    );
    if (unmet.length > 0) return new CommitConflict(unmet.map(keyOf));
    for (const action of actions) {
      const { pk, sk } = keyOf(action);
      if ('put' in action) {
        this.#statements.put.run(pk, sk, action.value, action.expires ?? null, now);
      } else if ('remove' in action) {
        this.#statements.remove.run(pk, sk);
      }
    }
    return undefined;
  }

  #undo(): void {
    try {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
    } catch {
      // What can't be undone must not be written on: closing drops it, and the next opening recovers the file.
      this.#db.close();
    }
  }

  #version({ pk, sk }: Key, now: number): number | undefined {
    const found = this.#statements.version.get(pk, sk, now);
    return found === undefined ? undefined : Number(found[0]);
  }

  #read(key: Key, now: number): Row | undefined {
    assertKey(key);
    const found = this.#statements.get.get(key.pk, key.sk, now);
    if (found === undefined) return undefined;
    return { pk: key.pk, sk: key.sk, value: String(found[0]), version: Number(found[1]) };
  }

  /** Whole seconds are enough: a row expires when its second has begun. */
  #seconds(): number {
    return Math.floor(this.#now() / 1000);
  }

  #assertOpen(): void {
    if (!this.#db.isOpen) throw new Error('the store is closed');
  }
}

/** How many of the waiting share the next transaction: a huge one has it to itself. */
function groupSize(waiting: readonly Waiting[]): number {
  let actions = 0;
  let bytes = 0;
  for (const [at, one] of waiting.entries()) {
    actions += one.actions.length;
    bytes += one.bytes;
    const isFull = at === GROUP.commits || actions > GROUP.actions || bytes > GROUP.bytes;
    if (at > 0 && isFull) return at;
  }
  return waiting.length;
}

/** Columns come by place, which is quicker than by name: value, version, sk. */
function prepare(db: DatabaseSync) {
  const reading = (query: string): StatementSync => {
    const statement = db.prepare(query);
    statement.setReturnArrays(true);
    return statement;
  };
  const range = (order: 'ASC' | 'DESC', bound: string): StatementSync =>
    reading(
      `SELECT value, version, sk FROM rows WHERE pk = ? AND sk >= ? ${bound} AND ${LIVE} ORDER BY sk ${order} LIMIT ?`,
    );
  const both = (order: 'ASC' | 'DESC') => ({ open: range(order, ''), closed: range(order, 'AND sk < ?') });
  return {
    begin: db.prepare('BEGIN IMMEDIATE'),
    commit: db.prepare('COMMIT'),
    get: reading(`SELECT value, version FROM rows WHERE pk = ? AND sk = ? AND ${LIVE}`),
    version: reading(`SELECT version FROM rows WHERE pk = ? AND sk = ? AND ${LIVE}`),
    put: db.prepare(`
      INSERT INTO rows (pk, sk, value, version, expires) VALUES (?, ?, ?, 1, ?)
      ON CONFLICT (pk, sk) DO UPDATE SET value = excluded.value, expires = excluded.expires,
        version = CASE WHEN rows.expires <= ? THEN 1 ELSE rows.version + 1 END`),
    remove: db.prepare('DELETE FROM rows WHERE pk = ? AND sk = ?'),
    range: { up: both('ASC'), down: both('DESC') },
  };
}
