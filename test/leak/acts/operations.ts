// Every operation of FHIR and every route of the concept API there is, found in their own tables, on what is hidden and seen.
import { operations } from '../../../src/interactions/operations.ts';
import type { ConceptRoute } from '../../../src/ivh/route.ts';
import { conceptRoutes } from '../../../src/ivh/routes.ts';
import { houseId } from '../cast.ts';
import type { Draw } from '../draw.ts';
import { idOf, typeOf } from '../held.ts';
import { type Scene, someChild, target, targetOf } from '../scene.ts';
import type { Act } from './act.ts';

/** Breaking the glass is there to open what is hidden. */
const asked = operations.filter(({ name }) => name !== 'break-glass' && name !== 'export');

/** Which resource the id in a path is of. */
const typesBehind: Readonly<Record<string, readonly string[]>> = {
  referrals: ['ServiceRequest'],
  diagnostics: ['DiagnosticReport'],
  requests: ['ServiceRequest'],
  advice: ['ServiceRequest'],
  'care-plans': ['CarePlan'],
  'care-teams': ['CareTeam'],
  episodes: ['EpisodeOfCare'],
  meetings: ['Encounter'],
  sharing: ['Consent'],
};

/** Who records decisions of parents may come to see more by it, and then rightly sees more of what was hidden. */
const maySeeMore = ({ path, method }: ConceptRoute, { asker }: Scene): boolean =>
  path.startsWith('/ivh/sharing') &&
  method !== 'GET' &&
  !['parent', 'coordinator', 'case-manager'].includes(asker.kind);

function filled(path: string, scene: Scene, draw: Draw): string {
  const segments = path.split('/');
  return segments
    .map((segment, at) => {
      if (!segment.startsWith('{')) return segment;
      const types = typesBehind[segments[at - 1] ?? ''] ?? ['CareTeam'];
      return idOf(targetOf(scene, types, draw));
    })
    .join('/');
}

/** The example of a route, about somebody in this world. */
function bodyOf({ example }: ConceptRoute, scene: Scene, draw: Draw): unknown {
  if (example === undefined) return draw.of([{}, { reason: 'nodig' }, { text: 'het gaat goed' }]);
  const child = someChild(scene, draw).id;
  const names: Readonly<Record<string, () => string>> = {
    'kind-1': () => child,
    'ouder-1': () => idOf(targetOf(scene, ['RelatedPerson'], draw)),
    'onderzoek-1': () => idOf(targetOf(scene, ['ServiceRequest'], draw)),
    'mdo-1': () => idOf(targetOf(scene, ['Encounter'], draw)),
    'kernteam-1': () => idOf(targetOf(scene, ['CareTeam'], draw)),
    'ziekenhuis-1': () => houseId(scene.asker.regionName, 'ziekenhuis'),
    'ivh-1': () => houseId(scene.asker.regionName, 'ivh'),
    'mkd-1': () => houseId(scene.asker.regionName, 'revalidatie'),
    'school-1': () => houseId(scene.asker.regionName, 'school'),
    'gemeente-1': () => houseId(scene.asker.regionName, 'gemeente'),
    'begeleider-1': () => `begeleider-${scene.asker.regionName}`,
    'coordinator-1': () => `begeleider-2-${scene.asker.regionName}`,
    'orthopedagoog-1': () => `therapeut-${scene.asker.regionName}`,
    'arts-1': () => `arts-${scene.asker.regionName}`,
    'arts-2': () => `arts-${scene.asker.regionName}`,
  };
  return JSON.parse(
    JSON.stringify(example, (_, value: unknown) =>
      typeof value === 'string' && Object.hasOwn(names, value) ? names[value]?.() : value,
    ),
  );
}

const parameters = (scene: Scene, draw: Draw) => ({
  resourceType: 'Parameters',
  parameter: draw.some(
    [
      { name: 'reason', valueString: 'daarom' },
      { name: 'text', valueString: 'wij zien dat anders' },
      { name: 'right', valueCode: draw.of(['beperking', 'vernietiging', 'rectificatie']) },
      { name: 'decision', valueCode: draw.of(['granted', 'refused', 'accepted']) },
      { name: 'about', valueReference: { reference: target(scene, draw).name } },
      { name: 'target', valueReference: { reference: target(scene, draw).name } },
      { name: 'task', valueReference: { reference: targetOf(scene, ['Task'], draw).name } },
      { name: 'organization', valueReference: { reference: 'Organization/ivh-zuid' } },
    ],
    0.5,
  ),
});

export const operationActs: readonly Act[] = [
  {
    way: 'any operation',
    writes: true,
    play: async ({ send }, scene, draw) => {
      const { name, levels, types, affectsState } = draw.of(asked);
      const level = draw.of(levels);
      const one = types === 'all' || !types.includes('Patient') ? target(scene, draw) : undefined;
      const type = one ? typeOf(one) : 'Patient';
      const id = one ? idOf(one) : someChild(scene, draw).id;
      const place = { system: '', type: `/${type}`, instance: `/${type}/${id}` }[level];
      const path = `/fhir${place}/$${name}`;
      const isRead = !affectsState && draw.chance(0.7);
      await send(isRead ? { method: 'GET', path } : { method: 'POST', path, body: parameters(scene, draw) });
    },
  },
  {
    way: 'any concept route',
    writes: true,
    play: async ({ send }, scene, draw) => {
      const route = draw.of(conceptRoutes);
      if (maySeeMore(route, scene)) return;
      const path = filled(route.path, scene, draw);
      if (route.method === 'GET') {
        const child = `?child=${someChild(scene, draw).id}`;
        await send({ method: 'GET', path: `${path}${route.query && draw.chance(0.7) ? child : ''}` });
        return;
      }
      await send({ method: route.method, path, body: bodyOf(route, scene, draw) });
    },
  },
];
