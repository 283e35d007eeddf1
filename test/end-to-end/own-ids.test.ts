import type { Bundle, Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FileScene, openFile } from './file-scene.ts';
import { type Client, openSandbox, type Reply, type Sandbox } from './sandbox.ts';
import { bsnSource, child, observation } from './scenes.ts';

const nextBsn = bsnSource(999980000);
const said = (reply: Reply | undefined, id: string) => [reply?.status, reply?.text.replaceAll(id, '<id>')];

describe('an id assigned by a client', () => {
  let sandbox: Sandbox;
  let gp: Client;
  let tester: Client;
  let file: FileScene;
  beforeAll(async () => {
    sandbox = await openSandbox();
    file = await openFile(sandbox, nextBsn());
    [gp, tester] = (await Promise.all([sandbox.as('gp'), sandbox.as('tester')])) as [Client, Client];
  });
  afterAll(() => sandbox.close());

  const asBundle = (resource: Resource): Bundle => ({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [{ resource, request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` } }],
  });

  it.each(['-1', '.1', '-kind.2'])(
    'is taken when it begins with that of the organisation: …%s',
    async (end) => {
      const id = `huisartsen-zonnedal${end}`;
      expect((await gp.put(`/fhir/Patient/${id}`, child({ id }))).status).toBe(201);
      expect((await gp.put(`/fhir/Patient/${id}`, child({ id, gender: 'female' }))).status).toBe(200);
      const found = `${id}-o`;
      expect((await gp.put(`/fhir/Observation/${found}`, observation(id, { id: found }))).status).toBe(201);
      expect((await gp.post('/fhir', asBundle(child({ id: `${id}-b` })))).status).toBe(200);
    },
  );

  it.each(['mine', 'jgz-heuvelrand-1', 'huisartsen-zonnedal', 'huisartsen-zonnedalx-1'])(
    'is refused when it does not, saying what would be right: %s',
    async (id) => {
      const reply = await gp.put(`/fhir/Patient/${id}`, child({ id }));
      expect([reply.status, reply.outcome().issue[0]?.expression]).toEqual([400, ['Patient.id']]);
      expect(reply.text).toContain('huisartsen-zonnedal-1');
      const inBundle = await gp.post('/fhir', asBundle(child({ id })));
      expect([inBundle.status, inBundle.outcome().issue[0]?.expression]).toEqual([
        400,
        ['Bundle.entry[0].resource.id'],
      ]);
      expect((await gp.put(`/fhir/Patient?identifier=urn:x|${id}`, child({ id }))).status).toBe(400);
      expect((await gp.get(`/fhir/Patient/${id}`)).status).toBe(404);
    },
  );

  it('is the client’s own where it acts for no organisation', async () => {
    const parent = await sandbox.as('parent');
    const note = (id: string) => ({
      resourceType: 'Communication',
      id,
      status: 'completed',
      subject: { reference: `Patient/${file.patient.id}` },
      payload: [{ contentString: 'Wij komen later' }],
    });
    expect((await parent.put('/fhir/Communication/bericht', note('bericht'))).status).toBe(400);
    expect((await parent.put('/fhir/Communication/parent-1', note('parent-1'))).status).toBe(201);
  });

  it('is free in the directory, and for who sees everything', async () => {
    const coordinator = await sandbox.as('coordinator');
    const location = { resourceType: 'Location', id: 'zaal-1', name: 'Zaal 1' };
    expect((await coordinator.put('/fhir/Location/zaal-1', location)).status).toBe(201);
    expect((await tester.put('/fhir/Patient/vrij', child({ id: 'vrij' }))).status).toBe(201);
  });

  it('does not hinder changing what one sees under an id that others assigned', async () => {
    const coordinator = await sandbox.as('coordinator');
    const { id, ...rest } = file.condition;
    expect((await coordinator.put(`/fhir/Condition/${id}`, { ...rest, id })).status).toBe(200);
  });

  it('tells nothing of what lies hidden under it, in any way to write', async () => {
    const own = await gp.made(child());
    for (const hidden of Object.values(file.resources)) {
      const { resourceType: type, id } = hidden;
      const never = id.replace(/^.{8}/, '00000000');
      const mine = (one: string): Resource => {
        const text = JSON.stringify(hidden).replaceAll(file.patient.id, own.id).replaceAll(id, one);
        return { ...(JSON.parse(text) as Resource), id: one };
      };
      const ways: ((one: string) => Promise<Reply>)[] = [
        (one) => gp.put(`/fhir/${type}/${one}`, { ...hidden, id: one }),
        (one) => gp.put(`/fhir/${type}/${one}`, { ...hidden, id: one }, { 'if-match': 'W/"1"' }),
        (one) => gp.put(`/fhir/${type}/${one}`, { ...hidden, id: one }, { 'if-none-match': '*' }),
        (one) => gp.put(`/fhir/${type}/${one}`, mine(one)),
        (one) => gp.put(`/fhir/${type}?_id=${one}`, mine(one)),
        (one) => gp.put(`/fhir/${type}?identifier=urn:x|y`, mine(one)),
        (one) => gp.post('/fhir', asBundle(mine(one))),
        (one) => gp.post('/fhir', { ...asBundle(mine(one)), type: 'batch' }),
        (one) => gp.remove(`/fhir/${type}/${one}`),
        (one) => gp.remove(`/fhir/${type}?_id=${one}`),
        (one) =>
          gp.send('PATCH', `/fhir/${type}/${one}`, {
            body: JSON.stringify([{ op: 'replace', path: '/status', value: 'x' }]),
            headers: { 'content-type': 'application/json-patch+json' },
          }),
        (one) =>
          gp.post('/fhir/Observation', observation(own.id, { focus: [{ reference: `${type}/${one}` }] })),
        (one) => gp.post(`/fhir/${type}/$validate?mode=update`, { ...hidden, id: one }),
      ];
      for (const [index, way] of ways.entries()) {
        const [met, absent] = [await way(id), await way(never)];
        expect([type, index, ...said(met, id)]).toEqual([type, index, ...said(absent, never)]);
      }
    }
  });

  it('names the first wrong entry of a transaction, whichever files the others lie in', async () => {
    const own = await gp.made(child());
    const { id } = file.condition;
    const never = id.replace(/^.{8}/, '00000000');
    const entriesWith = (one: string): Bundle => ({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { resource: observation(own.id), request: { method: 'POST', url: 'Observation' } },
        ...(asBundle({ ...file.condition, id: one, subject: { reference: `Patient/${own.id}` } }).entry ??
          []),
        {
          resource: { ...own, id: own.id },
          request: { method: 'PUT', url: `Patient/${own.id}`, ifMatch: 'W/"9"' },
        },
      ],
    });
    const [met, absent] = [
      await gp.post('/fhir', entriesWith(id)),
      await gp.post('/fhir', entriesWith(never)),
    ];
    expect(said(met, id)).toEqual(said(absent, never));
    expect(met.outcome().issue[0]?.expression).toEqual(['Bundle.entry[1].resource.id']);
  });
});
