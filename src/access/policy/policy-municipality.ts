// Rules on the municipality of a trajectory: as access desk (toegang) it sees the plan, as payer what is to be paid.
import type { CallerKind } from '../caller.ts';
import { typesIn } from '../views/views.ts';
import type { Rule } from './decide.ts';
import { agreedPlan, carePurposes } from './policy-terms.ts';

const kinds: readonly CallerKind[] = ['municipality'];
const tie: Rule['tie'] = { organization: ['municipality'] };

/** Of two views that are allowed the first counts, so what the parents agreed to comes before what is presumed. */
export const municipalityRules: readonly Rule[] = [
  {
    name: 'municipality-reads-more',
    kinds,
    tie,
    types: typesIn('plan-with-consent'),
    actions: 'rs',
    purposes: carePurposes,
    consent: 'explicit',
    when: agreedPlan,
    view: 'plan-with-consent',
  },
  {
    name: 'municipality-reads-plan',
    kinds,
    tie,
    types: typesIn('plan-for-municipality'),
    actions: 'rs',
    purposes: carePurposes,
    consent: 'presumed',
    when: agreedPlan,
    view: 'plan-for-municipality',
  },
  {
    name: 'payer-knows-what-to-pay',
    kinds,
    tie,
    types: typesIn('payer'),
    actions: 'rs',
    purposes: ['HPAYMT'],
    consent: 'presumed',
    when: agreedPlan,
    view: 'payer',
  },
];
