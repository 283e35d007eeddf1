// Which bodies of the concept API fill the resources of a profile.
import type { mappings } from '../../src/ivh/mapping.ts';

type Concept = keyof typeof mappings;

/** Profiles that are not here are written on the FHIR API alone. */
export const conceptsOf: Readonly<Record<string, readonly Concept[]>> = {
  'ivh-kind': ['referral'],
  'ivh-ouder': ['referral'],
  'ivh-professional': ['referral'],
  'ivh-signaal': ['referral'],
  'ivh-verwijzing': ['referral'],
  'ivh-traject': ['referral', 'move'],
  'ivh-aanmelding-taak': ['referral'],
  'ivh-onderzoeksuitslag': ['result'],
  'ivh-bevinding': ['result'],
  'ivh-onderzoeksverzoek': ['examination'],
  'ivh-opdracht': ['examination', 'step'],
  'ivh-mdo': ['meeting', 'held'],
  'ivh-mdo-afspraak': ['meeting'],
  'ivh-mdo-conclusie': ['held'],
  'ivh-kernteam': ['team'],
  'ivh-adviesplan': ['plan'],
  'ivh-advies': ['plan'],
  'ivh-doel': ['plan'],
  'ivh-grond': ['plan'],
  'ivh-akkoord': ['agreement'],
  'ivh-toestemming-delen': ['referral', 'decision'],
};
