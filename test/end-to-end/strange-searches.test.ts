import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, openSandbox, type Sandbox, storesHere } from './sandbox.ts';
import { careTeam, child, observation } from './scenes.ts';

const long = 'a'.repeat(3000);

describe.each(await storesHere())('on %s', (store) => {
  let sandbox: Sandbox;
  let tester: Client;
  let patient: string;
  beforeAll(async () => {
    sandbox = await openSandbox(store);
    tester = await sandbox.as('tester');
    patient = (await tester.made(child())).id;
  });
  afterAll(() => sandbox.close());

  it.each([
    `Observation?patient=Patient/${long}`,
    `Observation?subject=${long}`,
    'Observation?patient=Patient/1/2/3',
    'Observation?patient=../x',
    'Observation?patient=%00',
    `AuditEvent?patient=Patient/${long}`,
    `AuditEvent?patient=${long}`,
    'AuditEvent?patient=Patient/',
    `AuditEvent?_id=${long}.x`,
    `AuditEvent?_id=a.${long}`,
    'AuditEvent?_id=.x,x.,.',
    `Task?owner=Organization/${long}`,
    `Patient?identifier=${long}|${long}`,
    `Patient?family=${long}`,
    'Patient?family=%F0%9F%91%B6',
    `Patient?_id=${long}`,
    'Patient?_sort=birthdate,-birthdate',
    'Patient?_has:Observation:patient:_has:Task:patient:_id=x',
    'Patient?organization.partof.partof.partof.partof.name=x',
    'Patient?_count=99999999999999999999',
    'Patient?birthdate=9999-12-31T23:59:59.999999999Z',
    'Patient?birthdate=0000',
    'Patient?_page=%F0%9F%91%B6',
    'Observation?value-quantity=1e400',
    'Observation?value-quantity=1e-9999',
  ])('is answered without a fault of ours: %s', async (query) => {
    const { status, text } = await tester.get(`/fhir/${query}`);
    expect([query, [200, 400, 403].includes(status) ? 'answered' : text]).toEqual([query, 'answered']);
  });

  it.each<[string, () => unknown, number]>([
    [
      'long texts in what is indexed',
      () =>
        child({ identifier: [{ system: `https://a.nl/${long}`, value: long }], name: [{ family: long }] }),
      201,
    ],
    [
      'separators in identifiers',
      () => child({ identifier: [{ value: '|' }, { system: 'https://a.nl', value: 'a|b' }] }),
      201,
    ],
    ['a text of half a megabyte', () => observation(patient, { valueString: 'x'.repeat(500_000) }), 201],
    [
      'a team of two hundred',
      () =>
        careTeam(patient, {
          participant: Array.from({ length: 200 }, (_, n) => ({
            member: { reference: 'Organization/mkd-het-kompas' },
            period: { start: '2020', end: String(2021 + n) },
          })),
        }),
      201,
    ],
    [
      'hundreds of identifiers',
      () =>
        child({
          identifier: Array.from({ length: 300 }, (_, n) => ({ system: 'https://a.nl', value: `${n}` })),
        }),
      201,
    ],
  ])('is stored whole or refused whole: %s', async (_, make, status) => {
    const body = make() as { resourceType: string };
    const reply = await tester.post(`/fhir/${body.resourceType}`, body);
    expect([status, 413]).toContain(reply.status);
    if (reply.status === 201) {
      const read = await tester.get(`/fhir/${body.resourceType}/${reply.resource().id}`);
      expect(read.text).toBe(reply.text);
    } else expect(reply.outcome().issue[0]?.code).toBe('too-long');
  });

  it('takes absolute references to itself as its own', async () => {
    const reply = await tester.post(
      '/fhir/Observation',
      observation('x', { subject: { reference: `${sandbox.url}/fhir/Patient/${patient}` } }),
    );
    expect(reply.resource()).toMatchObject({ subject: { reference: `Patient/${patient}` } });
  });

  it.each(['identifier=|', '%00=%', `family=${long}`, 'identifier=a|b&identifier=a|b'])(
    'decides or refuses the condition %s',
    async (condition) => {
      const { status } = await tester.post('/fhir/Patient', child(), { 'if-none-exist': condition });
      expect([200, 201, 400, 412]).toContain(status);
    },
  );
});
