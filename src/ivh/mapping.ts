// Where every field of the concept API lives in FHIR; docs/mapping.md is written from it and a test proves each row.
import { diagnosticsMapping } from './mapping/diagnostics.ts';
import { planMapping } from './mapping/plan.ts';
import { referralMapping } from './mapping/referral.ts';

export type { ConceptMapping, Row } from './mapping/row.ts';

export const mappings = { ...referralMapping, ...diagnosticsMapping, ...planMapping };
