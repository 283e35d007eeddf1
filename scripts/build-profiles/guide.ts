// The ImplementationGuide that lists every artefact of ours. https://hl7.org/fhir/R4/implementationguide.html
import type { ImplementationGuide, ImplementationGuideDefinitionResource } from '@medplum/fhirtypes';

const canonical = 'https://vroegdossier.nl/fhir';

export interface Artefact {
  readonly resourceType: string;
  readonly id: string;
  readonly name?: unknown;
  readonly title?: string;
  readonly description?: string;
  readonly meta?: { readonly profile?: readonly string[] };
}

export function guideOf(artefacts: readonly Artefact[], examples: readonly Artefact[]): ImplementationGuide {
  return {
    resourceType: 'ImplementationGuide',
    id: 'vroegdossier',
    url: `${canonical}/ImplementationGuide/vroegdossier`,
    version: '0.1.0',
    name: 'Vroegdossier',
    title: 'Vroegdossier: FHIR profiles for Integrale Vroeghulp',
    status: 'draft',
    description:
      'What a valid resource of Integrale Vroeghulp is. Not a national standard; on base R4, and checked against nl-core (docs/nl-core.md).',
    jurisdiction: [{ coding: [{ system: 'urn:iso:std:iso:3166', code: 'NL' }] }],
    packageId: 'nl.vroegdossier.ivh',
    license: 'Apache-2.0',
    fhirVersion: ['4.0.1'],
    dependsOn: [
      {
        id: 'hl7terminology',
        uri: 'http://terminology.hl7.org/ImplementationGuide/hl7.terminology',
        packageId: 'hl7.terminology.r4',
      },
    ],
    definition: { resource: [...artefacts.map(entryOf), ...examples.map(exampleOf)] },
  };
}

const referenceOf = ({ resourceType, id }: Artefact) => ({ reference: `${resourceType}/${id}` });

const entryOf = (artefact: Artefact): ImplementationGuideDefinitionResource => ({
  reference: referenceOf(artefact),
  name: artefact.title ?? (typeof artefact.name === 'string' ? artefact.name : artefact.id),
  description: artefact.description,
  exampleBoolean: false,
});

function exampleOf(example: Artefact): ImplementationGuideDefinitionResource {
  const [profile] = example.meta?.profile ?? [];
  const what = profile ? { exampleCanonical: profile } : { exampleBoolean: true };
  return { reference: referenceOf(example), name: example.id, ...what };
}
