import { expect, it } from 'vitest';
import { episodeAnswer } from '../../src/ivh/episode/schema.ts';
import { referralAnswer } from '../../src/ivh/referral/schema.ts';
import { openRegion } from './region.ts';

const aanmelding = {
  coding: [{ system: 'https://vroegdossier.nl/fhir/CodeSystem/ivh-taak', code: 'aanmelding' }],
};

it('gives a referral that came in over FHIR its traject when it is accepted', async () => {
  const region = await openRegion('2026-03-02T09:00:00Z');
  const [child, request] = [
    'urn:uuid:11111111-1111-4111-8111-111111111111',
    'urn:uuid:21111111-1111-4111-8111-111111111111',
  ];
  const ivh = { reference: 'Organization/ivh-regio' };
  const written = await region.as('jgz').dossier.write([
    { method: 'create', fullUrl: child, resource: { resourceType: 'Patient', birthDate: '2023-05-01' } },
    {
      method: 'create',
      fullUrl: request,
      resource: {
        resourceType: 'ServiceRequest',
        status: 'active',
        intent: 'order',
        category: [aanmelding],
        code: aanmelding,
        subject: { reference: child },
        authoredOn: '2026-02-27',
        performer: [ivh],
      },
    },
    {
      method: 'create',
      resource: {
        resourceType: 'Task',
        status: 'requested',
        intent: 'order',
        code: aanmelding,
        focus: { reference: request },
        for: { reference: child },
        owner: ivh,
      },
    },
  ]);
  const id = written.find(({ type }) => type === 'ServiceRequest')?.id ?? '';
  const accepted = await region.call(
    referralAnswer,
    'coordinator',
    'POST',
    `/ivh/referrals/${id}/accept`,
    {},
  );
  const episode = await region.call(episodeAnswer, 'coordinator', 'GET', `/ivh/episodes/${accepted.episode}`);
  expect(episode).toMatchObject({ status: 'planned', referral: id });
});
