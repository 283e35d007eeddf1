import type { Resource } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import { noteRefusedAttempt, noteRefusedWrites } from '../../../src/access/audit/refusals.ts';
import type { Write } from '../../../src/store/dossier.ts';
import { openScene, type Scene } from '../../bulk/scene.ts';
import { child, observation } from '../../end-to-end/scenes.ts';

const bsn = { system: 'http://fhir.nl/fhir/NamingSystem/bsn', value: '999911120' };

/** Collects what would stand in the trails, as `<child> <action> <reference> <reason>`. */
const collected = () => {
  const notes: string[] = [];
  const noteRefusal = (...note: readonly (string | undefined)[]) => notes.push(note.join(' ').trim());
  return { notes, trail: { noteRefusal } };
};

describe('a refused attempt', () => {
  let scene: Scene;
  let id: string;
  let found: string;
  beforeAll(async () => {
    ({ scene } = await openScene(0));
    [id = ''] = await scene.write(child({ identifier: [bsn] }));
    [found = ''] = await scene.write(observation(id));
  });
  const writes = async (...tried: Write[]): Promise<string[]> => {
    const { notes, trail } = collected();
    await noteRefusedWrites({ trail, store: scene.guard.store }, tried, 'invalid');
    return notes;
  };
  const asked = async (method: string, path: string, query: [string, string][] = []): Promise<string[]> => {
    const { notes, trail } = collected();
    await noteRefusedAttempt({ trail, store: scene.guard.store }, { method, path, query }, 'syntax');
    return notes;
  };

  it('is in the trail of the child whose resource it was about', async () => {
    expect(await asked('PUT', `/fhir/Observation/${found}`)).toEqual([`${id} U Observation/${found} syntax`]);
    expect(await asked('GET', `/fhir/Patient/${id}/$everything`)).toEqual([
      `${id} R Patient/${id}/$everything syntax`,
    ]);
  });

  it('is in the trail of the child that a search names', async () => {
    expect(await asked('GET', '/fhir/Task', [['patient', `Patient/${id}`]])).toEqual([`${id} E Task syntax`]);
    expect(await asked('GET', '/fhir/Task', [['subject', `nobody,${id}`]])).toEqual([`${id} E Task syntax`]);
  });

  it('is in the trail of the child that a resource refers to, or that has its number', async () => {
    expect(await writes({ method: 'create', resource: observation(id) })).toEqual([
      `${id} C Observation invalid`,
    ]);
    expect(await writes({ method: 'create', resource: child({ identifier: [bsn] }) })).toEqual([
      `${id} C Patient invalid`,
    ]);
    expect(await writes({ method: 'delete', type: 'Observation', id: found })).toEqual([
      `${id} D Observation/${found} invalid`,
    ]);
  });

  it('is in no child’s trail when it was about nobody we know', async () => {
    expect(await asked('GET', '/fhir/Observation/nowhere')).toEqual(['R Observation/nowhere syntax']);
    expect(await writes({ method: 'create', resource: observation('nobody') })).toEqual([
      'C Observation invalid',
    ]);
  });

  it.each<[string, string, [string, string][]]>([
    ['half a character', '/fhir/Patient/\ud800', [['patient', '\ud800']]],
    ['a very long path', `/fhir/${'x'.repeat(5000)}`, []],
    [
      'very many children',
      '/fhir/Task',
      [['patient', Array.from({ length: 900 }, (_, n) => `n${n}`).join()]],
    ],
    ['no path', '', []],
  ])('can be anything: %s', async (_, path, query) => {
    const notes = await asked('GET', path, query);
    expect(notes).toHaveLength(1);
    expect(notes[0]?.length).toBeLessThan(300);
  });

  it.each<[string, object]>([
    ['an id that is a number', { id: 5 }],
    ['identifiers that are none', { identifier: 'x' }],
    ['identifiers of nothing', { identifier: [null, {}, { system: 1 }, { system: '\ud800', value: 'x' }] }],
    ['references that are none', { managingOrganization: { reference: 4 }, link: [null] }],
  ])('can hold anything: %s', async (_, more) => {
    const resource: Resource = Object.assign(child(), more);
    expect(await writes({ method: 'update', resource })).toHaveLength(1);
  });

  it('tells of a huge transaction the first part', async () => {
    const many = Array.from({ length: 500 }, (): Write => ({ method: 'create', resource: observation(id) }));
    expect(await writes(...many)).toHaveLength(50);
  });
});
