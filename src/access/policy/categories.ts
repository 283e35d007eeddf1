// Which categories of data a resource is of: the building block it was made for and the areas of development it is about.
import type { Resource } from '@medplum/fhirtypes';
import { categorySystems } from './sharing.ts';

const [blockSystem] = categorySystems;

/** The building block of what says none itself, by type; what is not here is of no category. */
const blockByType: Readonly<Partial<Record<Resource['resourceType'], string>>> = {
  QuestionnaireResponse: '1',
  Appointment: '2',
  CareTeam: '2',
  Condition: '2',
  DiagnosticReport: '2',
  Observation: '2',
  Procedure: '2',
  CarePlan: '3',
  Composition: '3',
  Goal: '3',
  Communication: '4',
  Encounter: '4',
  EpisodeOfCare: '4',
};

/** `system|code` of each; without the resource, what its type says. */
export function categoriesOf(type: string, resource: Resource | undefined): string[] {
  const found = new Set<string>();
  gather(resource, found);
  const usual = Object.entries(blockByType).find(([name]) => name === type)?.[1];
  if (usual && ![...found].some((one) => one.startsWith(`${blockSystem}|`)))
    found.add(`${blockSystem}|${usual}`);
  return [...found];
}

/** Codings of our categories anywhere in the resource: as tag, category, reason or value. */
function gather(value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  if ('system' in value && 'code' in value && typeof value.code === 'string') {
    const system = categorySystems.find((one) => one === value.system);
    if (system) found.add(`${system}|${value.code}`);
  }
  for (const below of Object.values(value)) gather(below, found);
}
