// Bulk exports: ordered, carried out, fetched; of everything, of some children, of a list.
import { idOf, typeOf } from '../held.ts';
import { someChild } from '../scene.ts';
import { type Act, query } from './act.ts';

const respondAsync = { prefer: 'respond-async', accept: 'application/fhir+json' };

export const exportActs: readonly Act[] = [
  {
    way: 'export',
    play: async ({ get, send, runExports }, scene, draw) => {
      const groups = scene.world.held.filter((one) => typeOf(one) === 'Group');
      const group = groups.length > 0 ? idOf(draw.of(groups)) : 'groep-9';
      const [one, other] = [someChild(scene, draw).id, someChild(scene, draw).id];
      const kind = draw.number(4);
      const started =
        kind === 3
          ? await send({
              method: 'POST',
              path: '/fhir/Patient/$export',
              headers: respondAsync,
              body: {
                resourceType: 'Parameters',
                parameter: [one, other].map((id) => ({
                  name: 'patient',
                  valueReference: { reference: `Patient/${id}` },
                })),
              },
            })
          : await get(
              `/fhir/${['', 'Patient/', `Group/${group}/`][kind]}$export?${query(
                ...draw.some(
                  [
                    ['_type', 'Patient,Task,Group'],
                    ['_since', '2026-04-24T00:00:00Z'],
                  ] as const,
                  0.3,
                ),
              )}`,
              respondAsync,
            );
      const job = started.headers['Content-Location'];
      if (started.status !== 202 || job === undefined) return;
      const path = job.replace(/^https?:\/\/[^/]+/, '');
      await get(path);
      await runExports();
      const manifest = await get(path);
      if (manifest.status !== 200) return;
      const { output = [], deleted = [] } = JSON.parse(manifest.body) as Record<string, { url: string }[]>;
      for (const { url } of [...output, ...deleted]) await get(url.replace(/^https?:\/\/[^/]+/, ''));
      if (draw.chance(0.3)) await send({ method: 'DELETE', path });
    },
  },
];
