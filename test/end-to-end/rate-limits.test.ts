import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { policy } from '../../src/access/policy/policy.ts';
import { prepareSandbox, sandboxToken } from '../../src/local/sandbox.ts';
import { type LocalServer, startServer } from '../../src/local/server.ts';
import { createValidator } from '../../src/profiles/validate.ts';
import { openSqliteTable } from '../../src/store/sqlite.ts';
import type { Table } from '../../src/store/table.ts';

const perClient = 5;
const perAddress = 3;

let dataDir: string;
let table: Table;
let server: LocalServer;
let time: number;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'vroegdossier-rates-'));
  table = openSqliteTable(join(dataDir, 'dossier.sqlite'));
  time = Date.now();
  server = await startServer({
    table,
    host: '127.0.0.1',
    port: 0,
    rules: policy,
    dataDir,
    log: () => undefined,
    rates: { perClient, perAddress },
    now: () => new Date(time),
  });
  await prepareSandbox(table, dataDir);
});
afterEach(async () => {
  await server.stop();
  await table.close();
  rmSync(dataDir, { recursive: true });
});

const get = (path: string, token: string): Promise<Response> =>
  fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${token}` } });

async function statusesOf(count: number, send: () => Promise<Response>): Promise<Record<string, number>> {
  const seen: Record<string, number> = {};
  for (let turn = 0; turn < count; turn += 1) {
    const { status } = await send();
    seen[status] = (seen[status] ?? 0) + 1;
  }
  return seen;
}

describe('a client that asks too often', () => {
  it('is told so with 429, Retry-After and an OperationOutcome, and served again after that', async () => {
    const token = await sandboxToken(server.url, dataDir, 'jgz');
    const read = () => get('/fhir/Patient/none', token);
    expect(await statusesOf(2 * perClient, read)).toEqual({ 404: 2 * perClient });
    const refused = await read();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    const outcome: { issue: { code: string }[] } = await refused.json();
    expect(outcome.issue[0]?.code).toBe('throttled');
    expect(createValidator().validate(outcome).errors).toEqual([]);
    time += 1_000;
    expect((await read()).status).toBe(404);
  });

  it('is told so in problem details by the concept API', async () => {
    const token = await sandboxToken(server.url, dataDir, 'coordinator');
    await statusesOf(2 * perClient, () => get('/ivh/status', token));
    const refused = await get('/ivh/status', token);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await refused.json()).toMatchObject({ title: 'throttled', status: 429 });
  });

  it('holds up no other', async () => {
    const [jgz, gp] = [
      await sandboxToken(server.url, dataDir, 'jgz'),
      await sandboxToken(server.url, dataDir, 'gp'),
    ];
    expect(await statusesOf(50, () => get('/fhir/Patient/none', jgz))).toHaveProperty('429');
    expect((await get('/fhir/Patient/none', gp)).status).toBe(404);
  });

  it('gains nothing by a second token', async () => {
    const first = await sandboxToken(server.url, dataDir, 'jgz');
    await statusesOf(2 * perClient, () => get('/fhir/Patient/none', first));
    const second = await sandboxToken(server.url, dataDir, 'jgz');
    expect((await get('/fhir/Patient/none', second)).status).toBe(429);
  });
});

describe('an address without a token', () => {
  it('may guess a few times, and then waits', async () => {
    const guess = () => get('/fhir/Patient/none', 'guessed');
    expect(await statusesOf(10, guess)).toEqual({ 401: 2 * perAddress, 429: 10 - 2 * perAddress });
    expect((await guess()).headers.get('retry-after')).toBe('1');
    time += 1_000;
    expect((await guess()).status).toBe(401);
  });

  it('may ask for tokens no more often either, and clients of the same address go on', async () => {
    const token = await sandboxToken(server.url, dataDir, 'jgz');
    const ask = () =>
      fetch(`${server.url}/auth/token`, { method: 'POST', body: new URLSearchParams({ a: 'b' }) });
    expect(await statusesOf(10, ask)).toEqual({ 400: 2 * perAddress - 1, 429: 11 - 2 * perAddress });
    expect((await get('/fhir/Patient/none', token)).status).toBe(404);
  });
});
