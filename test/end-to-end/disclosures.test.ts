import type { AuditEvent, Parameters, ParametersParameter } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createValidator } from '../../src/profiles/validate.ts';
import { type FileScene, openFile } from './file-scene.ts';
import { type Client, openSandbox, type Sandbox } from './sandbox.ts';
import { bsnSource, observation } from './scenes.ts';

const nextBsn = bsnSource(999960000);

type Part = ParametersParameter;
const parts = (of: Part | undefined, name: string): Part[] =>
  (of?.part ?? []).filter((one) => one.name === name);
const part = (of: Part | undefined, name: string): Part | undefined => parts(of, name)[0];

describe('Patient/$disclosures', () => {
  let sandbox: Sandbox;
  let file: FileScene;
  let parent: Client;
  const path = (query = '') => `/fhir/Patient/${file.patient.id}/$disclosures${query}`;
  const told = async (query = '', client = parent): Promise<Parameters> => {
    const reply = await client.get(path(query));
    expect(reply.status).toBe(200);
    return reply.resource<Parameters>();
  };
  const listed = (answer: Parameters): Part[] =>
    (answer.parameter ?? []).filter(({ name }) => name === 'disclosure');
  const newest = async (): Promise<Part | undefined> => listed(await told('?_count=1'))[0];
  const totalOf = (answer: Parameters): number =>
    answer.parameter?.find(({ name }) => name === 'total')?.valueInteger ?? -1;
  const nextOf = (answer: Parameters): string | undefined =>
    answer.parameter?.find(({ name }) => name === 'next')?.valueUri?.replace(/^[^?]*/, '');

  beforeAll(async () => {
    sandbox = await openSandbox();
    file = await openFile(sandbox, nextBsn());
    parent = await sandbox.as('parent');
  });
  afterAll(() => sandbox.close());

  it('tells the parents who did what with which data, what for and on what ground', async () => {
    const coordinator = await sandbox.as('coordinator');
    const before = new Date().toISOString();
    await coordinator.get(`/fhir/Condition/${file.condition.id}`);
    const one = await newest();
    expect(part(one, 'who')?.valueReference).toMatchObject({ reference: 'Organization/ivh-heuvelrand' });
    expect(part(one, 'role')?.valueCoding?.display).toBe('coördinator van Integrale Vroeghulp');
    expect((part(one, 'recorded')?.valueInstant ?? '') >= before).toBe(true);
    expect(part(one, 'action')?.valueCoding).toMatchObject({ code: 'R', display: 'bekeken' });
    expect(part(one, 'data')?.valueReference?.reference).toBe(`Condition/${file.condition.id}/_history/1`);
    expect(part(one, 'purpose')?.valueCoding).toMatchObject({ code: 'CAREMGT' });
    expect(parts(one, 'rule').length).toBeGreaterThan(0);
    expect(part(one, 'refused')?.valueBoolean).toBe(false);
  });

  it('names no person', async () => {
    const text = JSON.stringify(await told('?_count=1000'));
    expect(text).toContain('Organization/ivh-heuvelrand');
    expect(text).not.toContain('Practitioner/');
    expect(text).not.toMatch(/127\.0\.0\.1/);
  });

  it('points to the AuditEvent that tells it in full', async () => {
    const event = part(await newest(), 'event')?.valueReference?.reference;
    expect((await parent.get(`/fhir/${event}`)).resource<AuditEvent>().resourceType).toBe('AuditEvent');
  });

  it('tells who was refused too', async () => {
    const gp = await sandbox.as('gp');
    await gp.get(`/fhir/Condition/${file.condition.id}`);
    const one = await newest();
    expect(part(one, 'who')?.valueReference?.reference).toBe('Organization/huisartsen-zonnedal');
    expect(part(one, 'refused')?.valueBoolean).toBe(true);
    expect(parts(one, 'reason').length).toBeGreaterThan(0);
  });

  it('makes an emergency stand out, and what was read in it', async () => {
    const gp = await sandbox.as('gp');
    const broken = await gp.post(`/fhir/Patient/${file.patient.id}/$break-glass`, {
      resourceType: 'Parameters',
      parameter: [{ name: 'reason', valueString: 'Kind is bewusteloos binnengebracht' }],
    });
    expect(broken.status).toBe(200);
    expect(part(await newest(), 'emergency')?.valueBoolean).toBe(true);
    expect((await gp.get(`/fhir/Condition/${file.condition.id}`)).status).toBe(200);
    const one = await newest();
    expect(part(one, 'emergency')?.valueBoolean).toBe(true);
    expect(part(one, 'purpose')?.valueCoding?.code).toBe('BTG');
    const page = await parent.get(path('?_count=5'), { accept: 'text/html' });
    expect(page.text).toContain('<strong>Noodtoegang</strong>');
  });

  it('goes on page by page, newest first, and leaves nothing out', async () => {
    const end = encodeURIComponent(new Date().toISOString());
    const whole = listed(await told(`?_count=1000&end=${end}`));
    const paged: Part[] = [];
    let query: string | undefined = `?_count=3&end=${end}`;
    while (query !== undefined) {
      const answer: Parameters = await told(query);
      paged.push(...listed(answer));
      expect(totalOf(answer)).toBe(whole.length);
      query = nextOf(answer);
    }
    expect(paged).toEqual(whole);
    const times = whole.map((one) => part(one, 'recorded')?.valueInstant ?? '');
    expect(times).toEqual(times.toSorted().reverse());
  });

  it('is narrowed to a period', async () => {
    const start = encodeURIComponent(new Date().toISOString());
    const hospital = await sandbox.as('hospital');
    await hospital.post('/fhir/Observation', observation(file.patient.id));
    const since = listed(await told(`?start=${start}`));
    expect(since.map((one) => part(one, 'role')?.valueCoding?.code)).toEqual(['hospital']);
    expect(totalOf(await told('?end=2020'))).toBe(0);
    expect(totalOf(await told('?start=2099'))).toBe(0);
  });

  it('is a page in plain Dutch for who asks for one', async () => {
    const page = await parent.get(path(), { accept: 'text/html' });
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.text).toContain('<h1>Wie gebruikte het dossier?</h1>');
    expect(page.text).toContain('coördinator van Integrale Vroeghulp');
    expect(page.text).toContain('Bevinding of diagnose');
  });

  it('is a valid resource', async () => {
    expect(createValidator().validate(await told()).errors).toEqual([]);
  });

  it('leaves an entry itself', async () => {
    await told();
    const one = await newest();
    expect(part(one, 'query')?.valueString).toBe(`Patient/${file.patient.id}/$disclosures`);
    expect(part(one, 'role')?.valueCoding?.code).toBe('parent');
  });

  it.each(['jgz', 'hospital', 'provider'])('is not for the %s, who sees the child', async (name) => {
    const reply = await (await sandbox.as(name)).get(path());
    expect([reply.status, reply.outcome().issue[0]?.code]).toEqual([403, 'forbidden']);
  });

  it('is not there for who does not see the child', async () => {
    const school = await sandbox.as('school');
    const hidden = await school.get(path());
    const absent = await school.get('/fhir/Patient/nobody/$disclosures');
    expect(hidden.status).toBe(404);
    expect(hidden.text.replaceAll(file.patient.id, 'nobody')).toBe(absent.text);
  });

  it.each([
    ['?start=gisteren', 'start'],
    ['?_count=0', '_count'],
    ['?_page=abc', ''],
    ['?kleur=rood', 'kleur'],
  ])('refuses %s', async (query, named) => {
    const reply = await parent.get(path(query));
    expect(reply.status).toBe(400);
    expect(reply.text).toContain(named);
  });
});
