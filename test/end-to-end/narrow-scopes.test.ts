// A token whose scopes do not reach what is asked is refused in every way of asking, and the trail knows of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessToken, openTokenScene, type TokenScene } from './bad-token-scene.ts';
import type { Sandbox } from './sandbox.ts';

describe('too narrow a scope', () => {
  let scene: TokenScene;
  let sandbox: Sandbox;

  beforeAll(async () => {
    scene = await openTokenScene();
    ({ sandbox } = scene);
  });
  afterAll(() => sandbox.close());

  const narrow = async (scope: string) => `Bearer ${await accessToken(scene, { scope })}`;
  const send = async (authorization: string, method: string, path: string, body?: unknown) =>
    fetch(`${sandbox.url}${path}`, {
      method,
      headers: {
        authorization,
        ...(path.includes('$export') ? { prefer: 'respond-async' } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  const bundle = (type: string, ...requests: (readonly [string, string, unknown?])[]) => ({
    resourceType: 'Bundle',
    type,
    entry: requests.map(([method, url, resource]) => ({ resource, request: { method, url } })),
  });
  const task = { resourceType: 'Task', status: 'requested', intent: 'order' };

  it.each<[string, string, string, string, unknown?]>([
    ['reads another type', 'system/Task.rs', 'GET', '/fhir/Patient/1'],
    ['searches with a right to read', 'system/Patient.r', 'GET', '/fhir/Patient'],
    ['writes with a right to read', 'system/Task.rs', 'POST', '/fhir/Task', task],
    ['deletes with a right to write', 'system/Task.cu', 'DELETE', '/fhir/Task/1'],
    [
      'patches with a right to create',
      'system/Task.c',
      'PATCH',
      '/fhir/Task/1',
      {
        resourceType: 'Parameters',
        parameter: [
          {
            name: 'operation',
            part: [
              { name: 'type', valueCode: 'delete' },
              { name: 'path', valueString: 'Task.note' },
            ],
          },
        ],
      },
    ],
    ['meets by condition with a right to create', 'system/Task.c', 'DELETE', '/fhir/Task?identifier=a|b'],
    [
      'writes in a transaction',
      'system/Task.rs',
      'POST',
      '/fhir',
      bundle('transaction', ['POST', 'Task', task]),
    ],
    [
      'hides among others in a transaction',
      'system/Task.c',
      'POST',
      '/fhir',
      bundle('transaction', ['POST', 'Task', task], ['DELETE', 'Patient/1']),
    ],
    ['exports', 'system/Task.rs', 'GET', '/fhir/Patient/$export?_type=Observation'],
    [
      'uses v1 words for what it is not',
      'system/Patient.read',
      'POST',
      '/fhir/Patient',
      { resourceType: 'Patient' },
    ],
    ['is a user’s scope of a system', 'user/*.cruds', 'GET', '/fhir/Patient'],
    ['is one whose search is not understood', 'system/Patient.rs?nothing=1', 'GET', '/fhir/Patient'],
  ])('%s: refused', async (_, scope, method, path, body) => {
    const { response, text, isAudited } = await scene.audited(async () =>
      send(await narrow(scope), method, path, body),
    );
    expect([response.status, isAudited, text]).toEqual([403, true, expect.stringMatching(/scope/)]);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer .*error="insufficient_scope"/);
  });

  it.each(['batch', 'transaction'])('is refused entry by entry in what a %s reads', async (type) => {
    const body = bundle(type, ['GET', 'Task?_id=1'], ['GET', 'Patient?_id=1'], ['GET', 'Patient/1']);
    const { response, text, isAudited } = await scene.audited(async () =>
      send(await narrow('system/Task.rs'), 'POST', '/fhir', body),
    );
    const statuses = JSON.parse(text).entry.map((one: { response: { status: string } }) =>
      one.response.status.slice(0, 3),
    );
    expect([response.status, statuses, isAudited]).toEqual([200, ['200', '403', '403'], true]);
  });

  it('includes nothing of a type it does not carry', async () => {
    const path = '/fhir/Organization?_id=ivh-heuvelrand&_revinclude=PractitionerRole:organization';
    const found = JSON.parse(await (await send(await narrow('system/Organization.rs'), 'GET', path)).text());
    expect(found.entry).toHaveLength(1);
  });
});
