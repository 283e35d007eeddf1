import type {
  Bundle,
  CapabilityStatement,
  NamingSystem,
  StructureDefinition,
  ValueSet,
} from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitionTypes } from '../../src/interactions/definitions.ts';
import { loadDefinitions } from '../../src/profiles/published-definitions.ts';
import { type Client, idsOf, linkOf, openSandbox, type Reply, type Sandbox } from '../end-to-end/sandbox.ts';

const canonical = 'https://vroegdossier.nl/fhir';

let sandbox: Sandbox;
let parent: Client;
beforeAll(async () => {
  sandbox = await openSandbox();
  parent = await sandbox.as('parent');
});
afterAll(() => sandbox.close());

const textOf = (reply: Reply) => reply.outcome().issue[0]?.details?.text ?? '';

describe('the definitions', () => {
  it('are of the types that are routed, and each of those has some', () => {
    const types = new Set(loadDefinitions().map(({ resourceType }) => resourceType));
    expect([...types].sort()).toEqual([...definitionTypes].sort());
  });

  it('have an id of their own', () => {
    const references = loadDefinitions().map(({ resourceType, id }) => `${resourceType}/${id}`);
    expect(new Set(references).size).toBe(references.length);
  });
});

describe('reading a definition', () => {
  it('answers a profile of ours to any caller with a token', async () => {
    const reply = await parent.get('/fhir/StructureDefinition/ivh-verwijzing');
    const profile = reply.resource<StructureDefinition>();
    expect([reply.status, profile.url]).toEqual([200, `${canonical}/StructureDefinition/ivh-verwijzing`]);
    expect(profile.snapshot?.element.length).toBeGreaterThan(10);
  });

  it('answers 404 for one that is not there and for a history there is not', async () => {
    for (const path of ['ValueSet/none-such', 'ValueSet/ivh-rol/_history', 'ValueSet/ivh-rol/_history/1']) {
      const reply = await parent.get(`/fhir/${path}`);
      expect([path, reply.status, reply.outcome().resourceType]).toEqual([path, 404, 'OperationOutcome']);
    }
  });

  it('refuses a parameter it does not know', async () => {
    expect((await parent.get('/fhir/ValueSet/ivh-rol?colour=red')).status).toBe(400);
  });

  it('needs a token', async () => {
    expect((await sandbox.withToken(undefined).get('/fhir/ValueSet/ivh-rol')).status).toBe(401);
  });

  it('is possible within a batch', async () => {
    const reply = await parent.post('/fhir', {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        { request: { method: 'GET', url: 'ValueSet/ivh-rol' } },
        { request: { method: 'GET', url: `CodeSystem?url=${canonical}/CodeSystem/ivh-rol` } },
      ],
    });
    const entries = reply.bundle().entry ?? [];
    expect(entries.map(({ response }) => response?.status?.slice(0, 3))).toEqual(['200', '200']);
    expect(entries[0]?.resource?.id).toBe('ivh-rol');
  });
});

describe('writing a definition', () => {
  it.each([
    ['PUT', 'ValueSet/ivh-rol'],
    ['DELETE', 'StructureDefinition/ivh-verwijzing'],
    ['PATCH', 'CodeSystem/ivh-rol'],
    ['POST', 'CodeSystem'],
    ['PUT', 'CodeSystem'],
  ])('is refused: %s %s', async (method, path) => {
    const tester = await sandbox.as('tester');
    const reply = await tester.send(method, `/fhir/${path}`, { body: {} });
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'GET']);
  });
});

describe('searching definitions', () => {
  it.each([
    [`url=${canonical}/ValueSet/ivh-rol`, ['ivh-rol']],
    [`url=${canonical}/ValueSet/ivh-rol,${canonical}/ValueSet/ivh-status`, ['ivh-rol', 'ivh-status']],
    ['_id=ivh-rol,ivh-status&version=0.1.0', ['ivh-rol', 'ivh-status']],
    ['_id=ivh-rol&status=active', []],
    ['_id=ivh-rol&status=|draft', ['ivh-rol']],
    ['name=observationst', ['observation-status']],
    ['name:exact=observationst', []],
    ['name:contains=servationstat', ['observation-status']],
    ['title=no%20such%20title', []],
    ['url=none-such', []],
  ])('finds the value sets of ?%s', async (query, ids) => {
    const reply = await parent.get(`/fhir/ValueSet?${query}`);
    expect(reply.status).toBe(200);
    expect(idsOf(reply)).toEqual(ids);
    expect(reply.bundle().total).toBe(ids.length);
  });

  it('finds all below a URL, and nothing that only begins alike', async () => {
    const below = idsOf(await parent.get(`/fhir/ValueSet?url:below=${canonical}`));
    expect(below).toContain('ivh-rol');
    expect(below).not.toContain('observation-status');
    expect(idsOf(await parent.get(`/fhir/ValueSet?url:below=${canonical}/ValueSet/ivh-r`))).toEqual([]);
  });

  it('takes a form by POST', async () => {
    const reply = await parent.send('POST', '/fhir/ValueSet/_search', {
      body: '_id=ivh-rol',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(idsOf(reply)).toEqual(['ivh-rol']);
  });

  it('hands out pages that together hold each once', async () => {
    const seen: string[] = [];
    let path: string | undefined = '/fhir/CodeSystem?_count=60';
    while (path !== undefined) {
      const reply: Reply = await parent.get(path);
      seen.push(...idsOf(reply));
      path = linkOf(reply, 'next');
    }
    const total = loadDefinitions().filter(({ resourceType }) => resourceType === 'CodeSystem').length;
    expect([seen.length, new Set(seen).size]).toEqual([total, total]);
  });

  it('leaves out what was not asked for, and says so', async () => {
    const first = async (query: string) => {
      const reply = await parent.get(`/fhir/ValueSet?_id=ivh-rol&${query}`);
      return reply.bundle().entry?.[0]?.resource as ValueSet;
    };
    const summary = await first('_summary=true');
    expect([summary.compose, summary.title !== undefined]).toEqual([undefined, true]);
    expect(summary.meta?.tag?.[0]?.code).toBe('SUBSETTED');
    const elements = await first('_elements=compose');
    expect([elements.compose !== undefined, elements.title, elements.url !== undefined]).toEqual([
      true,
      undefined,
      true,
    ]);
  });

  it('knows a naming system by its name, and has no URL of one to search by', async () => {
    const all = loadDefinitions().find(({ resourceType }) => resourceType === 'NamingSystem');
    const { id, name } = all as NamingSystem;
    expect(idsOf(await parent.get(`/fhir/NamingSystem?name=${name}`))).toEqual([id]);
    expect((await parent.get('/fhir/NamingSystem?url=x')).status).toBe(400);
  });

  it('counts without showing', async () => {
    const { total = 0, entry } = (await parent.get('/fhir/ValueSet?_summary=count')).resource<Bundle>();
    expect([total > 100, entry]).toEqual([true, undefined]);
  });

  it.each([
    'colour=red',
    'url:above=x',
    'name:missing=true',
    '_count=-1',
    '_count=1&_count=2',
    '_summary=most',
    'name=',
    'toString=x',
    '_sort=name',
    '_include=x',
  ])('refuses ?%s by name', async (query) => {
    const reply = await parent.get(`/fhir/ValueSet?${query}`);
    expect(reply.status).toBe(400);
    expect(textOf(reply)).toContain(query.split('=')[0]);
  });
});

describe('the CapabilityStatement', () => {
  it('says that definitions are read and searched alone, and which operations there are on them', async () => {
    const { rest } = (await parent.get('/fhir/metadata')).resource<CapabilityStatement>();
    const valueSet = rest?.[0]?.resource?.find(({ type }) => type === 'ValueSet');
    expect(valueSet?.interaction?.map(({ code }) => code)).toEqual(['read', 'search-type']);
    expect(valueSet?.operation?.map(({ name }) => name)).toEqual(['expand', 'validate-code']);
    expect(valueSet?.searchParam?.map(({ name }) => name)).toContain('url');
  });
});
