// Reads the definitions this server publishes: profiles, terminology and the like, for any caller with a token. https://hl7.org/fhir/R4/conformance-module.html
import type { CapabilityStatementRestResource, Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';
import { searchParametersOf } from './definition-search.ts';
import { isServedOn } from './operation.ts';
import { operations } from './operations.ts';

/** The types of what is published; nobody writes them over HTTP. */
export const definitionTypes = [
  'StructureDefinition',
  'ValueSet',
  'CodeSystem',
  'ConceptMap',
  'ImplementationGuide',
  'NamingSystem',
] as const;

export type DefinitionType = (typeof definitionTypes)[number];

export const isDefinitionType = (type: string): type is DefinitionType =>
  definitionTypes.some((one) => one === type);

export async function readDefinition(context: Context, type: DefinitionType, id: string): Promise<Answer> {
  const all = await context.definitions();
  const resource = all.find((one: Resource) => one.resourceType === type && one.id === id);
  if (!resource) throw new FhirFailure('not-found', `${type}/${id} is not here.`);
  return { status: 200, resource };
}

export const definitionCapability = (type: DefinitionType): CapabilityStatementRestResource => {
  const served = operations.filter(
    (one) => isServedOn(one, 'type', type) || isServedOn(one, 'instance', type),
  );
  return {
    type,
    documentation: 'Published with the server, readable with any token, never written over HTTP.',
    interaction: [{ code: 'read' }, { code: 'search-type' }],
    versioning: 'no-version',
    readHistory: false,
    updateCreate: false,
    conditionalCreate: false,
    conditionalRead: 'not-supported',
    conditionalUpdate: false,
    conditionalDelete: 'not-supported',
    searchParam: searchParametersOf(type).map((one) => ({ ...one })),
    operation:
      served.length > 0
        ? served.map(({ name, definition, documentation }) => ({ name, definition, documentation }))
        : undefined,
  };
};
