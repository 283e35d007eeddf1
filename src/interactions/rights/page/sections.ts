// Which part of the copy a resource stands in: the child and the parents first, then a section per building block.
import type { Resource } from '@medplum/fhirtypes';
import { rightOf } from '../../../fhir/rights.ts';
import { fileless } from '../../../fhir/types.ts';
import { timeOf } from './moments.ts';

const buildingBlocks = 'https://vroegdossier.nl/fhir/CodeSystem/ivh-bouwsteen';

/** In the order of the page. */
export const sectionTitles = {
  people: 'Het kind en de ouders',
  '1': 'Bouwsteen 1: Vroegsignalering',
  '2': 'Bouwsteen 2: Multidisciplinaire diagnostiek',
  '3': 'Bouwsteen 3: Multidisciplinair adviesplan',
  '4': 'Bouwsteen 4: Informatie, advies en trajectbegeleiding',
  '5': 'Bouwsteen 5: (Preventieve) gezinsondersteuning',
  '6': 'Bouwsteen 6: Zorg en onderwijs',
  '7': 'Bouwsteen 7: Ketennetwerk',
  rights: 'Toestemming, bezwaar en uw rechten',
  other: 'Overige gegevens',
  attachments: 'Bijlagen',
  network: 'Betrokken organisaties en professionals',
} as const;
export type SectionName = keyof typeof sectionTitles;
export const sectionNames = [
  'people',
  '1',
  '2',
  '3',
  '4',
  '5',
  '6',
  '7',
  'rights',
  'other',
  'attachments',
  'network',
] as const satisfies readonly SectionName[];

const byType: Readonly<Record<string, SectionName>> = {
  Patient: 'people',
  RelatedPerson: 'people',
  Consent: 'rights',
  Binary: 'attachments',
  ServiceRequest: '1',
  Condition: '2',
  Observation: '2',
  DiagnosticReport: '2',
  Encounter: '2',
  CarePlan: '3',
  Goal: '3',
  EpisodeOfCare: '4',
  CareTeam: '4',
};

/** Who people are, what they consented to and attachments have places of their own; the rest goes by its building block. */
export function sectionOf(resource: Resource): SectionName {
  const type = resource.resourceType;
  const placed = byType[type];
  if (rightOf(resource)) return 'rights';
  if (fileless.has(type)) return 'network';
  if (placed && !/^[1-7]$/.test(placed)) return placed;
  const block = resource.meta?.tag?.find(({ system }) => system === buildingBlocks)?.code;
  return isBlock(block) ? block : (placed ?? 'other');
}

const isBlock = (code: string | undefined): code is '1' | '2' | '3' | '4' | '5' | '6' | '7' =>
  code !== undefined && /^[1-7]$/.test(code);

/** Within a section the oldest first; the child before the parents. */
export const inOrder = (a: Resource, b: Resource): number =>
  Number(b.resourceType === 'Patient') - Number(a.resourceType === 'Patient') ||
  timeOf(a).localeCompare(timeOf(b));
