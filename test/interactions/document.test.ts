import type { Bundle, Composition } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentResources } from '../../src/interactions/document.ts';
import { type FileScene, openFile } from '../end-to-end/file-scene.ts';
import { type Client, openSandbox, type Reply, type Sandbox } from '../end-to-end/sandbox.ts';
import { bsnSource, child, observation } from '../end-to-end/scenes.ts';

const at = (reference: string) => ({ reference });
const nextBsn = bsnSource(999950000);

let sandbox: Sandbox;
let tester: Client;
let coordinator: Client;
let scene: FileScene;
let composition: Composition & { id: string };
beforeAll(async () => {
  sandbox = await openSandbox();
  tester = await sandbox.as('tester');
  coordinator = await sandbox.as('coordinator');
  scene = await openFile(sandbox, nextBsn());
  composition = await tester.made(reportOf(scene.patient.id, `CarePlan/${scene.plan.id}`));
});
afterAll(() => sandbox.close());

const reportOf = (patient: string, ...entries: string[]): Composition => ({
  resourceType: 'Composition',
  status: 'final',
  type: { text: 'Adviesplan' },
  title: 'Adviesplan',
  date: '2026-11-02T10:00:00+01:00',
  subject: at(`Patient/${patient}`),
  author: [at('Practitioner/orthopedagoog-visser'), at('https://example.org/fhir/Practitioner/elsewhere')],
  custodian: at('Organization/ivh-heuvelrand'),
  attester: [{ mode: 'official', party: at('Organization/ivh-heuvelrand') }],
  section: [
    {
      title: 'Plan',
      entry: entries.map(at),
      section: [{ title: 'Team', entry: [at('Practitioner/casemanager-jansen')] }],
    },
  ],
});

const referencesOf = ({ entry = [] }: Bundle) =>
  entry.map(({ resource }) => `${resource?.resourceType}/${resource?.id}`);
const documentOf = (reply: Reply): Bundle => {
  if (reply.status !== 200) throw new Error(`${reply.status} ${reply.text}`);
  return reply.bundle();
};

describe('$document', () => {
  it('puts the Composition first and all it refers to after it, each once, under full URLs', async () => {
    const bundle = documentOf(await coordinator.get(`/fhir/Composition/${composition.id}/$document`));
    expect(referencesOf(bundle)).toEqual([
      `Composition/${composition.id}`,
      `Patient/${scene.patient.id}`,
      'Practitioner/orthopedagoog-visser',
      'Organization/ivh-heuvelrand',
      `CarePlan/${scene.plan.id}`,
      'Practitioner/casemanager-jansen',
    ]);
    expect(bundle.entry?.map(({ fullUrl }) => fullUrl)).toEqual(
      referencesOf(bundle).map((reference) => `${sandbox.url}/fhir/${reference}`),
    );
  });

  it('is a valid document with an identifier and a timestamp of its own', async () => {
    const bundle = documentOf(await coordinator.get(`/fhir/Composition/${composition.id}/$document`));
    expect(bundle).toMatchObject({ type: 'document', identifier: { system: 'urn:ietf:rfc:3986' } });
    const judged = await coordinator.post('/fhir/Bundle/$validate', bundle);
    expect(judged.outcome().issue.filter(({ severity }) => severity === 'error')).toEqual([]);
    const again = documentOf(await coordinator.get(`/fhir/Composition/${composition.id}/$document`));
    expect(again.identifier?.value).not.toBe(bundle.identifier?.value);
  });

  it.each([
    ['its id', () => composition.id],
    ['its URL', () => `${sandbox.url}/fhir/Composition/${composition.id}`],
  ])('is asked of the type by %s', async (_, id) => {
    const bundle = documentOf(
      await coordinator.get(`/fhir/Composition/$document?id=${encodeURIComponent(id())}`),
    );
    expect(referencesOf(bundle)[0]).toBe(`Composition/${composition.id}`);
  });

  it('holds the version a reference names', async () => {
    const { id } = scene.plan;
    await tester.put(`/fhir/CarePlan/${id}`, { ...scene.plan, title: 'Plan, later' });
    const old = await tester.made(reportOf(scene.patient.id, `CarePlan/${id}/_history/1`));
    const bundle = documentOf(await coordinator.get(`/fhir/Composition/${old.id}/$document`));
    const plan = bundle.entry?.find(({ resource }) => resource?.resourceType === 'CarePlan')?.resource;
    expect(plan?.meta?.versionId).toBe('1');
  });

  it('leaves out what the caller may not see and what is gone, and keeps the references', async () => {
    const other = await (await sandbox.as('jgz')).made(child());
    const { id: hidden } = await tester.made(observation(other.id));
    const { id: gone } = await tester.made(observation(scene.patient.id));
    const { id } = await tester.made(
      reportOf(scene.patient.id, `Observation/${hidden}`, `Observation/${gone}`),
    );
    await tester.remove(`/fhir/Observation/${gone}`);
    const provider = await sandbox.as('provider');
    const bundle = documentOf(await provider.get(`/fhir/Composition/${id}/$document`));
    expect(referencesOf(bundle).filter((reference) => reference.startsWith('Observation'))).toEqual([]);
    expect(JSON.stringify(bundle.entry?.[0])).toContain(`Observation/${hidden}`);
    const all = documentOf(await tester.get(`/fhir/Composition/${id}/$document`));
    expect(referencesOf(all)).toContain(`Observation/${hidden}`);
  });

  it('answers for a hidden Composition as for an absent one', async () => {
    const hospital = await sandbox.as('hospital');
    const [hidden, absent] = await Promise.all(
      [composition.id, 'none-such'].map(async (id) => {
        const { status, text } = await hospital.get(`/fhir/Composition/${id}/$document`);
        return [status, text.replaceAll(id, '')];
      }),
    );
    expect(hidden?.[0]).toBe(404);
    expect(hidden).toEqual(absent);
  });

  it.each([
    ['graph by name', '?graph=https://example.org/graph', 'graph'],
    ['to store by GET', '?persist=true', 'persist'],
    ['a second id', '?id=x', 'id'],
    ['persist that is no boolean', '?persist=yes', 'persist'],
  ])('refuses %s', async (_, query, named) => {
    const reply = await coordinator.get(`/fhir/Composition/${composition.id}/$document${query}`);
    expect([reply.status, reply.outcome().issue[0]?.details?.text]).toEqual([
      400,
      expect.stringContaining(named),
    ]);
  });

  it.each(['', '?id=Patient/x', '?id=https://example.org/fhir/Composition/1', '?id=a%20b'])(
    'needs the id of a Composition of this server: %s',
    async (query) => {
      expect((await coordinator.get(`/fhir/Composition/$document${query}`)).status).toBe(400);
    },
  );

  it('says too costly of a Composition that refers to more than a document holds', async () => {
    const names = Array.from({ length: documentResources }, (_, index) => `many-${index}`);
    const entry = names.map((id) => ({
      resource: { resourceType: 'Location', id, name: id },
      request: { method: 'PUT', url: `Location/${id}` },
    }));
    const stored = await tester.post('/fhir', { resourceType: 'Bundle', type: 'transaction', entry });
    expect(stored.status).toBe(200);
    const { id } = await tester.made(reportOf(scene.patient.id, ...names.map((name) => `Location/${name}`)));
    const reply = await tester.get(`/fhir/Composition/${id}/$document`);
    expect([reply.status, reply.outcome().issue[0]?.code]).toEqual([403, 'too-costly']);
  });
});

describe('$document with persist', () => {
  const persist = (client: Client, id = composition.id) =>
    client.send('POST', `/fhir/Composition/${id}/$document?persist=true`);

  it('keeps out another child whom a patch would bring into the document', async () => {
    const { id } = documentOf(await persist(coordinator));
    const resource = { resourceType: 'Patient', id: 'another-child' };
    const reply = await coordinator.send('PATCH', `/fhir/Bundle/${id}`, {
      body: JSON.stringify([
        {
          op: 'add',
          path: '/entry/-',
          value: { fullUrl: 'https://example.org/Patient/another-child', resource },
        },
      ]),
      headers: { 'content-type': 'application/json-patch+json' },
    });
    expect([reply.status, reply.text]).toEqual([422, expect.stringContaining('belongs to another child')]);
    expect((await coordinator.get(`/fhir/Bundle/${id}`)).bundle().meta?.versionId).toBe('1');
  });

  it('keeps the document in the file of the child', async () => {
    const reply = await persist(coordinator);
    const { id, meta } = documentOf(reply);
    expect(meta?.versionId).toBe('1');
    expect(reply.headers.get('location')).toBe(`${sandbox.url}/fhir/Bundle/${id}/_history/1`);
    const file = await coordinator.get(`/fhir/Patient/${scene.patient.id}/$everything`);
    expect(file.text).toContain(`"id":"${id}"`);
    expect((await coordinator.get(`/fhir/Bundle/${id}`)).bundle().entry?.[0]?.resource?.id).toBe(
      composition.id,
    );
    const parent = await sandbox.as('parent');
    expect((await parent.get(`/fhir/Bundle/${id}`)).status).toBe(200);
    const hospital = await sandbox.as('hospital');
    expect((await hospital.get(`/fhir/Bundle/${id}`)).status).toBe(404);
  });

  it('takes the parameter in a Parameters resource too', async () => {
    const body = { resourceType: 'Parameters', parameter: [{ name: 'persist', valueBoolean: true }] };
    const reply = await coordinator.post(`/fhir/Composition/${composition.id}/$document`, body);
    expect(documentOf(reply).id).toBeDefined();
  });

  it('is open to the case manager of the child', async () => {
    expect((await persist(await sandbox.as('case-manager'))).status).toBe(200);
  });

  it('is refused to who may read the Composition but keep no document', async () => {
    const parent = await sandbox.as('parent');
    expect((await parent.get(`/fhir/Composition/${composition.id}/$document`)).status).toBe(200);
    expect((await persist(parent)).status).toBe(403);
    const member = await sandbox.as('provider');
    expect((await member.get(`/fhir/Composition/${composition.id}/$document`)).status).toBe(200);
    expect((await persist(member)).status).toBe(403);
    const jgz = await sandbox.as('jgz');
    expect((await persist(jgz)).status).toBe(404);
  });
});

describe('storing a document', () => {
  const documentAbout = (subject: string, ...more: Bundle['entry'] & object): Bundle => ({
    resourceType: 'Bundle',
    type: 'document',
    identifier: { system: 'https://example.org/documents', value: '1' },
    timestamp: '2026-11-02T10:00:00Z',
    entry: [
      {
        fullUrl: 'https://example.org/fhir/Composition/1',
        resource: {
          resourceType: 'Composition',
          id: '1',
          status: 'final',
          type: { text: 'Verslag' },
          title: 'Verslag',
          date: '2026-11-02',
          subject: at(subject),
          author: [{ display: 'MKD Het Kompas' }],
        },
      },
      ...more,
    ],
  });

  it('puts it in the file of the child it is about', async () => {
    const kept = await coordinator.post('/fhir/Bundle', documentAbout(`Patient/${scene.patient.id}`));
    expect(kept.status).toBe(201);
  });

  it('refuses one that is not about a child here, or holds something of another', async () => {
    const urn = 'urn:uuid:0b7d1a8e-6f1c-4b1f-9a50-0c1a5a2f0001';
    const other = await tester.made(child());
    const replies = await Promise.all([
      coordinator.post('/fhir/Bundle', documentAbout(urn)),
      coordinator.post(
        '/fhir/Bundle',
        documentAbout(`Patient/${scene.patient.id}`, {
          fullUrl: `https://example.org/fhir/Patient/${other.id}`,
          resource: other,
        }),
      ),
    ]);
    expect(replies.map((reply) => [reply.status, reply.outcome().issue[0]?.expression])).toEqual([
      [422, ['Bundle.entry[0].resource.subject']],
      [422, ['Bundle.entry[1].resource']],
    ]);
  });

  it('hides the file of a child the caller has nothing to do with', async () => {
    const hospital = await sandbox.as('hospital');
    const other = await (await sandbox.as('jgz')).made(child());
    const [hidden, absent] = await Promise.all(
      [other.id, 'none-such'].map(async (id) => {
        const { status, text } = await hospital.post('/fhir/Bundle', documentAbout(`Patient/${id}`));
        return [status, text.replaceAll(id, '')];
      }),
    );
    expect(hidden?.[0]).toBe(403);
    expect(hidden).toEqual(absent);
  });

  it('takes no other kind of Bundle', async () => {
    const reply = await tester.post('/fhir/Bundle', { resourceType: 'Bundle', type: 'searchset' });
    expect([reply.status, reply.outcome().issue[0]?.expression]).toEqual([422, ['Bundle.type']]);
  });
});
