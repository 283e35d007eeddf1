// The hard case: who brings in a child by its BSN must not learn whether the network has a file of that child.
import type { Patient, Resource } from '@medplum/fhirtypes';
import * as examples from '../../../src/ivh/examples.ts';
import { bsnSystem, testSystem } from '../../end-to-end/scenes.ts';
import { houseId, parentNumbers } from '../cast.ts';
import type { Draw } from '../draw.ts';
import type { Scene } from '../scene.ts';
import type { Answer } from '../stage.ts';
import { freeNumbers } from '../world.ts';
import { type Act, type Player, query } from './act.ts';

/** The BSN of a child that is hidden, as far as there is one. */
function numberOf({ strangers, known }: Scene, draw: Draw): string {
  const hidden = strangers.flatMap(({ bsn }) => bsn ?? []);
  const seen = known.flatMap(({ bsn }) => bsn ?? []);
  if (hidden.length > 0 && draw.chance(0.85)) return draw.of(hidden);
  return seen.length > 0 && draw.chance(0.5) ? draw.of(seen) : draw.of(freeNumbers);
}

const newborn = (bsn: string, more: Partial<Patient> = {}): Patient => ({
  resourceType: 'Patient',
  identifier: [{ system: bsnSystem, value: bsn }],
  name: [{ use: 'official', family: 'Nieuw', given: ['Kind'] }],
  gender: 'female',
  birthDate: '2023-01-01',
  ...more,
});

const create = (player: Player, body: Resource, headers = {}): Promise<Answer> =>
  player.send({ method: 'POST', path: `/fhir/${body.resourceType}`, headers, body });

async function lookAround({ get, send }: Player, bsn: string, draw: Draw): Promise<void> {
  const found = await get(`/fhir/Patient?${query(['identifier', `${bsnSystem}|${bsn}`])}`);
  const { entry = [] } = JSON.parse(found.body) as { entry?: { resource?: { id?: string } }[] };
  const id = entry[0]?.resource?.id;
  if (id === undefined) return;
  const looks = [
    `/fhir/Patient/${id}`,
    `/fhir/Patient/${id}/_history`,
    `/fhir/Patient/${id}/$everything`,
    `/fhir/Patient/${id}/*`,
    `/fhir/Observation?patient=Patient/${id}`,
    `/fhir/Task?patient=Patient/${id}`,
    `/fhir/EpisodeOfCare?patient=Patient/${id}`,
    `/fhir/RelatedPerson?patient=Patient/${id}`,
    `/fhir/Patient?_has:EpisodeOfCare:patient:status=active`,
    `/fhir/AuditEvent?patient=Patient/${id}`,
    `/ivh/referrals?child=${id}`,
    `/ivh/episodes?child=${id}`,
    '/ivh/status',
    '/fhir/Patient/_history',
    '/fhir/Patient?_total=accurate',
  ];
  for (const path of draw.some(looks, 0.4)) await get(path);
  const next = draw.number(4);
  if (next === 0)
    await send({ method: 'PUT', path: `/fhir/Patient/${id}`, body: { ...newborn(bsn), id, active: true } });
  if (next === 1) await send({ method: 'DELETE', path: `/fhir/Patient/${id}` });
  if (next === 2)
    await create(
      { get, send, runExports: async () => {} },
      {
        resourceType: 'Observation',
        status: 'final',
        code: { text: 'nieuw' },
        subject: { reference: `Patient?identifier=${bsnSystem}|${bsn}` },
      },
    );
}

function referral({ asker }: Scene, bsn: string, draw: Draw) {
  const [parent] = examples.referral.parents;
  const isParent = asker.kind === 'parent';
  return {
    ...examples.referral,
    child: { ...examples.referral.child, bsn },
    parents: [{ ...parent, bsn: draw.of(parentNumbers) }],
    referrer: isParent
      ? { kind: 'ouders-zelf' }
      : draw.of([examples.referral.referrer, { kind: 'huisarts' }]),
    municipality: draw.chance(0.5) ? houseId(asker.regionName, 'gemeente') : undefined,
    referredAt: undefined,
    senderReference: draw.chance(0.6) ? { system: testSystem, value: draw.of(['A-1', 'A-2']) } : undefined,
  };
}

export const bsnActs: readonly Act[] = [
  {
    way: 'referral by BSN',
    writes: true,
    play: async (player, scene, draw) => {
      const bsn = numberOf(scene, draw);
      const send = (): Promise<Answer> =>
        player.send({ method: 'POST', path: '/ivh/referrals', body: referral(scene, bsn, draw) });
      const first = await send();
      if (first.status === 201) {
        const { id } = JSON.parse(first.body) as { id: string };
        await player.get(`/ivh/referrals/${id}`);
      }
      await lookAround(player, bsn, draw);
      if (draw.chance(0.5)) await send();
    },
  },
  {
    way: 'create by BSN',
    writes: true,
    play: async (player, scene, draw) => {
      const bsn = numberOf(scene, draw);
      await create(player, newborn(bsn));
      await lookAround(player, bsn, draw);
      if (draw.chance(0.5)) await create(player, newborn(bsn));
    },
  },
  {
    way: 'conditional create by BSN',
    writes: true,
    play: async (player, scene, draw) => {
      const bsn = numberOf(scene, draw);
      const headers = { 'if-none-exist': query(['identifier', `${bsnSystem}|${bsn}`]) };
      await create(player, newborn(bsn), headers);
      await lookAround(player, bsn, draw);
      if (draw.chance(0.5)) await create(player, newborn(bsn), headers);
    },
  },
  {
    way: 'conditional update by BSN',
    writes: true,
    play: async (player, scene, draw) => {
      const bsn = numberOf(scene, draw);
      const path = `/fhir/Patient?${query(['identifier', `${bsnSystem}|${bsn}`])}`;
      await player.send({ method: 'PUT', path, body: newborn(bsn) });
      await lookAround(player, bsn, draw);
      await player.send({ method: 'PUT', path, body: newborn(bsn, { active: true }) });
    },
  },
  {
    way: 'transaction by BSN',
    writes: true,
    play: async (player, scene, draw) => {
      const bsn = numberOf(scene, draw);
      const fullUrl = 'urn:uuid:10000000-0000-4000-8000-000000000001';
      const condition = query(['identifier', `${bsnSystem}|${bsn}`]);
      const request = draw.of([
        { method: 'POST', url: 'Patient' },
        { method: 'POST', url: 'Patient', ifNoneExist: condition },
        { method: 'PUT', url: `Patient?${condition}` },
      ]);
      const entry = [
        { fullUrl, resource: newborn(bsn), request },
        {
          resource: {
            resourceType: 'RelatedPerson',
            patient: { reference: fullUrl },
            identifier: [{ system: bsnSystem, value: draw.of(parentNumbers) }],
          },
          request: { method: 'POST', url: 'RelatedPerson' },
        },
        {
          resource: {
            resourceType: 'ServiceRequest',
            status: 'active',
            intent: 'order',
            code: { text: 'aanmelding' },
            subject: { reference: draw.chance(0.7) ? fullUrl : `Patient?${condition}` },
            performer: [{ reference: scene.asker.region }],
          },
          request: { method: 'POST', url: 'ServiceRequest' },
        },
      ];
      await player.send({
        method: 'POST',
        path: '/fhir',
        body: { resourceType: 'Bundle', type: 'transaction', entry },
      });
      await lookAround(player, bsn, draw);
    },
  },
  {
    way: 'BSN given to a known child',
    writes: true,
    play: async (player, scene, draw) => {
      const bsn = numberOf(scene, draw);
      const mine = await create(player, newborn(draw.of(freeNumbers)));
      const { id } = JSON.parse(mine.body) as { id?: string };
      if (mine.status !== 201 || id === undefined) return;
      await player.send({ method: 'PUT', path: `/fhir/Patient/${id}`, body: { ...newborn(bsn), id } });
      await lookAround(player, bsn, draw);
    },
  },
];
