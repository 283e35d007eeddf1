// The policy, as data: a caller may do what a rule here allows, and nothing else.
import type { Rule } from './decide.ts';
import { conceptRules } from './policy-concepts.ts';
import { directoryRules } from './policy-directory.ts';
import { emergencyRules } from './policy-emergency.ts';
import { municipalityRules } from './policy-municipality.ts';
import { referrerRules } from './policy-referrers.ts';
import { regionRules } from './policy-region.ts';
import { rightsRules } from './policy-rights.ts';

/** The rules of a deployed region. */
export const policy: readonly Rule[] = [
  ...directoryRules,
  ...regionRules,
  ...referrerRules,
  ...municipalityRules,
  ...conceptRules,
  ...emergencyRules,
  ...rightsRules,
];
