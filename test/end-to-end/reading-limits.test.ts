import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../src/access/audit/audit.ts';
import { auditEntries } from '../../src/access/audit/audit-reader.ts';
import { type Entered, ledgerOf } from '../../src/access/audit/ledger.ts';
import { searchLimits } from '../../src/access/candidates.ts';
import { historyVersions } from '../../src/access/history.ts';
import { recordKey, versionKey } from '../../src/store/keys.ts';
import { encodeRecord } from '../../src/store/record.ts';
import type { Action } from '../../src/store/table.ts';
import { type Client, openSandbox, type Reply, type Sandbox } from './sandbox.ts';
import { child, observation } from './scenes.ts';

describe('what reads too much', () => {
  let sandbox: Sandbox;
  let jgz: Client;
  let tester: Client;
  const refused = (reply: Reply, text: RegExp) => {
    expect([reply.status, reply.outcome().issue[0]?.code]).toEqual([403, 'too-costly']);
    expect(reply.outcome().issue[0]?.details?.text).toMatch(text);
  };
  const commit = async (actions: readonly Action[]) => {
    for (let start = 0; start < actions.length; start += 100)
      await sandbox.table.commit(actions.slice(start, start + 100));
  };
  beforeAll(async () => {
    sandbox = await openSandbox();
    jgz = await sandbox.as('jgz');
    tester = await sandbox.as('tester');
  });
  afterAll(() => sandbox.close());

  it('is answered up to the limit and refused beyond, saying what narrows it', async () => {
    const entry = Array.from({ length: 10 }, () => ({
      resource: child(),
      request: { method: 'POST', url: 'Patient' },
    }));
    const body = { resourceType: 'Bundle', type: 'transaction', entry };
    for (let made = 0; made < searchLimits.files; made += 10)
      expect((await jgz.post('/fhir', body)).status).toBe(200);
    expect((await jgz.get('/fhir/Patient?_summary=count')).bundle().total).toBe(searchLimits.files);
    expect((await jgz.get('/fhir?_type=Patient,Task&_summary=count')).bundle().total).toBe(
      searchLimits.files,
    );
    expect((await jgz.get('/fhir/Patient/_history?_count=0')).bundle().total).toBe(searchLimits.files);
    const { id } = await jgz.made(child());
    refused(await jgz.get('/fhir/Patient'), /_id, identifier, name/);
    refused(await jgz.get('/fhir?_type=Patient,Task'), /_id, _type with fewer types/);
    refused(await jgz.get('/fhir?_type=Task,Observation'), /_id, patient/);
    refused(await jgz.get('/fhir/Patient/_history'), /one resource/);
    refused(await jgz.get('/fhir/_history'), /_lastUpdated/);
    expect((await jgz.get(`/fhir?_type=Task,Observation&patient=${id}`)).status).toBe(200);
    expect((await jgz.get(`/fhir/Patient/${id}/_history`)).bundle().total).toBe(1);
    const names = Array.from({ length: searchLimits.files + 1 }, (_, n) => `n${n}`).join();
    refused(await jgz.get(`/fhir/Observation?patient=${names}`), /251|250 children/);
    expect((await jgz.get('/fhir/Organization/_history')).status).toBe(200);
  });

  it('is so of a history with too many versions, and _since narrows it', async () => {
    const gp = await sandbox.as('gp');
    const { id } = await gp.made(child());
    const made = await gp.made(observation(id));
    const pk = `Patient/${id}`;
    const envelope = (v: number, t: string) => ({
      v,
      t,
      m: 'PUT' as const,
      o: 'Organization/huisartsen-zonnedal',
    });
    const at = (n: number) => new Date(Date.UTC(2020, 0, 1) + n * 1000).toISOString();
    const last = historyVersions + 1;
    await commit([
      ...Array.from({ length: last - 1 }, (_, n) => ({
        put: versionKey(pk, 'Observation', made.id, n + 1),
        value: encodeRecord(envelope(n + 1, at(n)), { ...made, meta: { versionId: String(n + 1) } }),
      })),
      {
        put: recordKey(pk, 'Observation', made.id),
        value: encodeRecord(envelope(last, at(last)), { ...made, meta: { versionId: String(last) } }),
      },
    ]);
    refused(await gp.get('/fhir/Observation/_history'), /more than 10000 versions.*_since/);
    const since = `_since=${at(historyVersions - 5)}`;
    expect((await gp.get(`/fhir/Observation/_history?${since}`)).bundle().total).toBe(6);
    const one = await gp.get(`/fhir/Observation/${made.id}/_history?_count=2`);
    expect([one.bundle().total, one.bundle().entry?.length]).toEqual([last, 2]);
  });

  it('is so of a long trail, and its date narrows it', async () => {
    const id = 'long-trail';
    const start = Date.UTC(2020, 0, 1);
    const entries = Array.from({ length: auditEntries }, (_, n): Entered => {
      const t = new Date(start + n * 1000).toISOString();
      const e: AuditEntry['e'] = [['R', `Patient/${id}`]];
      return { trail: id, entry: { t, c: 'x', k: 'gp', n: 'x', r: 'x', x: 'x', e, s: '0' } };
    });
    await ledgerOf(sandbox.table, 'a').enter(entries);
    expect((await tester.put(`/fhir/Patient/${id}`, child({ id }))).status).toBe(201);
    refused(await tester.get(`/fhir/AuditEvent?patient=${id}`), /date=ge/);
    const dated = `date=ge2020-01-01T00:00:00Z&date=lt2020-01-01T00:01:00Z`;
    expect((await tester.get(`/fhir/AuditEvent?patient=${id}&${dated}`)).bundle().total).toBe(60);
    expect((await tester.get(`/fhir/AuditEvent?patient=${id}&date=gt2021`)).bundle().total).toBeGreaterThan(
      0,
    );
  });
});
