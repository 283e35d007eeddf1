import type { AuditEvent, Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inspectTrails } from '../../src/access/audit/inspect-trails.ts';
import { readRegistration, register } from '../../src/access/tokens/registration.ts';
import { createValidator } from '../../src/profiles/validate.ts';
import { auditRange, tipRanges } from '../../src/store/keys.ts';
import { type FileScene, openFile } from './file-scene.ts';
import {
  type Client,
  idsOf,
  matchesOf,
  openSandbox,
  type Reply,
  type Sandbox,
  storesHere,
} from './sandbox.ts';
import { bsnSource, bsnSystem, child, observation } from './scenes.ts';

const { validate } = createValidator();
const nextBsn = bsnSource(999940000);

const isEvent = (resource: Resource): resource is AuditEvent => resource.resourceType === 'AuditEvent';

describe.each(await storesHere())('the audit trail on %s', (store) => {
  let sandbox: Sandbox;
  let file: FileScene;
  let bsn: string;
  let parent: Client;
  let seen: Set<string>;
  const trail = async (): Promise<AuditEvent[]> => {
    const reply = await parent.get(`/fhir/AuditEvent?patient=Patient/${file.patient.id}&_count=1000`);
    expect(reply.status).toBe(200);
    return matchesOf(reply).filter(isEvent);
  };
  /** What a request added to the child's trail; our own look at the trail, which leaves one too, is left out. */
  const leaves = async (request: () => Promise<Reply>): Promise<AuditEvent[]> => {
    seen = new Set((await trail()).map(({ id }) => id ?? ''));
    const reply = await request();
    const requestId = reply.headers.get('x-request-id');
    const fresh = (await trail()).filter(({ id }) => !seen.has(id ?? ''));
    return fresh.filter(({ entity }) => entity?.some(({ what }) => what?.identifier?.value === requestId));
  };
  const data = (event: AuditEvent | undefined): (string | undefined)[] =>
    (event?.entity ?? []).map(({ what }) => what?.reference).filter((reference) => reference !== undefined);

  beforeAll(async () => {
    sandbox = await openSandbox(store);
    bsn = nextBsn();
    file = await openFile(sandbox, bsn);
    parent = await sandbox.as('parent');
  });
  beforeEach(() => {
    seen = new Set();
  });
  afterAll(() => sandbox.close());

  it('holds valid AuditEvents alone, that say who did what and when', async () => {
    const events = await trail();
    expect(events.length).toBeGreaterThan(10);
    for (const event of events) expect([event.id, validate(event).errors]).toEqual([event.id, []]);
  });

  it('says who, on whose behalf, what, when, from where and how it ended', async () => {
    const coordinator = await sandbox.as('coordinator');
    const before = new Date().toISOString();
    const [event, ...others] = await leaves(() => coordinator.get(`/fhir/Condition/${file.condition.id}`));
    expect(others).toEqual([]);
    expect(event).toMatchObject({ action: 'R', outcome: '0' });
    expect((event?.recorded ?? '') >= before).toBe(true);
    expect(data(event)).toEqual([`Patient/${file.patient.id}`, `Condition/${file.condition.id}/_history/1`]);
    const [client, person] = event?.agent ?? [];
    expect(client).toMatchObject({
      requestor: false,
      who: { identifier: { value: 'coordinator' } },
      network: { address: '127.0.0.1' },
    });
    expect(person).toMatchObject({
      requestor: true,
      who: { reference: 'Practitioner/coordinator-vries' },
      role: [{ text: 'coordinator' }],
      purposeOfUse: [{ coding: [{ code: 'CAREMGT' }] }],
    });
    expect(event?.agent.map(({ who }) => who?.reference)).toContain('Organization/ivh-heuvelrand');
    expect(event?.source.site).toBe('Organization/ivh-heuvelrand');
  });

  it.each<[string, string, (client: Client) => Promise<Reply>]>([
    ['a version read', 'R', (client) => client.get(`/fhir/Condition/${file.condition.id}/_history/1`)],
    ['a history', 'R', (client) => client.get(`/fhir/Condition/${file.condition.id}/_history`)],
    ['a history of a type', 'E', (client) => client.get('/fhir/Condition/_history')],
    ['a history of everything', 'E', (client) => client.get('/fhir/_history?_count=1000')],
    [
      'a read answered with 304',
      'R',
      (client) => client.get(`/fhir/Condition/${file.condition.id}`, { 'if-none-match': '*' }),
    ],
    ['a HEAD', 'R', (client) => client.send('HEAD', `/fhir/Condition/${file.condition.id}`)],
    [
      'a search over types',
      'E',
      (client) => client.get(`/fhir?_type=Condition,Observation&patient=${file.patient.id}`),
    ],
    ['a search in a compartment', 'E', (client) => client.get(`/fhir/Patient/${file.patient.id}/*`)],
    [
      'a search in a compartment that finds nothing',
      'E',
      (client) => client.get(`/fhir/Patient/${file.patient.id}/Goal`),
    ],
    ['a search', 'E', (client) => client.get(`/fhir/Condition?patient=Patient/${file.patient.id}`)],
    [
      'a search by POST',
      'E',
      (client) =>
        client.send('POST', '/fhir/Condition/_search', {
          body: `patient=Patient/${file.patient.id}`,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        }),
    ],
    ['$everything', 'E', (client) => client.get(`/fhir/Patient/${file.patient.id}/$everything`)],
    ['a create', 'C', (client) => client.post('/fhir/Observation', observation(file.patient.id))],
    ['an update', 'U', (client) => client.put(`/fhir/Condition/${file.condition.id}`, file.condition)],
    [
      'a batch of reads',
      'R',
      (client) =>
        client.post('/fhir', {
          resourceType: 'Bundle',
          type: 'batch',
          entry: [1, 2].map(() => ({ request: { method: 'GET', url: `Condition/${file.condition.id}` } })),
        }),
    ],
    [
      'a conditional create that finds one',
      'R',
      (client) =>
        client.post('/fhir/Condition', file.condition, {
          'if-none-exist': `patient=Patient/${file.patient.id}`,
        }),
    ],
  ])('gets one entry per access and child: %s', async (_, action, ask) => {
    const coordinator = await sandbox.as('coordinator');
    const events = await leaves(() => ask(coordinator));
    expect(events.map((event) => event.action)).toEqual([action]);
    expect(validate(events[0]).errors).toEqual([]);
  });

  it('names the search that was asked', async () => {
    const coordinator = await sandbox.as('coordinator');
    const query = `patient=Patient/${file.patient.id}&code:text=autisme`;
    const [event] = await leaves(() => coordinator.get(`/fhir/Condition?${query}`));
    const asked = event?.entity?.find((entity) => entity.query)?.query ?? '';
    expect(Buffer.from(asked, 'base64').toString()).toMatch(/^Condition\?.*code:text=autisme/);
  });

  it('names the deletion', async () => {
    const tester = await sandbox.as('tester');
    const { id } = await tester.made(observation(file.patient.id));
    const [event] = await leaves(() => tester.remove(`/fhir/Observation/${id}`));
    expect([event?.action, data(event)[1]]).toEqual(['D', `Observation/${id}/_history/2`]);
  });

  it('has every child that one search showed, each in its own trail', async () => {
    const coordinator = await sandbox.as('coordinator');
    const other = await openFile(sandbox, nextBsn());
    const search = await coordinator.get('/fhir/EpisodeOfCare?organization=Organization/ivh-heuvelrand');
    expect(search.bundle().total).toBe(2);
    for (const patient of [file.patient.id, other.patient.id]) {
      const reply = await parent.get(`/fhir/AuditEvent?patient=Patient/${patient}&_count=1000`);
      const own = matchesOf(reply)
        .filter(isEvent)
        .filter((event) =>
          event.entity?.some(({ what }) => what?.identifier?.value === search.headers.get('x-request-id')),
        );
      expect(own).toHaveLength(1);
      expect(JSON.stringify(own)).not.toContain(
        patient === file.patient.id ? other.patient.id : file.patient.id,
      );
    }
  });

  it.each<[string, (client: Client) => Promise<Reply>]>([
    ['a read', (client) => client.get(`/fhir/Condition/${file.condition.id}`)],
    ['a version read', (client) => client.get(`/fhir/Condition/${file.condition.id}/_history/1`)],
    ['a delete', (client) => client.remove(`/fhir/Condition/${file.condition.id}`)],
    ['$everything', (client) => client.get(`/fhir/Patient/${file.patient.id}/$everything`)],
  ])('has refused attempts too: %s', async (_, ask) => {
    const gp = await sandbox.as('gp');
    const [event] = await leaves(() => ask(gp));
    expect(event?.outcome).toBe('4');
    expect(event?.agent[0]?.who?.identifier?.value).toBe('gp');
    expect(validate(event).errors).toEqual([]);
  });

  const ofBsn = (value: string) => child({ identifier: [{ system: bsnSystem, value }] });

  it.each<[string, string, string, (client: Client) => Promise<Reply>]>([
    [
      'a create of a child that is there',
      'C',
      'duplicate',
      (client) => client.post('/fhir/Patient', ofBsn(bsn)),
    ],
    [
      'what does not meet its definition',
      'C',
      'invalid',
      (client) => client.post('/fhir/Observation', { ...observation(file.patient.id), status: 'klaar' }),
    ],
    [
      'a change of another version',
      'U',
      'version-conflict',
      (client) =>
        client.put(`/fhir/Condition/${file.condition.id}`, file.condition, { 'if-match': 'W/"99"' }),
    ],
    [
      'a change that cannot be read',
      'U',
      'syntax',
      (client) => client.put(`/fhir/Condition/${file.condition.id}`, '{'),
    ],
    [
      'a search with a parameter we do not know',
      'E',
      'bad-parameter',
      (client) => client.get(`/fhir/Condition?patient=Patient/${file.patient.id}&kleur=rood`),
    ],
    [
      'an entry of a batch',
      'U',
      'version-conflict',
      (client) =>
        client.post('/fhir', {
          resourceType: 'Bundle',
          type: 'batch',
          entry: [
            {
              resource: file.condition,
              request: { method: 'PUT', url: `Condition/${file.condition.id}`, ifMatch: 'W/"99"' },
            },
          ],
        }),
    ],
    [
      'a transaction that does not hold',
      'C',
      'invalid',
      (client) =>
        client.post('/fhir', {
          resourceType: 'Bundle',
          type: 'transaction',
          entry: [
            {
              resource: { ...observation(file.patient.id), status: 'klaar' },
              request: { method: 'POST', url: 'Observation' },
            },
          ],
        }),
    ],
  ])('has what was asked wrongly too: %s', async (_, action, reason, ask) => {
    const coordinator = await sandbox.as('coordinator');
    const events = await leaves(() => ask(coordinator));
    expect(events.map((event) => [event.action, event.outcome, event.outcomeDesc])).toEqual([
      [action, '4', reason],
    ]);
    expect(validate(events[0]).errors).toEqual([]);
  });

  it('has a write that the token has no scope for', async () => {
    const registered = await readRegistration(sandbox.table, 'jgz');
    if (!registered) throw new Error('jgz is not registered');
    const jgz = await sandbox.as('jgz');
    await register(sandbox.table, { ...registered, scopes: ['system/Patient.rs'] });
    const [event] = await leaves(() => jgz.remove(`/fhir/Condition/${file.condition.id}`));
    await register(sandbox.table, registered);
    expect([event?.action, event?.outcome, event?.outcomeDesc]).toEqual(['D', '4', 'forbidden']);
  });

  it('keeps what a batch did and what it was refused apart', async () => {
    const coordinator = await sandbox.as('coordinator');
    const reads = [`Condition/${file.condition.id}`, `Condition/${file.condition.id}/_history/99`];
    const events = await leaves(() =>
      coordinator.post('/fhir', {
        resourceType: 'Bundle',
        type: 'batch',
        entry: reads.map((url) => ({ request: { method: 'GET', url } })),
      }),
    );
    expect(events.map(({ outcome }) => outcome).sort()).toEqual(['0', '4']);
  });

  it('has whoever comes without a token we know in a trail of its own', async () => {
    const stranger = sandbox.withToken('nobody');
    const reply = await stranger.get(`/fhir/Condition/${file.condition.id}`);
    expect(reply.status).toBe(401);
    const rows = (await Promise.all(tipRanges.map((range) => sandbox.table.query(range)))).flat();
    const turnedAway = rows.filter(({ sk }) => sk.startsWith('refused-'));
    const entries = await Promise.all(
      turnedAway.map(({ sk }) => sandbox.table.query(auditRange(sk, 1, 1000))),
    );
    expect(entries.flat().some(({ value }) => value.includes(reply.headers.get('x-request-id') ?? '-'))).toBe(
      true,
    );
  });

  it('says by which rules it was allowed, in which trace, and with which token', async () => {
    const coordinator = await sandbox.as('coordinator');
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const [event] = await leaves(() =>
      coordinator.get(`/fhir/Condition/${file.condition.id}`, {
        traceparent: `00-${trace}-b7ad6b7169203331-01`,
      }),
    );
    const [, person] = event?.agent ?? [];
    expect(person?.policy).toContainEqual(expect.stringMatching(/^urn:vroegdossier:rule:/));
    expect(person?.policy).toContainEqual(expect.stringMatching(/^urn:uuid:/));
    expect(JSON.stringify(event?.entity)).toContain(trace);
  });

  it('hangs together: no trail has a gap', async () => {
    const { broken } = await inspectTrails({ table: sandbox.table, now: new Date(), years: 5 });
    expect(broken).toEqual([]);
  });

  it('is there before the answer is', async () => {
    const coordinator = await sandbox.as('coordinator');
    for (let round = 0; round < 20; round += 1) {
      const events = await leaves(() => coordinator.get(`/fhir/Patient/${file.patient.id}`));
      expect(events).toHaveLength(1);
    }
  });

  it('is not written when the write it tells of is not', async () => {
    const coordinator = await sandbox.as('coordinator');
    const events = await leaves(() =>
      coordinator.put(`/fhir/Condition/${file.condition.id}`, file.condition, { 'if-match': 'W/"99"' }),
    );
    expect(events.filter(({ outcome }) => outcome === '0')).toEqual([]);
  });

  it('is read by the id of an entry too', async () => {
    const [first] = await trail();
    expect((await parent.get(`/fhir/AuditEvent/${first?.id}`)).resource()).toEqual(first);
    expect((await parent.get(`/fhir/AuditEvent?_id=${first?.id}`)).bundle().total).toBe(1);
  });

  it.each(['gp', 'jgz', 'hospital', 'municipality', 'provider'])('stays closed to the %s', async (name) => {
    const client = await sandbox.as(name);
    const [first] = await trail();
    expect((await client.get(`/fhir/AuditEvent/${first?.id}`)).status).toBe(404);
    expect((await client.get(`/fhir/AuditEvent?patient=Patient/${file.patient.id}`)).bundle().total).toBe(0);
  });

  it.each(['tester', 'coordinator', 'parent'])('takes no write from the %s', async (name) => {
    const client = await sandbox.as(name);
    const [first] = await trail();
    const path = `/fhir/AuditEvent/${first?.id}`;
    for (const reply of [
      await client.remove(path),
      await client.put(path, { ...first, outcome: '4' }),
      await client.post('/fhir/AuditEvent', first),
      await client.send('PATCH', path, {
        body: [{ op: 'replace', path: '/outcome', value: '4' }],
        headers: { 'content-type': 'application/json-patch+json' },
      }),
      await client.remove(`/fhir/AuditEvent?_id=${first?.id}`),
      await client.put(`/fhir/AuditEvent?_id=${first?.id}`, { ...first, outcome: '4' }),
    ])
      expect(reply.status).toBe(405);
    const meta = { name: 'meta', valueMeta: { tag: [{ code: 'x' }] } };
    const added = await client.post(`${path}/$meta-add`, { resourceType: 'Parameters', parameter: [meta] });
    expect(added.status).toBe(404);
    expect((await parent.get(path)).resource()).toEqual(first);
  });

  it('tells who tried to take an entry away', async () => {
    const tester = await sandbox.as('tester');
    const [first] = await trail();
    const [event] = await leaves(() => tester.remove(`/fhir/AuditEvent/${first?.id}`));
    expect([event?.action, event?.outcome, data(event)[1]]).toEqual(['D', '4', `AuditEvent/${first?.id}`]);
  });

  it('goes on page by page', async () => {
    const all = (await trail()).map(({ id }) => id);
    const first = await parent.get(`/fhir/AuditEvent?patient=Patient/${file.patient.id}&_count=5&_sort=date`);
    const next = first.bundle().link?.find(({ relation }) => relation === 'next')?.url ?? '';
    const second = await parent.get(next.replace(sandbox.url, ''));
    expect(second.status).toBe(200);
    const ids = [...idsOf(first), ...idsOf(second)];
    expect(new Set(ids).size).toBe(10);
    for (const id of ids) expect(all).toContain(id);
  });

  it('is left by a child’s own tidy life: created and deleted', async () => {
    const tester = await sandbox.as('tester');
    const { id } = await tester.made(child());
    await tester.remove(`/fhir/Patient/${id}`);
    const reply = await tester.get(`/fhir/AuditEvent?patient=Patient/${id}&_sort=date`);
    expect(
      matchesOf(reply)
        .filter(isEvent)
        .map(({ action }) => action),
    ).toEqual(['C', 'D']);
  });
});
