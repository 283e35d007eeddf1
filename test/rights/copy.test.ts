import type { Binary, Bundle } from '@medplum/fhirtypes';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sectionTitles } from '../../src/interactions/rights/page/sections.ts';
import { codeSystems } from '../../src/ivh/codes.ts';
import { type Client, openSandbox, type Sandbox } from '../end-to-end/sandbox.ts';
import { bsnSource, observation } from '../end-to-end/scenes.ts';
import { call, type FamilyScene, openFamily } from './scene.ts';

let sandbox: Sandbox;
let mother: Client;
let coordinator: Client;
let scene: FamilyScene;

beforeAll(async () => {
  sandbox = await openSandbox();
  mother = await sandbox.as('parent');
  coordinator = await sandbox.as('coordinator');
  scene = await openFamily(sandbox, bsnSource(999930000)());
});
afterAll(() => sandbox.close());

const copy = (client: Client, headers: Record<string, string> = {}) =>
  client.get(`/fhir/Patient/${scene.patient.id}/$copy`, headers);
const html = { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' };

it('gives parents all they see, and what it refers to', async () => {
  const everything = await mother.get(`/fhir/Patient/${scene.patient.id}/$everything`);
  const reply = await copy(mother);
  const bundle = reply.resource<Bundle>();
  expect(bundle.type).toBe('collection');
  const names = new Set(bundle.entry?.map(({ fullUrl }) => fullUrl));
  for (const { fullUrl } of everything.bundle().entry ?? []) expect(names).toContain(fullUrl);
});

it('is for parents and the coordinator alone', async () => {
  expect((await copy(coordinator)).status).toBe(200);
  expect((await copy(await sandbox.as('hospital'))).status).toBe(403);
  expect((await copy(await sandbox.as('parent-puck'))).status).toBe(404);
});

it('is a page in Dutch when a browser asks, with nothing of the file as markup', async () => {
  await call(mother, `Observation/${scene.result.id}/$rectify`, { statement: '<script>alert(1)</script>' });
  const reply = await copy(mother, html);
  expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(reply.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  expect(reply.text).toContain('<html lang="nl">');
  expect(reply.text).toContain('Speelt &lt;b&gt;alleen&lt;/b&gt; &amp; &quot;graag&quot;');
  expect(reply.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(reply.text).not.toMatch(/<script|<b>|\son\w+=/);
  expect(reply.text).toContain('vastgelegd door Ziekenhuis Heuvelrand');
});

it('is well-formed, with one main heading and a heading for every section', async () => {
  const { text } = await copy(mother, html);
  const closed = text.replace(/<!doctype html>/, '').replace(/<(meta|br)([^>]*)>/g, '<$1$2/>');
  expect(() => new XMLParser({ ignoreAttributes: false }).parse(closed, true)).not.toThrow();
  expect(text.match(/<h1>/g)).toHaveLength(1);
  const sections = [...text.matchAll(/<section id="([^"]+)" aria-labelledby="([^"]+)">/g)];
  expect(sections.length).toBeGreaterThan(2);
  for (const [, id, heading] of sections) {
    expect(text).toContain(`href="#${id}"`);
    expect(text).toContain(`<h2 id="${heading}">`);
  }
});

it('names the building blocks as their code system does', () => {
  for (const [code, name] of Object.entries(codeSystems.bouwsteen))
    expect(Object.entries(sectionTitles)).toContainEqual([code, `Bouwsteen ${code}: ${name}`]);
});

it('keeps FHIR for who asks for FHIR or for anything', async () => {
  expect((await copy(mother, { accept: '*/*' })).headers.get('content-type')).toContain(
    'application/fhir+json',
  );
  expect((await copy(mother, { accept: 'application/fhir+xml' })).text).toContain('<Bundle');
  const named = await mother.get(`/fhir/Patient/${scene.patient.id}/$copy?_format=text/html`, {
    accept: 'application/fhir+json',
  });
  expect(named.text).toContain('<html lang="nl">');
  expect((await mother.get(`/fhir/Patient/${scene.patient.id}`, { accept: 'text/html' })).status).toBe(406);
});

it('stands in the trail by its name', async () => {
  await copy(mother);
  const trail = await mother.get(`/fhir/AuditEvent?patient=${scene.patient.id}&_count=1000`);
  const queries = [...trail.text.matchAll(/"query":"([^"]+)"/g)].map(([, text = '']) =>
    Buffer.from(text, 'base64').toString(),
  );
  expect(queries).toContain(`Patient/${scene.patient.id}/$copy`);
});

it('holds a thousand resources, and leaves attachments out when they are too much together', async () => {
  const about = { reference: `Patient/${scene.patient.id}` };
  const entry = Array.from({ length: 1000 }, (_, index) => ({
    fullUrl: `urn:uuid:00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    resource: observation(scene.patient.id, { valueString: `nummer ${index}` }),
    request: { method: 'POST', url: 'Observation' },
  }));
  const loaded = await coordinator.post('/fhir', { resourceType: 'Bundle', type: 'transaction', entry });
  expect(loaded.status, loaded.text.slice(0, 400)).toBe(200);
  const data = Buffer.alloc(1_300_000, 7).toString('base64');
  for (const contentType of ['application/pdf', 'image/png'])
    await coordinator.made({ resourceType: 'Binary', contentType, securityContext: about, data } as Binary);
  const bundle = (await copy(mother)).resource<Bundle>();
  expect(bundle.entry?.length).toBeGreaterThan(1000);
  const binaries = (bundle.entry ?? []).flatMap(({ resource }) =>
    resource?.resourceType === 'Binary' ? [resource] : [],
  );
  expect(binaries.map((one) => [one.data, one.meta?.tag?.[0]?.code])).toEqual([
    [undefined, 'SUBSETTED'],
    [undefined, 'SUBSETTED'],
  ]);
  const page = await copy(mother, html);
  expect(page.text).toContain('nummer 999');
  expect(page.text).toContain('Bijlagen');
});
