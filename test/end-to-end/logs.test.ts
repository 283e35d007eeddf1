// What npm start writes of a day full of children: nothing that anyone could be known by.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sandboxToken } from '../../src/local/sandbox.ts';
import { openSqliteTable } from '../../src/store/sqlite.ts';
import { type Run, runScript } from '../local/run-script.ts';
import { badRequests } from './bad-requests.ts';
import { misfitsOf } from './log-line.ts';
import { bsnSystem, child, observation, parentOf } from './scenes.ts';

/** Stands wherever a request can say something. */
const seeded = [
  'Vlinderslag',
  '999911120',
  '2019-11-23',
  'Zeepaardlaan',
  'vlinder@example.org',
  'kind-vlinderslag',
];
const [name = '', bsn = '', birth = '', street = '', mail = '', id = ''] = seeded;

const patient = child({
  id,
  identifier: [{ system: bsnSystem, value: bsn }],
  name: [{ family: name, given: [name] }],
  birthDate: birth,
  address: [{ line: [street] }],
  telecom: [{ system: 'email', value: mail }],
});

describe('the log of npm start', () => {
  let folder: string;
  let run: Run;
  let url: string;
  let token: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vroegdossier-logs-'));
    // Marked as filled, so that what is printed is the log alone.
    const table = openSqliteTable(join(folder, 'dossier.sqlite'));
    await table.commit([{ put: { pk: 'sandbox', sk: 'region' }, value: 'filled' }]);
    await table.close();
    run = runScript('start', { PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'DEBUG' });
    await run.until('Stop with Ctrl+C');
    url = /serves on (\S+)/.exec(run.output())?.[1] ?? '';
    token = await sandboxToken(url, folder, 'tester');
  });
  afterAll(async () => {
    run.process.kill('SIGKILL');
    await run.ended;
    await rm(folder, { recursive: true });
  });

  const send = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<number> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json', ...headers },
      body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
    });
    await response.arrayBuffer();
    return response.status;
  };
  /** Lines as written so far, without how start greets. */
  const lines = (): string[] =>
    `${run.output()}\n${run.errors()}`.split('\n').filter((line) => line.startsWith('{'));

  it('has a line for each request, and in none of them anybody', async () => {
    const before = lines().length;
    const statuses = [
      await send('PUT', `/fhir/Patient/${id}`, patient),
      await send('POST', '/fhir/RelatedPerson', parentOf(id, { name: [{ text: name }] })),
      await send('POST', '/fhir/Observation', observation(id, { valueString: name })),
      await send('GET', `/fhir/Patient/${id}`),
      await send('GET', `/fhir/Patient?identifier=${bsn}&family=${name}&birthdate=${birth}`),
      await send('GET', `/fhir/Patient/${id}/$everything`),
      await send('GET', `/fhir/Patient/${id}/_history`),
      await send('GET', `/fhir/Patient/${id}/$${name}`),
      await send('GET', `/fhir/${name}/${bsn}`),
      await send('GET', `/fhir/Patient?${name}=${bsn}`),
      await send('GET', `/${name}/${bsn}`),
      await send('GET', `/docs/${name}`),
      await send('POST', '/fhir/Patient/_search', `family=${name}`, {
        'content-type': 'application/x-www-form-urlencoded',
      }),
      await send('POST', '/fhir/Patient', { ...patient, birthDate: `${birth} ${name}` }),
      await send('POST', '/fhir/Patient', `{"family":"${name}","bsn":${bsn}`),
      await send('POST', '/fhir/Patient', `<Patient><family value="${name}"/>`, {
        'content-type': 'application/fhir+xml',
      }),
      await send('PATCH', `/fhir/Patient/${id}`, [{ op: 'test', path: '/name/0/family', value: bsn }], {
        'content-type': 'application/json-patch+json',
      }),
      await send('POST', '/fhir', { resourceType: 'Bundle', type: 'batch', entry: [{ resource: patient }] }),
      await send('POST', '/ivh/referrals', { child: { name, bsn } }, { 'content-type': 'application/json' }),
      await send('GET', `/ivh/episodes/${bsn}`),
      await send('GET', `/fhir/Patient/${id}`, undefined, { authorization: `Bearer ${name}` }),
      await send('GET', '/fhir/metadata', undefined, { 'user-agent': `${name}/${bsn}`, accept: name }),
      await send('POST', '/auth/token', `client_assertion=${name}.${bsn}`),
      await send('DELETE', `/fhir/Patient/${id}`),
    ];
    expect(new Set(statuses.map((status) => Math.floor(status / 100)))).toEqual(new Set([2, 4]));
    const unrouted = 2;
    await expect.poll(() => lines().length - before).toBe(statuses.length - unrouted);
    for (const line of lines()) {
      for (const word of seeded) expect(line.toLowerCase()).not.toContain(word.toLowerCase());
      expect(misfitsOf(JSON.parse(line))).toEqual([]);
    }
  });

  it('has no body, no query and no identifier in it for any request that is refused', async () => {
    for (const { method, path, headers, body, as } of badRequests.slice(0, 120))
      await send(method, path, body, { ...headers, ...(as === 'none' ? { authorization: '' } : {}) }).catch(
        (problem: unknown) => {
          if (!(problem instanceof TypeError)) throw problem;
        },
      );
    const misfits = lines().flatMap((line) => misfitsOf(JSON.parse(line)));
    expect(misfits).toEqual([]);
    expect(run.errors()).not.toMatch(/\bat .*\.ts:\d+/);
  });
});
