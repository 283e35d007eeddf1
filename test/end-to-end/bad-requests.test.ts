import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createValidator } from '../../src/profiles/validate.ts';
import { badRequests } from './bad-requests.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';
import { child, observation } from './scenes.ts';

const { validate } = createValidator();

describe('a bad request', () => {
  let sandbox: Sandbox;
  let before: number;
  beforeAll(async () => {
    sandbox = await openSandbox();
    const tester = await sandbox.as('tester');
    await tester.put('/fhir/Patient/known', child({ id: 'known' }));
    await tester.put('/fhir/Patient/other', child({ id: 'other' }));
    await tester.put('/fhir/Observation/kept', observation('known', { id: 'kept' }));
  });
  afterAll(() => sandbox.close());
  beforeEach(async () => {
    before = await sandbox.rows();
  });
  afterEach(async () => {
    expect(await sandbox.rows(), 'rows stored').toBe(before);
  });

  it.each(badRequests)(
    'is refused with $status: $name',
    async ({ method, path, headers, body, as, ...want }) => {
      const client = as === 'none' ? sandbox.withToken(undefined) : await sandbox.as(as ?? 'tester');
      const reply = await client.send(method, path, { headers, body });
      expect([reply.status, reply.text]).toEqual([want.status, expect.anything()]);
      expect(reply.headers.get('content-type')).toBe('application/fhir+json; charset=utf-8');
      const outcome = reply.outcome();
      expect(validate(outcome).errors).toEqual([]);
      expect(outcome.issue[0]?.severity).toBe('error');
      if (reply.status === 405) expect(reply.headers.get('allow')).toMatch(/GET|POST/);
      if (want.expression) expect(outcome.issue[0]?.expression).toEqual([want.expression]);
      expect(outcome.issue[0]?.details?.text).toMatch(want.text ?? /./);
    },
  );

  it('is told in a table of more than a hundred and fifty', () => {
    expect(badRequests.length).toBeGreaterThan(150);
  });

  it('takes no batch of more than two hundred entries', async () => {
    const entry = Array.from({ length: 201 }, () => ({ request: { method: 'GET', url: 'Patient/known' } }));
    const body = { resourceType: 'Bundle', type: 'batch', entry };
    const reply = await (await sandbox.as('tester')).post('/fhir', body);
    expect(reply.status).toBe(413);
    expect(reply.outcome().issue[0]?.expression).toEqual(['Bundle.entry']);
  });

  it('leaves what was stored as it was', async () => {
    const tester = await sandbox.as('tester');
    for (const path of ['/fhir/Patient/known', '/fhir/Patient/other', '/fhir/Observation/kept'])
      expect((await tester.get(path)).headers.get('etag')).toBe('W/"1"');
  });
});
