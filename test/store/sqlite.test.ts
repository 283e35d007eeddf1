// The SQLite table: the contract, and what only a file can show: shared transactions, durability, refusal of bad files.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteTable, type SqliteTable } from '../../src/store/sqlite.ts';
import { StoreUnusable } from '../../src/store/store-unusable.ts';
import { type Action, CommitConflict } from '../../src/store/table.ts';
import { describeTable } from './contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'vroegdossier-'));
let files = 0;
const newFile = () => join(folder, `${++files}.sqlite`);
const put = (sk: string, value = sk): Action => ({ put: { pk: 'p', sk }, value });
const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeTable('SQLite in a file', async (now) => openSqliteTable(newFile(), { now }));
describeTable('SQLite in memory', async (now) => openSqliteTable(':memory:', { now }));

describe('a group of commits', () => {
  let table: SqliteTable;
  beforeEach(() => {
    table = openSqliteTable(newFile());
  });
  afterEach(() => table.close());

  it('shares one transaction when they arrive together', async () => {
    await Promise.all(Array.from({ length: 100 }, (_, at) => table.commit([put(`${at}`)])));
    expect(table.transactions).toBe(1);
    expect(await table.query({ pk: 'p' })).toHaveLength(100);
  });

  it('has a transaction for each when they follow one another', async () => {
    for (const sk of ['a', 'b', 'c']) await table.commit([put(sk)]);
    expect(table.transactions).toBe(3);
  });

  it('is split before it holds up reads for long', async () => {
    await Promise.all(Array.from({ length: 600 }, (_, at) => table.commit([put(`${at}`)])));
    expect(table.transactions).toBe(3);
    expect(await table.query({ pk: 'p' })).toHaveLength(600);
  });

  it('leaves a huge one a transaction to itself', async () => {
    const huge = Array.from({ length: 3000 }, (_, at) => put(`huge-${at}`));
    await Promise.all([table.commit([put('a')]), table.commit(huge), table.commit([put('b')])]);
    expect(table.transactions).toBe(3);
    const long = 'x'.repeat(5_000_000);
    await Promise.all(['a', 'b', 'c'].map((sk) => table.commit([put(sk, long)])));
    expect(table.transactions).toBe(6);
  });

  it('refuses alone the one whose expectation fails, and applies nothing of it', async () => {
    const outcomes = await Promise.allSettled([
      table.commit([put('a')]),
      table.commit([put('b'), { ...put('a'), expect: 'absent' }]),
      table.commit([put('c'), { ...put('a'), expect: 1 }]),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(outcomes[1]).toMatchObject({ reason: new CommitConflict([{ pk: 'p', sk: 'a' }]) });
    expect((await table.query({ pk: 'p' })).map(({ sk }) => sk)).toEqual(['a', 'c']);
    expect(table.transactions).toBe(1);
  });

  it('is written before the table closes', async () => {
    const file = newFile();
    const closing = openSqliteTable(file);
    const waiting = Promise.all([closing.commit([put('a')]), closing.commit([put('b')])]);
    await closing.close();
    await waiting;
    const reopened = openSqliteTable(file);
    expect(await reopened.query({ pk: 'p' })).toHaveLength(2);
    await reopened.close();
  });

  it('leaves nothing behind when it fails midway, and the next one goes on', async () => {
    const file = newFile();
    await openSqliteTable(file).close();
    const other = new DatabaseSync(file);
    other.exec(`CREATE TRIGGER failing BEFORE INSERT ON rows WHEN new.sk = 'failing'
      BEGIN SELECT RAISE(ABORT, 'the disk says no'); END`);
    other.close();
    const table = openSqliteTable(file);
    await expect(table.commit([put('a'), put('failing')])).rejects.toThrow('the disk says no');
    await table.commit([put('b')]);
    expect((await table.query({ pk: 'p' })).map(({ sk }) => sk)).toEqual(['b']);
    await table.close();
  });

  it('is rejected whole and leaves nothing when the disk takes no more', async () => {
    const file = newFile();
    const limited = [
      '-c',
      'ulimit -f 4096 && exec "$0" "$@"',
      process.execPath,
      script('full-disk-writer.ts'),
      file,
    ];
    const { stdout, stderr } = spawnSync('sh', limited, { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      group: ['rejected', 'rejected', 'rejected'],
      reason: expect.stringMatching(/disk|full/),
      seenAfter: ['before'],
      later: 'fulfilled',
    });
    const reopened = openSqliteTable(file);
    expect((await reopened.query({ pk: 'p' })).map(({ sk }) => sk)).toEqual(['before', 'later']);
    await reopened.close();
  });
});

describe('a data file', () => {
  it('keeps rows, versions and expiry over reopening', async () => {
    const file = newFile();
    const first = openSqliteTable(file);
    await first.commit([put('a', '1'), { ...put('b'), expires: 2000 }]);
    await first.commit([put('a', '2')]);
    await first.close();
    const second = openSqliteTable(file, { now: () => 1_999_999 });
    expect(await second.get({ pk: 'p', sk: 'a' })).toMatchObject({ value: '2', version: 2 });
    expect(await second.get({ pk: 'p', sk: 'b' })).toBeDefined();
    await second.close();
  });

  it('drops expired rows when it is opened', async () => {
    const file = newFile();
    const first = openSqliteTable(file, { now: () => 0 });
    await first.commit([put('stays'), { ...put('goes'), expires: 2000 }]);
    await first.close();
    await openSqliteTable(file, { now: () => 2_000_000 }).close();
    const db = new DatabaseSync(file);
    expect(db.prepare('SELECT sk FROM rows').all()).toEqual([{ sk: 'stays' }]);
    db.close();
  });

  it('belongs to one table at a time, and to the next when that one closes', async () => {
    const file = newFile();
    const first = openSqliteTable(file);
    await first.commit([put('a')]);
    expect(() => openSqliteTable(file)).toThrow(
      `cannot use the data file "${file}": another process holds it`,
    );
    await first.close();
    const second = openSqliteTable(file);
    expect(await second.get({ pk: 'p', sk: 'a' })).toBeDefined();
    await second.close();
  });

  for (const killAt of [1, 137, 500, 863]) {
    it(`has every acknowledged commit when its process is killed after ${killAt} of 1,000`, async () => {
      const file = newFile();
      const writer = spawn(process.execPath, [script('steady-writer.ts'), file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const acknowledged: string[] = [];
      const lines = createInterface(writer.stdout).on('line', (line) => {
        acknowledged.push(line);
        if (acknowledged.length === killAt) writer.kill('SIGKILL');
      });
      await Promise.all([once(writer, 'exit'), once(lines, 'close')]);
      expect(writer.signalCode).toBe('SIGKILL');
      expect(acknowledged.length).toBeGreaterThanOrEqual(killAt);

      const table = openSqliteTable(file);
      const rows = await table.query({ pk: 'p' });
      const beside = await table.query({ pk: 'beside' });
      await table.close();
      const kept = new Set(rows.map(({ sk }) => sk));
      expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
      expect(beside.map(({ sk }) => sk)).toEqual(rows.map(({ sk }) => sk));
    });
  }
});

describe('a file that can’t be the store', () => {
  const refusal = (file: string): string => {
    try {
      openSqliteTable(file).close();
    } catch (error) {
      expect(error).toBeInstanceOf(StoreUnusable);
      if (error instanceof StoreUnusable) return error.message;
    }
    return expect.fail('the file was taken');
  };

  it('is refused when it holds something else', () => {
    const file = newFile();
    writeFileSync(file, 'This is not a database, though long enough to hold the header of one.'.repeat(100));
    expect(refusal(file)).toBe(
      `cannot use the data file "${file}": it is not a data file of this program, or it is damaged`,
    );
  });

  it('is refused when part of it is gone', async () => {
    const file = newFile();
    const table = openSqliteTable(file);
    for (let at = 0; at < 20; at += 1) await table.commit([put(`${at}`, 'x'.repeat(10_000))]);
    await table.close();
    truncateSync(file, 100_000);
    expect(refusal(file)).toBe(`cannot use the data file "${file}": it is damaged`);
  });

  it('is refused when another program made it', () => {
    const file = newFile();
    const db = new DatabaseSync(file);
    db.exec('CREATE TABLE rows (other TEXT)');
    db.close();
    expect(refusal(file)).toBe(`cannot use the data file "${file}": it belongs to another program`);
  });

  it('is refused when a later version made it', async () => {
    const file = newFile();
    await openSqliteTable(file).close();
    const db = new DatabaseSync(file);
    db.exec('PRAGMA user_version = 3');
    db.close();
    expect(refusal(file)).toContain('it has format 3, this version of the program knows format 2');
  });

  it('is refused when its folder is not there or not writable', () => {
    const file = newFile();
    writeFileSync(file, '');
    const reason = 'its folder does not exist or is not writable';
    for (const impossible of [join(file, 'inside.sqlite'), join(folder, 'nowhere', 'a.sqlite'), folder]) {
      expect(refusal(impossible)).toBe(`cannot use the data file "${impossible}": ${reason}`);
    }
  });

  it('is refused while another process holds it for itself', async () => {
    const file = newFile();
    await openSqliteTable(file).close();
    const holder = new DatabaseSync(file);
    holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    expect(refusal(file)).toBe(`cannot use the data file "${file}": another process holds it`);
    holder.close();
    await openSqliteTable(file).close();
  }, 10_000);
});
