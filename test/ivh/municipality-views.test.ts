import type { Resource } from '@medplum/fhirtypes';
import { beforeEach, describe, expect, it } from 'vitest';
import { decisionAnswer } from '../../src/ivh/sharing/schema.ts';
import type { Region, Who } from './region.ts';
import { agreed } from './traject.ts';

describe('the municipality of a trajectory', () => {
  let region: Region;
  let child: string;
  beforeEach(async () => {
    ({ region, child } = await agreed());
  });
  const fileOf = (who: Who): Promise<Resource[]> => region.as(who).dossier.file(child);
  const typesOf = async (who: Who) =>
    [...new Set((await fileOf(who)).map(({ resourceType }) => resourceType))].toSorted();
  const decide = (who: Who, decision: 'permit' | 'object', more: object = {}) =>
    region.call(decisionAnswer, who, 'POST', '/ivh/sharing', {
      child,
      decision,
      recipients: { organizations: ['gemeente'] },
      how: 'portal',
      ...more,
    });

  it('sees as payer which help by which law, and neither the plan nor a word of it', async () => {
    expect(await typesOf('payer')).toEqual(['EpisodeOfCare', 'Patient', 'ServiceRequest', 'Task']);
    const text = JSON.stringify(await fileOf('payer'));
    expect(text).toContain('jeugdwet');
    expect(text).toContain('dagbehandeling');
    expect(text).not.toMatch(/MKD|Wachtlijst|Groep en behandeling/);
  });

  it('sees as access desk the plan and its advice in words, without reasons and goals', async () => {
    expect(await typesOf('municipality')).toEqual([
      'CarePlan',
      'EpisodeOfCare',
      'Patient',
      'ServiceRequest',
      'Task',
    ]);
    const text = JSON.stringify(await fileOf('municipality'));
    expect(text).toContain('MKD');
    expect(text).not.toMatch(/Groep en behandeling|Weer rust in huis/);
  });

  it('sees reasons and goals once both parents permit it, and still no findings or messages', async () => {
    await decide('mother', 'permit');
    expect(JSON.stringify(await fileOf('municipality'))).not.toContain('Weer rust in huis');
    await decide('father', 'permit');
    expect(await typesOf('municipality')).toEqual([
      'CarePlan',
      'CareTeam',
      'EpisodeOfCare',
      'Goal',
      'Patient',
      'RelatedPerson',
      'ServiceRequest',
      'Task',
    ]);
    const text = JSON.stringify(await fileOf('municipality'));
    expect(text).toMatch(/Groep en behandeling/);
    expect(text).toMatch(/Weer rust in huis/);
    expect(text).not.toMatch(/Hoe houden we|Grove motoriek/);
  });

  it('does not see more as payer by a permission for coordination', async () => {
    for (const who of ['mother', 'father'] as const)
      await decide(who, 'permit', { purposes: ['coordination'] });
    expect(await typesOf('payer')).toEqual(['EpisodeOfCare', 'Patient', 'ServiceRequest', 'Task']);
  });

  it.each<Who>(['municipality', 'payer'])('sees nothing as %s when one parent objects', async (who) => {
    await decide('father', 'object');
    await expect(fileOf(who)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('keeps seeing the plan as access desk when a parent objects to payment alone', async () => {
    await decide('father', 'object', { purposes: ['payment'] });
    await expect(fileOf('payer')).rejects.toMatchObject({ kind: 'not-found' });
    expect(await typesOf('municipality')).toContain('CarePlan');
  });
});
