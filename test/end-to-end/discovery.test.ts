import type { CapabilityStatement, CapabilityStatementRestResource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { servedTypes } from '../../src/fhir/types.ts';
import { definitionTypes } from '../../src/interactions/definitions.ts';
import { createValidator } from '../../src/profiles/validate.ts';
import { declaredIndexes } from '../../src/store/indexes.ts';
import { type Client, openSandbox, type Sandbox } from './sandbox.ts';

const { validate } = createValidator();

/** Values of which one at least is well-formed for a search parameter of the kind. */
const samples: Readonly<Record<string, readonly string[]>> = {
  token: ['x', 'true'],
  string: ['x'],
  date: ['2026-01-01'],
  reference: ['x'],
  number: ['1'],
  quantity: ['1'],
  uri: ['https://example.org'],
  composite: ['x$x', 'x$1', 'x$2026-01-01'],
};

const jsonPatch = { 'content-type': 'application/json-patch+json' };

describe('discovery', () => {
  let sandbox: Sandbox;
  let nobody: Client;
  let tester: Client;
  let statement: CapabilityStatement;
  let resources: readonly CapabilityStatementRestResource[];
  beforeAll(async () => {
    sandbox = await openSandbox();
    nobody = sandbox.withToken(undefined);
    tester = await sandbox.as('tester');
    statement = (await nobody.get('/fhir/metadata')).resource<CapabilityStatement>();
    resources = statement.rest?.[0]?.resource ?? [];
  });
  afterAll(() => sandbox.close());

  it('needs no token and gives a valid R4 CapabilityStatement', async () => {
    const reply = await nobody.get('/fhir/metadata');
    expect([reply.status, reply.headers.get('content-type')]).toEqual([
      200,
      'application/fhir+json; charset=utf-8',
    ]);
    expect(validate(statement).errors).toEqual([]);
    expect(statement.fhirVersion).toBe('4.0.1');
    expect(resources.map(({ type }) => type)).toEqual([...servedTypes, ...definitionTypes]);
    expect((await nobody.get('/fhir/metadata', { accept: 'text/turtle' })).status).toBe(406);
  });

  it('claims interactions that can be called, and none it refuses', async () => {
    for (const { type, interaction = [] } of resources) {
      const codes: readonly string[] = interaction.map(({ code }) => code ?? '');
      const calls: Record<string, Promise<{ status: number }>> = {
        read: tester.get(`/fhir/${type}/none`),
        vread: tester.get(`/fhir/${type}/none/_history/1`),
        'history-instance': tester.get(`/fhir/${type}/none/_history`),
        'history-type': tester.get(`/fhir/${type}/_history?_count=0`),
        'search-type': tester.get(`/fhir/${type}?_id=none`),
        create: tester.post(`/fhir/${type}`, { resourceType: type, colour: 'blue' }),
        update: tester.put(`/fhir/${type}/none`, { resourceType: type, id: 'none', colour: 'blue' }),
        patch: tester.send('PATCH', `/fhir/${type}/none`, { body: '[]', headers: jsonPatch }),
        delete: tester.remove(`/fhir/${type}/none`),
      };
      for (const [code, call] of Object.entries(calls)) {
        const { status } = await call;
        const wanted = codes.includes(code) ? [200, 404, 422] : [404, 405, 422];
        expect([type, code, wanted.includes(status) ? 'as claimed' : status]).toEqual([
          type,
          code,
          'as claimed',
        ]);
      }
    }
  });

  it('claims conditions where they are served', async () => {
    for (const { type, conditionalUpdate, conditionalDelete } of resources) {
      const wanted = conditionalUpdate ? [422, 204] : [405, 405];
      expect([type, conditionalDelete ?? 'not-supported']).toEqual([
        type,
        conditionalUpdate ? 'multiple' : 'not-supported',
      ]);
      const replies = [
        await tester.put(`/fhir/${type}?_id=none`, { resourceType: type, colour: 'blue' }),
        await tester.remove(`/fhir/${type}?_id=none`),
      ];
      expect([type, replies.map(({ status }) => status)]).toEqual([
        type,
        // An AuditEvent is looked at before its type is refused.
        wanted.map((status, index) => (type === 'AuditEvent' && index === 0 ? 422 : status)),
      ]);
    }
  });

  it('claims search parameters that are understood, every one of them', async () => {
    for (const { type, searchParam = [] } of resources) {
      for (const { name = '', type: kind = '' } of searchParam) {
        const values = name === '_id' ? ['none'] : (samples[kind] ?? []);
        const replies = await Promise.all(
          values.map((value) => tester.get(`/fhir/${type}?_id=none&${name}=${value}`)),
        );
        expect([type, name, replies.map(({ status }) => status)]).toEqual([
          type,
          name,
          expect.arrayContaining([200]),
        ]);
      }
    }
  });

  it('claims includes that are understood', async () => {
    for (const { type, searchInclude = [], searchRevInclude = [] } of resources) {
      if (type === 'AuditEvent') continue;
      for (const [name, values] of [
        ['_include', searchInclude],
        ['_revinclude', searchRevInclude],
      ] as const) {
        for (const value of values) {
          const { status } = await tester.get(`/fhir/${type}?_id=none&${name}=${value}`);
          expect([type, name, value, status]).toEqual([type, name, value, 200]);
        }
      }
    }
  });

  it('says which searches are read in proportion to the result, as the store declares them', () => {
    for (const [type, indexes] of Object.entries(declaredIndexes)) {
      const text = resources.find((resource) => resource.type === type)?.documentation ?? '';
      for (const { name } of indexes) expect([type, text]).toEqual([type, expect.stringContaining(name)]);
    }
  });

  it('offers the operations it claims, each at the type or at a resource', async () => {
    const claimed = resources.flatMap(({ type, operation = [] }) =>
      operation.map(({ name }) => ({ type, name })),
    );
    expect(claimed).toContainEqual({ type: 'Patient', name: 'everything' });
    const body = { resourceType: 'Parameters' };
    for (const { type, name } of claimed) {
      const replies = await Promise.all(
        [`${type}/$${name}`, `${type}/none/$${name}`].map((path) => tester.post(`/fhir/${path}`, body)),
      );
      const routed = replies.some(({ text }) => !text.includes('see the CapabilityStatement'));
      expect([type, name, routed]).toEqual([type, name, true]);
    }
  });

  it('tells SMART clients where to get a token', async () => {
    const reply = await nobody.get('/fhir/.well-known/smart-configuration');
    const configuration: Readonly<Record<string, unknown>> = JSON.parse(reply.text);
    expect(configuration).toMatchObject({
      issuer: `${sandbox.url}/fhir`,
      token_endpoint: `${sandbox.url}/auth/token`,
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
      grant_types_supported: ['client_credentials'],
    });
    expect((await nobody.get(String(configuration.jwks_uri).replace(sandbox.url, ''))).status).toBe(200);
    expect(String(statement.rest?.[0]?.security?.extension?.[0]?.extension?.[0]?.valueUri)).toBe(
      configuration.token_endpoint,
    );
  });

  it('publishes an OpenAPI document whose every path is served', async () => {
    const reply = await nobody.get('/openapi.json');
    const document: { openapi: string; paths: Record<string, Record<string, unknown>> } = JSON.parse(
      reply.text,
    );
    expect(document.openapi).toMatch(/^3\./);
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const method of Object.keys(methods)) {
        const concrete = path.replaceAll(/\{[^}]+\}/g, 'none');
        const { status, text } = await nobody.send(method.toUpperCase(), concrete);
        expect([method, path, status]).toEqual([
          method,
          path,
          status === 200 || status === 400 ? status : 401,
        ]);
        expect(text).not.toBe('{"message":"Not Found"}');
      }
    }
  });

  it('lets no answer be sniffed, framed by caches or tied to a person', async () => {
    const reply = await tester.get('/fhir/Patient/none');
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
    expect(reply.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    const line = sandbox.log.at(-1);
    expect(line).toMatchObject({ level: 'info', door: 'fhir', method: 'GET', status: 404 });
  });

  it('logs no ids, identifiers or names of anybody', async () => {
    await tester.get('/fhir/Patient/geheim-1234?identifier=999911120&family=Jansen');
    await tester.get('/fhir/Patient?family=Jansen');
    await tester.get('/fhir/Patient/alex-jansen');
    const written = JSON.stringify(sandbox.log);
    for (const word of ['geheim-1234', '999911120', 'Jansen', 'alex-jansen'])
      expect([word, written.includes(word)]).toEqual([word, false]);
  });
});
