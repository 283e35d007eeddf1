// Words, days and codes that stand in many files of a world, so that what is asked for one meets others.
import type { House } from './cast.ts';

export const ours = (name: string): string => `https://vroegdossier.nl/fhir/${name}`;
export const at = (reference: string) => ({ reference });

/** Days around the day of the world, which is 2026-06-01: ended, ending, running, to come. */
export const days = [
  '2025-01-10',
  '2026-03-15',
  '2026-05-31',
  '2026-06-01',
  '2026-06-02',
  '2026-12-31',
] as const;

/** Words that stand in many files, so that searches meet hidden ones. */
export const words = ['autisme', 'taal', 'gehoor', 'motoriek', 'slaap'] as const;
export const families = ['Aalbers', 'Bosman', 'Cornelissen'] as const;

/** Categories of data: areas of development and building blocks. */
export const categories = [
  { system: ours('CodeSystem/ivh-domein'), code: 'taal' },
  { system: ours('CodeSystem/ivh-domein'), code: 'gedrag' },
  { system: ours('CodeSystem/ivh-bouwsteen'), code: '2' },
  { system: ours('CodeSystem/ivh-bouwsteen'), code: '3' },
  { system: ours('CodeSystem/ivh-bouwsteen'), code: '4' },
];

export const shareScope = 'patient-privacy';

export const helpers: readonly House[] = [
  'jgz',
  'huisarts',
  'ziekenhuis',
  'opvang',
  'school',
  'revalidatie',
  'logopedie',
];
export const referrerHouses: readonly House[] = [
  'jgz',
  'huisarts',
  'ziekenhuis',
  'school',
  'opvang',
  'gemeente',
];
