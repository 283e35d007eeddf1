// The rules of IVH over one child's file; they hold for every write, also on the plain FHIR routes.
import type { FileRule } from '../store/head.ts';
import {
  activeByAgreement,
  agreedByAuthority,
  agreedStaysAgreed,
  agreementCarriesPlan,
  oneActivePlan,
} from './rules/plan.ts';
import { eligible, oneOpenReferral, oneOpenTraject } from './rules/referral.ts';
import { rightStep, statementStays } from './rules/rights.ts';
import { legalStep, staysItself } from './rules/steps.ts';
import { heldByMinimumTeam, oneCaseManager } from './rules/team.ts';

export const fileRules: readonly FileRule[] = [
  staysItself,
  legalStep,
  statementStays,
  rightStep,
  eligible,
  oneOpenReferral,
  oneOpenTraject,
  oneCaseManager,
  heldByMinimumTeam,
  oneActivePlan,
  agreedByAuthority,
  activeByAgreement,
  agreementCarriesPlan,
  agreedStaysAgreed,
];
