// Writes that touch, name or only guess at what is hidden: each is refused, or done, as if it were not there.
import type { Resource } from '@medplum/fhirtypes';
import { testSystem } from '../../end-to-end/scenes.ts';
import type { Draw } from '../draw.ts';
import { type Held, idOf, lastLiving, typeOf } from '../held.ts';
import { type Scene, someChild, target } from '../scene.ts';
import { shareScope } from '../words.ts';
import { type Act, query } from './act.ts';
import { fresh, ownId } from './fresh.ts';

/** What lies there, as somebody who knows it would send it back, a little changed. */
function changed(held: Held, draw: Draw): Resource {
  const resource = structuredClone(lastLiving(held));
  return draw.chance(0.5) ? resource : { ...resource, language: 'nl' };
}

const match = (draw: Draw): Record<string, string> =>
  draw.of<Record<string, string>>([
    {},
    {},
    {},
    { 'if-match': 'W/"1"' },
    { 'if-match': 'W/"2"' },
    { 'if-none-match': '*' },
  ]);

const prefer = (draw: Draw): Record<string, string> =>
  draw.of<Record<string, string>>([{}, { prefer: 'return=minimal' }, { prefer: 'return=OperationOutcome' }]);

/** A condition that a hidden resource would meet. */
function condition(held: Held, scene: Scene, draw: Draw): string {
  return query(
    draw.of([
      ['identifier', `${testSystem}|${idOf(held)}`],
      ['identifier', `${testSystem}|${idOf(held)}`],
      ['_id', idOf(held)],
      ['patient', `Patient/${held.child ?? someChild(scene, draw).id}`],
      ['identifier', `${testSystem}|${idOf(held)}-niet`],
    ] as const),
  );
}

/** A decision about sharing changes what is seen, and is not for here. */
const decides = (held: Held): boolean => JSON.stringify(lastLiving(held)).includes(shareScope);

const patch = (draw: Draw) =>
  draw.of([
    [{ op: 'add', path: '/language', value: 'nl' }],
    [{ op: 'test', path: '/status', value: 'active' }],
    [{ op: 'replace', path: '/status', value: 'completed' }],
    [{ op: 'remove', path: '/note' }],
  ]);
const patchType = { 'content-type': 'application/json-patch+json' };

export const writeActs: readonly Act[] = [
  {
    way: 'create',
    writes: true,
    play: async ({ send, get }, scene, draw) => {
      const body = fresh(scene, draw);
      const answer = await send({
        method: 'POST',
        path: `/fhir/${body.resourceType}`,
        headers: prefer(draw),
        body,
      });
      const { location } = lowerCased(answer.headers);
      if (location) await get(location.replace(/^https?:\/\/[^/]+/, ''));
    },
  },
  {
    way: 'conditional create',
    writes: true,
    play: async ({ send }, scene, draw) => {
      const one = target(scene, draw);
      const body = draw.chance(0.5) ? fresh(scene, draw) : withoutId(changed(one, draw));
      if (decides(one)) return;
      const headers = { 'if-none-exist': condition(one, scene, draw), ...prefer(draw) };
      await send({ method: 'POST', path: `/fhir/${body.resourceType}`, headers, body });
    },
  },
  {
    way: 'update',
    writes: true,
    play: async ({ send }, scene, draw) => {
      const one = target(scene, draw);
      if (decides(one)) return;
      await send({
        method: 'PUT',
        path: `/fhir/${one.name}`,
        headers: match(draw),
        body: changed(one, draw),
      });
    },
  },
  {
    way: 'create under an id',
    writes: true,
    play: async ({ send }, scene, draw) => {
      const id = draw.chance(0.5) ? ownId(scene, draw) : idOf(target(scene, draw));
      const body = { ...fresh(scene, draw), id };
      await send({ method: 'PUT', path: `/fhir/${body.resourceType}/${id}`, headers: match(draw), body });
    },
  },
  {
    way: 'conditional update',
    writes: true,
    play: async ({ send }, scene, draw) => {
      const one = target(scene, draw);
      if (decides(one)) return;
      const body = draw.chance(0.5) ? changed(one, draw) : withoutId(changed(one, draw));
      await send({
        method: 'PUT',
        path: `/fhir/${typeOf(one)}?${condition(one, scene, draw)}`,
        headers: match(draw),
        body,
      });
    },
  },
  {
    way: 'patch',
    writes: true,
    play: async ({ send }, scene, draw) => {
      const one = target(scene, draw);
      if (decides(one)) return;
      const path = draw.chance(0.7) ? one.name : `${typeOf(one)}?${condition(one, scene, draw)}`;
      await send({
        method: 'PATCH',
        path: `/fhir/${path}`,
        headers: { ...patchType, ...match(draw) },
        body: JSON.stringify(patch(draw)),
      });
    },
  },
  {
    way: 'delete',
    writes: true,
    play: async ({ send, get }, scene, draw) => {
      const one = target(scene, draw);
      if (decides(one)) return;
      const path = draw.chance(0.6) ? one.name : `${typeOf(one)}?${condition(one, scene, draw)}`;
      await send({ method: 'DELETE', path: `/fhir/${path}`, headers: match(draw) });
      await get(`/fhir/${one.name}`);
    },
  },
  {
    way: 'transaction',
    writes: true,
    play: async ({ send }, scene, draw) => {
      const entry = Array.from({ length: 1 + draw.number(3) }, () => entryOf(scene, draw));
      await send({
        method: 'POST',
        path: '/fhir',
        body: { resourceType: 'Bundle', type: 'transaction', entry },
      });
    },
  },
  {
    way: 'batch',
    writes: true,
    play: async ({ send }, scene, draw) => {
      const entry = Array.from({ length: 1 + draw.number(4) }, () => entryOf(scene, draw));
      await send({ method: 'POST', path: '/fhir', body: { resourceType: 'Bundle', type: 'batch', entry } });
    },
  },
  {
    way: 'validate',
    play: async ({ send }, scene, draw) => {
      const one = target(scene, draw);
      const resource = draw.chance(0.5) ? fresh(scene, draw) : changed(one, draw);
      const mode = draw.of(['create', 'update', 'delete', 'profile']);
      const isOne = mode !== 'create' && draw.chance(0.6);
      const path = isOne ? `/fhir/${one.name}/$validate` : `/fhir/${resource.resourceType}/$validate`;
      const body = {
        resourceType: 'Parameters',
        parameter: [
          { name: 'mode', valueCode: mode },
          ...(mode === 'delete'
            ? []
            : [{ name: 'resource', resource: isOne ? changed(one, draw) : resource }]),
        ],
      };
      await send({ method: 'POST', path, body });
    },
  },
  {
    way: 'tags',
    writes: true,
    play: async ({ send }, scene, draw) => {
      const meta = { tag: [{ system: testSystem, code: 'merk' }] };
      const body = { resourceType: 'Parameters', parameter: [{ name: 'meta', valueMeta: meta }] };
      await send({
        method: 'POST',
        path: `/fhir/${target(scene, draw).name}/${draw.of(['$meta-add', '$meta-delete'])}`,
        body,
      });
    },
  },
];

function entryOf(scene: Scene, draw: Draw): unknown {
  const one = target(scene, draw);
  const resource = fresh(scene, draw);
  const type = resource.resourceType;
  return draw.of<() => unknown>([
    () => ({ request: { method: 'GET', url: one.name } }),
    () => ({ request: { method: 'GET', url: `${typeOf(one)}?${condition(one, scene, draw)}` } }),
    () => ({ resource, request: { method: 'POST', url: type } }),
    () => ({ resource, request: { method: 'POST', url: type, ifNoneExist: condition(one, scene, draw) } }),
    () => ({
      resource: { ...resource, id: ownId(scene, draw) },
      request: { method: 'PUT', url: `${type}/${ownId(scene, draw)}` },
    }),
    () =>
      decides(one)
        ? { request: { method: 'GET', url: one.name } }
        : { resource: changed(one, draw), request: { method: 'PUT', url: one.name } },
    () => ({ request: { method: 'DELETE', url: decides(one) ? 'Condition/geen' : one.name } }),
    () => ({
      request: {
        method: 'DELETE',
        url: `${decides(one) ? 'Condition' : typeOf(one)}?${condition(one, scene, draw)}`,
      },
    }),
  ])();
}

function withoutId<T extends Resource>(resource: T): Resource {
  return { ...resource, id: undefined };
}

const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
