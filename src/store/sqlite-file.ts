// Opens the SQLite data file: recognises our format, makes a fresh one, and refuses anything else in one clear line.

import { DatabaseSync } from 'node:sqlite';
import { StoreUnusable } from './store-unusable.ts';

/** "VDOS" in the file's header: tells our file from any other SQLite file. */
const APPLICATION_ID = 0x56444f53;
/** 2: heads hold what parents decided, trails are chained. */
const FORMAT = 2;

/** How long a transaction of another process is waited for, in milliseconds. */
const BUSY_TIMEOUT = 2000;

/**
 * One process owns the file, so that reading takes no locks (a quarter more reads a second); pages that hold a usual
 * resource whole; a log folded into the file every 128 MB, as folding writes scattered pages and holds others up (every
 * 16 MB cost a fifth of the throughput of a large file); 16 MB of cache.
 */
const SETTINGS = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA page_size = 8192;
  PRAGMA synchronous = FULL;
  PRAGMA wal_autocheckpoint = 16000;
  PRAGMA cache_size = -16000;
`;

const REASONS: Readonly<Record<number, string>> = {
  5: 'another process holds it',
  8: 'it can only be read, not written',
  10: 'the disk fails to read or write it',
  11: 'it is damaged',
  13: 'the disk is full',
  14: 'its folder does not exist or is not writable',
  26: 'it is not a data file of this program, or it is damaged',
};

/** An open database with the current format in it, its expired rows dropped. */
export function openDataFile(file: string, now: number): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { timeout: BUSY_TIMEOUT });
    db.exec(SETTINGS);
    db.exec('BEGIN IMMEDIATE');
    settleFormat(db);
    db.prepare('DELETE FROM rows WHERE expires <= ?').run(Math.floor(now / 1000));
    db.exec('COMMIT; PRAGMA journal_mode = WAL');
    return db;
  } catch (cause) {
    db?.close();
    throw new StoreUnusable(`cannot use the data file "${file}": ${reasonOf(cause)}`, { cause });
  }
}

function settleFormat(db: DatabaseSync): void {
  const application = numberOf(db, 'SELECT application_id AS n FROM pragma_application_id');
  const format = numberOf(db, 'SELECT user_version AS n FROM pragma_user_version');
  if (application === APPLICATION_ID) {
    if (format === FORMAT) return;
    throw new Error(`it has format ${format}, this version of the program knows format ${FORMAT}`);
  }
  if (application !== 0 || format !== 0 || numberOf(db, 'SELECT count(*) AS n FROM sqlite_schema') > 0) {
    throw new Error('it belongs to another program');
  }
  // Not WITHOUT ROWID: large values inside the key's own tree made commits a third as fast.
  db.exec(`
    CREATE TABLE rows (
      pk TEXT NOT NULL, sk TEXT NOT NULL, value TEXT NOT NULL, version INTEGER NOT NULL, expires INTEGER,
      UNIQUE (pk, sk)
    );
    CREATE INDEX expiring ON rows (expires) WHERE expires IS NOT NULL;
    PRAGMA application_id = ${APPLICATION_ID};
    PRAGMA user_version = ${FORMAT};
  `);
}

function numberOf(db: DatabaseSync, query: string): number {
  return Number(db.prepare(query).get()?.n);
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = 'errcode' in cause && typeof cause.errcode === 'number' ? cause.errcode : undefined;
  // An extended code keeps its family in the low byte.
  const reason = code === undefined ? undefined : REASONS[code & 0xff];
  return reason ?? cause.message;
}
