import type { Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, idsOf, openSandbox, type Sandbox } from './sandbox.ts';
import { bsnSource, bsnSystem, child, testSystem } from './scenes.ts';

const advice = 'https://vroegdossier.nl/fhir/CodeSystem/ivh-advies';
const adviceSet = 'https://vroegdossier.nl/fhir/ValueSet/ivh-advies';
const questionnaire = 'https://example.org/fhir/Questionnaire/spel';
const nextBsn = bsnSource(999951000);

describe('the search language, over HTTP', () => {
  let sandbox: Sandbox;
  let tester: Client;
  const made: Record<string, string> = {};
  const found = async (query: string): Promise<string[]> => {
    const reply = await tester.get(`/fhir/${query}`);
    expect([query, reply.status, reply.status === 200 ? '' : reply.text]).toEqual([query, 200, '']);
    return idsOf(reply).sort();
  };
  const included = async (query: string): Promise<string[]> =>
    ((await tester.get(`/fhir/${query}`)).bundle().entry ?? [])
      .filter(({ search }) => search?.mode === 'include')
      .map(({ resource }) => `${resource?.resourceType}/${resource?.id}`)
      .sort();

  beforeAll(async () => {
    sandbox = await openSandbox();
    tester = await sandbox.as('tester');
    const keep = async (name: string, resource: Resource): Promise<{ reference: string }> => {
      const { id } = await tester.made(resource);
      made[name] = id;
      return { reference: `${resource.resourceType}/${id}` };
    };
    const noor = await keep(
      'noor',
      child({ identifier: [{ system: bsnSystem, value: nextBsn() }], name: [{ family: 'Ter Zoeke' }] }),
    );
    const house = await keep('house', { resourceType: 'Location', name: 'Huis' });
    const wing = await keep('wing', { resourceType: 'Location', name: 'Vleugel', partOf: house });
    const room = await keep('room', { resourceType: 'Location', name: 'Kamer', partOf: wing });
    await keep('visit', {
      resourceType: 'Encounter',
      status: 'finished',
      class: { system: testSystem, code: 'spel' },
      subject: noor,
      location: [{ location: room }],
    });
    const order = (code: string): Resource => ({
      resourceType: 'ServiceRequest',
      status: 'draft',
      intent: 'order',
      subject: noor,
      code: { coding: [{ system: code === 'anders' ? testSystem : advice, code }] },
    });
    await keep('known', order('paramedisch'));
    await keep('unknown', order('anders'));
    await keep('form', {
      resourceType: 'Questionnaire',
      status: 'active',
      url: questionnaire,
      version: '1.2',
      title: 'Spelvragen',
    });
    await keep('answers', {
      resourceType: 'QuestionnaireResponse',
      status: 'completed',
      questionnaire: `${questionnaire}|1.2`,
      subject: noor,
    });
    await keep('document', {
      resourceType: 'Bundle',
      type: 'document',
      identifier: { system: testSystem, value: 'document-1' },
      timestamp: '2026-02-03T10:00:00Z',
      entry: [
        {
          fullUrl: 'urn:uuid:180f219f-97a8-486d-99d9-ed631fe4fc57',
          resource: {
            resourceType: 'Composition',
            status: 'final',
            type: { text: 'Terugkoppeling' },
            subject: noor,
            date: '2026-02-03',
            author: [{ display: 'IVH' }],
            title: 'Terugkoppeling',
          },
        },
      ],
    });
  });
  afterAll(() => sandbox.close());

  it.each<[string, () => string, () => (string | undefined)[]]>([
    ['a code in a value set', () => `code:in=${adviceSet}`, () => [made.known]],
    ['a code in a value set, by its local name', () => 'code:in=ValueSet/ivh-advies', () => [made.known]],
    ['a code not in a value set', () => `code:not-in=${adviceSet}`, () => [made.unknown]],
    ['a code below itself', () => `code:below=${advice}|paramedisch`, () => [made.known]],
    ['a code above itself', () => `code:above=${advice}|paramedisch`, () => [made.known]],
  ])('finds %s', async (_, query, ids) => {
    expect(await found(`ServiceRequest?patient=${made.noor}&${query()}`)).toEqual(ids());
  });

  it('refuses what is not known of codes, by name', async () => {
    for (const [query, name] of [
      ['code:in=https://example.org/ValueSet/geen', 'https://example.org/ValueSet/geen'],
      ['code:below=http://snomed.info/sct|1', 'http://snomed.info/sct'],
    ]) {
      const reply = await tester.get(`/fhir/ServiceRequest?patient=${made.noor}&${query}`);
      expect(reply.status).toBe(400);
      expect(reply.text).toContain(name);
    }
  });

  it('goes up and down the places that are part of others', async () => {
    expect(await found(`Encounter?patient=${made.noor}&location:below=Location/${made.house}`)).toEqual([
      made.visit,
    ]);
    expect(await found(`Encounter?patient=${made.noor}&location:above=Location/${made.room}`)).toEqual([
      made.visit,
    ]);
    expect(await found(`Encounter?patient=${made.noor}&location:above=Location/${made.house}`)).toEqual([]);
    expect(await found(`Location?partof:below=Location/${made.house}`)).toEqual(
      [made.wing, made.room].sort(),
    );
  });

  it('goes through canonicals, forward as chain and as include', async () => {
    const base = `QuestionnaireResponse?patient=${made.noor}`;
    expect(await found(`${base}&questionnaire.title=spelvragen`)).toEqual([made.answers]);
    expect(await found(`${base}&questionnaire.title=anders`)).toEqual([]);
    expect(await found(`${base}&questionnaire:below=${questionnaire}|1`)).toEqual([made.answers]);
    expect(await included(`${base}&_include=QuestionnaireResponse:questionnaire`)).toEqual([
      `Questionnaire/${made.form}`,
    ]);
  });

  it('looks into the Composition a document begins with', async () => {
    expect(await found(`Bundle?composition.patient=${made.noor}`)).toEqual([made.document]);
    expect(await found('Bundle?composition.title=terug&composition.patient.family=ter%20zoeke')).toEqual([
      made.document,
    ]);
  });

  it('combines chains and _has', async () => {
    expect(await found(`Patient?_has:Encounter:patient:location.name=kamer&_id=${made.noor}`)).toEqual([
      made.noor,
    ]);
    expect(
      await found(`Location?_has:Encounter:location:patient.family=ter%20zoeke&_id=${made.room}`),
    ).toEqual([made.room]);
  });

  it('goes over several types by what they share', async () => {
    expect(await found(`?_type=ServiceRequest,Encounter&patient=${made.noor}&status=finished,draft`)).toEqual(
      [made.visit, made.known, made.unknown].sort(),
    );
    const reply = await tester.get('/fhir/?_type=Encounter,DocumentReference&location=x');
    expect(reply.status).toBe(400);
    expect(reply.text).toContain('search these types apart');
  });

  it('stores of Bundles documents alone, and says what to do with the rest', async () => {
    const reply = await tester.post('/fhir/Bundle', { resourceType: 'Bundle', type: 'collection' });
    expect(reply.status).toBe(422);
    expect(reply.outcome().issue[0]).toMatchObject({ code: 'not-supported', expression: ['Bundle.type'] });
    expect(reply.text).toContain('as a transaction');
  });
});
