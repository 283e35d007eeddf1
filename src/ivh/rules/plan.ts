// File rules on the advice plan: one active plan, active by the agreement of every parent with authority, and what
// they agreed to stays as it was.
import type { CarePlan, Resource, ServiceRequest } from '@medplum/fhirtypes';
import { FhirFailure } from '../../fhir/failure.ts';
import { statementUrl } from '../../fhir/rights.ts';
import type { FileRule, Head } from '../../store/head.ts';
import { agreementOn } from '../agreement.ts';
import { agreedPlan, factsOf } from '../file-facts.ts';
import { kindOf } from '../kinds.ts';
import { referenceOf } from '../references.ts';

const refuse = (text: string, expression: string): never => {
  throw new FhirFailure('business-rule', [{ text, expression }]);
};

const running = new Set(['active', 'on-hold']);

export const oneActivePlan: FileRule = ({ after }, file) => {
  if (after?.resourceType !== 'CarePlan' || kindOf(after) !== 'care-plan' || !running.has(after.status))
    return;
  const plans = factsOf(file.after, 'plan').filter(({ fact }) => running.has(fact.status));
  if (plans.length > 1) {
    refuse(
      'a child has one adviesplan in force: complete or revoke the one before in the same commit',
      'CarePlan.status',
    );
  }
};

const parentsToAgree = (plan: string, head: Head): void => {
  const { missing, isComplete } = agreementOn(plan, head);
  if (isComplete) return;
  refuse(
    missing.length > 0
      ? `an adviesplan is in force only by the recorded akkoord of every parent with authority; missing: ${missing.join(', ')}`
      : 'an adviesplan is in force only by the akkoord of a parent with authority: record who has authority first',
    'CarePlan.status',
  );
};

export const activeByAgreement: FileRule = ({ before, after, reference }, file) => {
  if (after?.resourceType !== 'CarePlan' || kindOf(after) !== 'care-plan' || after.status !== 'active')
    return;
  if (before?.resourceType === 'CarePlan' && before.status === 'active') return;
  parentsToAgree(reference, file.after);
};

export const agreedByAuthority: FileRule = ({ after }, file) => {
  if (after?.resourceType !== 'Consent' || kindOf(after) !== 'agreement' || after.status !== 'active') return;
  const parents = new Set(factsOf(file.after, 'parent').map(({ reference }) => reference));
  const by = (after.performer ?? []).map((each) => each.reference ?? '');
  if (by.length > 0 && by.every((each) => parents.has(each))) return;
  refuse(
    'akkoord on an adviesplan is given by a parent of this child with recorded authority (ivh-ext-gezag)',
    'Consent.performer',
  );
};

/** An agreement taken back or removed leaves no plan in force behind. */
export const agreementCarriesPlan: FileRule = ({ before }, file) => {
  if (before?.resourceType !== 'Consent' || kindOf(before) !== 'agreement') return;
  const plan = agreedPlan(before);
  const inForce = factsOf(file.after, 'plan').some(
    ({ reference, fact }) => reference === plan && fact.status === 'active',
  );
  if (inForce && plan !== undefined) parentsToAgree(plan, file.after);
};

/** What parents read when they agree: goals, advice and grounds, but not how far it has come. */
const planContent = (plan: CarePlan) => [
  plan.goal,
  plan.activity?.map((each) => each.reference),
  plan.addresses,
  plan.description,
  plan.encounter,
];
const adviceContent = (advice: ServiceRequest) => [
  advice.code,
  advice.performer,
  advice.reasonCode,
  (advice.extension ?? []).filter(({ url }) => url !== statementUrl),
  advice.occurrencePeriod,
];

function contentOf(resource: Resource | undefined): string | undefined {
  if (resource === undefined) return undefined;
  const kind = kindOf(resource);
  if (resource.resourceType === 'CarePlan' && kind === 'care-plan')
    return JSON.stringify(planContent(resource));
  if (resource.resourceType === 'ServiceRequest' && kind === 'advice')
    return JSON.stringify(adviceContent(resource));
  return undefined;
}

export const agreedStaysAgreed: FileRule = ({ before, after, reference }, file) => {
  const was = contentOf(before);
  if (was === undefined || was === contentOf(after)) return;
  const plans = factsOf(file.before, 'plan').filter(
    (plan) => plan.reference === reference || plan.fact.advice.includes(reference),
  );
  const agreed = plans.some((plan) => agreementOn(plan.reference, file.after).agreed.length > 0);
  if (!agreed) return;
  refuse(
    'parents agreed to this content: revise the plan (a new draft that replaces it), or end their akkoord on the draft in the same commit',
    before === undefined ? '' : referenceOf(before),
  );
};
