import type { CarePlan, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { FhirFailure } from '../../src/fhir/failure.ts';
import { submit } from '../../src/interactions/submit.ts';
import { codeIn } from '../../src/ivh/codes.ts';
import { episodeAnswer } from '../../src/ivh/episode/schema.ts';
import { factsOf, headOf } from '../../src/ivh/file-facts.ts';
import type { Region } from './region.ts';
import { agreed, begun, drafted } from './traject.ts';

/** A plain FHIR write of the coordinator, past the concept API. */
const put = (region: Region, ...resources: Resource[]) =>
  submit(
    region.as('coordinator'),
    resources.map((resource) =>
      resource.id ? { method: 'update' as const, resource } : { method: 'create' as const, resource },
    ),
  );

async function refusalOf(writing: Promise<unknown>): Promise<FhirFailure> {
  try {
    await writing;
  } catch (failure) {
    if (failure instanceof FhirFailure) return failure;
    throw failure;
  }
  return expect.fail('the write went through');
}

const read = (region: Region, type: Resource['resourceType'], id: string) =>
  region.as('coordinator').dossier.read(type, id);

const only = async <T extends Resource['resourceType']>(region: Region, child: string, type: T) => {
  const file = await region.as('coordinator').dossier.file(child, [type]);
  return file.filter((each): each is Extract<Resource, { resourceType: T }> => each.resourceType === type);
};

/** Agreements to the plan; what the parents decided about sharing is in Consents too. */
const agreements = async (region: Region, child: string) =>
  (await only(region, child, 'Consent')).filter(
    ({ category }) => codeIn('akkoord', category) === 'adviesplan',
  );

describe('on the plain FHIR routes', () => {
  it('a traject takes only legal steps, and the refusal names them', async () => {
    const { region, episode } = await begun();
    const stored = await read(region, 'EpisodeOfCare', episode);
    const failure = await refusalOf(put(region, { ...stored, status: 'waitlist' } as Resource));
    expect(failure.issues).toEqual([
      {
        text: 'traject: no step from active to waitlist; from there it goes to onhold, finished',
        expression: 'EpisodeOfCare.status',
      },
    ]);
  });

  it('an IVH resource does not slip out of the rules by losing its codes', async () => {
    const { region, episode } = await begun();
    const stored = await read(region, 'EpisodeOfCare', episode);
    const bare = { ...stored, meta: undefined, type: undefined } as Resource;
    expect((await refusalOf(put(region, JSON.parse(JSON.stringify(bare))))).message).toContain('stays one');
  });

  it('a child has one open traject', async () => {
    const { region, episode } = await begun();
    const { id: _, ...second } = await read(region, 'EpisodeOfCare', episode);
    expect((await refusalOf(put(region, { ...second, status: 'planned' } as Resource))).kind).toBe(
      'duplicate',
    );
  });

  it('a plan is not in force without the parents’ akkoord', async () => {
    const { region, plan, mother } = await drafted();
    const stored = (await read(region, 'CarePlan', plan.id)) as CarePlan;
    const url = 'https://vroegdossier.nl/fhir/StructureDefinition/ivh-ext-akkoord';
    const claimed: CarePlan = {
      ...stored,
      status: 'active',
      extension: [
        {
          url,
          extension: [
            { url: 'datum', valueDateTime: '2026-03-20' },
            { url: 'toestemming', valueReference: { display: 'mondeling' } },
          ],
        },
      ],
    };
    const failure = await refusalOf(put(region, claimed));
    expect(failure.kind).toBe('business-rule');
    expect(failure.message).toContain(`RelatedPerson/${mother}`);
  });

  it('what parents agreed to is not changed under them', async () => {
    const { region, plan } = await agreed();
    const stored = await read(region, 'ServiceRequest', plan.advice[0]?.id ?? '');
    if (stored.resourceType !== 'ServiceRequest') throw new Error('no advice');
    const failure = await refusalOf(put(region, { ...stored, reasonCode: [{ text: 'Een andere reden' }] }));
    expect(failure.message).toContain('parents agreed to this content');
  });

  it('an akkoord that carries a plan in force is not taken away from under it', async () => {
    const { region, child } = await agreed();
    const [consent] = await agreements(region, child);
    if (consent === undefined) throw new Error('no consent');
    const failure = await refusalOf(put(region, { ...consent, status: 'inactive' }));
    expect(failure.message).toContain('in force only by');
  });

  it('an akkoord is taken back together with the plan', async () => {
    const { region, child, plan } = await agreed();
    const [consent] = await agreements(region, child);
    const stored = await read(region, 'CarePlan', plan.id);
    if (consent === undefined || stored.resourceType !== 'CarePlan') throw new Error('no plan');
    await put(region, { ...stored, status: 'revoked' }, { ...consent, status: 'inactive' });
    expect(await read(region, 'CarePlan', plan.id)).toMatchObject({ status: 'revoked' });
  });

  it('akkoord is given by a parent with authority', async () => {
    const { region, child, plan } = await agreed();
    const [consent] = await agreements(region, child);
    if (consent === undefined) throw new Error('no consent');
    const { id: _, ...again } = consent;
    const draft = { ...again, performer: [{ reference: 'Organization/ivh-regio' }] };
    expect((await refusalOf(put(region, draft))).message).toMatch(/gezag|RelatedPerson/);
    expect(plan.status).toBe('active');
  });

  it('a child has one case manager at a time', async () => {
    const { region, team } = await begun();
    const stored = await read(region, 'CareTeam', team);
    if (stored.resourceType !== 'CareTeam') throw new Error('no team');
    const other = stored.participant?.find((each) => each.member?.reference === 'Practitioner/begeleider');
    const twice = [
      ...(stored.participant ?? []).map((each) =>
        each === other ? { ...each, member: { reference: 'Practitioner/begeleider-2' } } : each,
      ),
    ];
    const failure = await refusalOf(put(region, { ...stored, participant: twice }));
    expect(failure.message).toContain('one trajectbegeleider at a time');
  });

  it('a meeting was held only with the minimum team', async () => {
    const { region, child, episode } = await begun();
    const failure = await refusalOf(
      put(region, {
        resourceType: 'Encounter',
        status: 'finished',
        class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
        type: [{ coding: [{ system: 'https://vroegdossier.nl/fhir/CodeSystem/ivh-gesprek', code: 'mdo' }] }],
        subject: { reference: `Patient/${child}` },
        episodeOfCare: [{ reference: `EpisodeOfCare/${episode}` }],
      }),
    );
    expect(failure.message).toContain(
      'missing: Kinderarts of Revalidatiearts of Jeugdarts; Gedragswetenschapper',
    );
  });

  it('resources that are not of IVH are left alone', async () => {
    const { region, child } = await begun();
    const plain: Resource = {
      resourceType: 'EpisodeOfCare',
      status: 'active',
      patient: { reference: `Patient/${child}` },
    };
    const [written] = await put(region, plain);
    await put(region, { ...plain, id: written?.id, status: 'planned' });
    expect(await read(region, 'EpisodeOfCare', written?.id ?? '')).toMatchObject({ status: 'planned' });
  });
});

describe('a new case manager', () => {
  it('takes the place of the one before, who keeps an ended period', async () => {
    const { region, episode, team } = await begun();
    await region.call(episodeAnswer, 'coordinator', 'POST', `/ivh/episodes/${episode}/case-manager`, {
      practitioner: 'begeleider-2',
    });
    const stored = await read(region, 'CareTeam', team);
    const managers =
      stored.resourceType === 'CareTeam'
        ? stored.participant?.filter((each) => each.role?.[0]?.coding?.[0]?.code === 'trajectbegeleider')
        : [];
    expect(managers?.map((each) => [each.member?.reference, each.period?.end])).toEqual([
      ['Practitioner/begeleider', '2026-03-12'],
      ['Practitioner/begeleider-2', undefined],
    ]);
  });
});

describe('what the concept API writes', () => {
  it('is valid against its profiles, without a warning, and tagged with its building block', async () => {
    const { region, child } = await agreed();
    const context = region.as('coordinator');
    const file = (await context.dossier.file(child)).filter((each) => each.resourceType !== 'AuditEvent');
    expect(file.length).toBeGreaterThan(20);
    for (const resource of file) {
      expect(await context.validate(resource), resource.resourceType).toMatchObject({
        errors: [],
        warnings: [],
      });
      expect(resource.meta?.tag?.[0]?.system, resource.resourceType).toContain('ivh-bouwsteen');
    }
  });

  it('leaves small facts in the head', async () => {
    const { region, child } = await agreed();
    const file = await region.as('coordinator').dossier.file(child);
    const head = headOf(file);
    expect(factsOf(head, 'agreement')).toHaveLength(2);
    expect(factsOf(head, 'parent')).toHaveLength(2);
    expect(JSON.stringify(head).length).toBeLessThan(4_000);
  });
});
