// The concept API: every route that names a child, a referral, an examination, a plan or a trajectory.
import * as examples from '../../../src/ivh/examples.ts';
import { houseId } from '../cast.ts';
import type { Draw } from '../draw.ts';
import { idOf } from '../held.ts';
import { type Scene, someChild, targetOf } from '../scene.ts';
import type { Act, Player } from './act.ts';

const requestOf = (scene: Scene, draw: Draw): string => idOf(targetOf(scene, ['ServiceRequest'], draw));
const planOf = (scene: Scene, draw: Draw): string => idOf(targetOf(scene, ['CarePlan'], draw));
const episodeOf = (scene: Scene, draw: Draw): string => idOf(targetOf(scene, ['EpisodeOfCare'], draw));

async function post({ send }: Player, path: string, body: unknown): Promise<void> {
  await send({ method: 'POST', path, body });
}

export const conceptActs: readonly Act[] = [
  {
    way: 'board',
    play: async ({ get }, _scene, draw) => {
      await get(`/ivh/status${draw.of(['', '?late=true'])}`);
    },
  },
  {
    way: 'concept lists',
    play: async ({ get }, scene, draw) => {
      const { id } = someChild(scene, draw);
      const list = draw.of([
        'referrals',
        'diagnostics',
        'diagnostics/requests',
        'care-plans',
        'episodes',
        'meetings',
        'care-teams',
      ]);
      await get(`/ivh/${list}${draw.chance(0.8) ? `?child=${id}` : ''}`);
    },
  },
  {
    way: 'concept reads',
    play: async ({ get }, scene, draw) => {
      const at = draw.of([
        `referrals/${requestOf(scene, draw)}`,
        `referrals/${requestOf(scene, draw)}/feedback`,
        `diagnostics/requests/${requestOf(scene, draw)}`,
        `diagnostics/${idOf(targetOf(scene, ['DiagnosticReport'], draw))}`,
        `care-plans/${planOf(scene, draw)}`,
        `episodes/${episodeOf(scene, draw)}`,
        `care-teams/${idOf(targetOf(scene, ['CareTeam'], draw))}`,
        `meetings/${idOf(targetOf(scene, ['Appointment'], draw))}`,
      ]);
      await get(`/ivh/${at}`);
    },
  },
  {
    way: 'referral steps',
    writes: true,
    play: async (player, scene, draw) => {
      const at = `/ivh/referrals/${requestOf(scene, draw)}`;
      const [step, body] = draw.of<readonly [string, unknown]>([
        ['accept', {}],
        ['accept', { waitlist: true }],
        ['decline', examples.decline],
        ['withdraw', { reason: 'anders besloten' }],
        ['feedback', { text: 'het gaat goed' }],
      ]);
      await post(player, `${at}/${step}`, body);
    },
  },
  {
    way: 'results pushed',
    writes: true,
    play: async (player, scene, draw) => {
      const performer = houseId(scene.asker.regionName, 'ziekenhuis');
      const request = draw.chance(0.6) ? requestOf(scene, draw) : undefined;
      const body = { ...examples.result, child: someChild(scene, draw).id, request, performer };
      await post(player, '/ivh/diagnostics', body);
    },
  },
  {
    way: 'examination asked',
    writes: true,
    play: async (player, scene, draw) => {
      const performer = houseId(scene.asker.regionName, 'revalidatie');
      const body = { ...examples.examination, child: someChild(scene, draw).id, performer };
      await post(player, '/ivh/diagnostics/requests', body);
    },
  },
  {
    way: 'plan steps',
    writes: true,
    play: async (player, scene, draw) => {
      const at = `/ivh/care-plans/${planOf(scene, draw)}`;
      await player.get(at);
      const [step, body] = draw.of<readonly [string, unknown]>([
        ['agreement', { parent: idOf(targetOf(scene, ['RelatedPerson'], draw)), how: 'portal' }],
        ['revise', {}],
        ['revise', { goals: [{ text: 'rust' }] }],
        [`advice/${requestOf(scene, draw)}/status`, { status: 'accepted' }],
      ]);
      await post(player, `${at}/${step}`, body);
    },
  },
  {
    way: 'trajectory steps',
    writes: true,
    play: async (player, scene, draw) => {
      const at = `/ivh/episodes/${episodeOf(scene, draw)}`;
      const [step, body] = draw.of<readonly [string, unknown]>([
        ['case-manager', { practitioner: `begeleider-${scene.asker.regionName}` }],
        ['close', { reason: 'klaar' }],
        ['reopen', { reason: 'toch niet klaar' }],
        ['move', examples.move],
      ]);
      await post(player, `${at}/${step}`, body);
    },
  },
];
