// Figures for who counts over the region and sees no child.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, openSandbox, type Sandbox } from './sandbox.ts';
import { bsnSource, bsnSystem, child, episode } from './scenes.ts';

const nextBsn = bsnSource(999985000);
const vorm = 'https://vroegdossier.nl/fhir/CodeSystem/ivh-trajectvorm';

describe('the figures of a region', () => {
  let sandbox: Sandbox;
  let analyst: Client;
  const children: string[] = [];
  const begin = async (): Promise<void> => {
    const tester = await sandbox.as('tester');
    const { id } = await tester.made(child({ identifier: [{ system: bsnSystem, value: nextBsn() }] }));
    await tester.made(
      episode(id, {
        managingOrganization: { reference: 'Organization/ivh-heuvelrand' },
        careManager: { reference: 'Practitioner/casemanager-jansen' },
        type: [{ coding: [{ system: vorm, code: 'kort' }] }],
        period: { start: '2026-01-01' },
      }),
    );
    children.push(id);
  };
  beforeAll(async () => {
    sandbox = await openSandbox();
    analyst = await sandbox.as('analyst');
    for (let made = 0; made < 4; made += 1) await begin();
  });
  afterAll(() => sandbox.close());

  const counted = async (): Promise<Record<string, number>> => {
    const { counts } = JSON.parse((await analyst.get('/ivh/status')).text) as {
      counts: Record<string, number>;
    };
    return counts;
  };

  it('tell no number below five', async () => {
    expect(await counted()).toEqual({});
    await begin();
    expect(Object.values(await counted())).toEqual([5]);
  });

  it('name no child, no resource and nobody', async () => {
    const { status, text } = await analyst.get('/ivh/status');
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ lines: [] });
    for (const id of children) expect(text).not.toContain(id);
    expect(text).not.toContain('casemanager');
  });

  it.each(['state=intake', 'caseManager=casemanager-jansen'])('are not taken apart by %s', async (query) => {
    expect((await analyst.get(`/ivh/status?${query}`)).status).toBe(400);
  });

  it('are all that an analyst gets', async () => {
    for (const path of [`Patient/${children[0]}`, `Patient/${children[0]}/$everything`])
      expect((await analyst.get(`/fhir/${path}`)).status).toBe(404);
    for (const type of ['Patient', 'EpisodeOfCare', 'AuditEvent'])
      expect((await analyst.get(`/fhir/${type}`)).bundle().total ?? 0).toBe(0);
    expect((await analyst.get(`/fhir/EpisodeOfCare?patient=${children[0]}`)).bundle().total).toBe(0);
    expect((await analyst.get('/fhir/EpisodeOfCare/_history')).bundle().total).toBe(0);
  });
});
