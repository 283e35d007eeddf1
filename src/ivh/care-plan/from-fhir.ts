// Reads an advice plan back from what the caller may see of the child's file.
import type { CarePlan, Condition, Goal, Resource, ServiceRequest } from '@medplum/fhirtypes';
import { agreementOn } from '../agreement.ts';
import { wordOf } from '../assignment.ts';
import { behind, ofType, tasksFor } from '../child-file.ts';
import { codeIn, extensionUrl } from '../codes.ts';
import { agreedPlan, headOf } from '../file-facts.ts';
import { idIn, referenceOf } from '../references.ts';
import type { PlanAnswer } from './schema.ts';
import { waysToAgree } from './to-fhir.ts';

export function planFrom(plan: CarePlan, file: readonly Resource[]): PlanAnswer {
  const references = plan.activity?.map((each) => each.reference);
  return {
    id: plan.id ?? '',
    child: idIn('Patient', plan.subject) ?? '',
    status: plan.status,
    createdAt: plan.created,
    meeting: idIn('Encounter', plan.encounter),
    careTeam: idIn('CareTeam', plan.careTeam?.[0]),
    replaces: idIn('CarePlan', plan.replaces?.[0]),
    goals: behind(file, 'Goal', plan.goal).map((goal) => ({
      ...goalFrom(goal),
      status: goal.lifecycleStatus,
    })),
    advice: behind(file, 'ServiceRequest', references).map((advice) => adviceFrom(advice, file)),
    addresses: behind(file, 'Condition', plan.addresses).map(groundFrom),
    agreement: agreementFrom(plan, file),
  };
}

export const goalFrom = (goal: Goal) => ({
  id: goal.id ?? '',
  text: goal.description.text,
  by: idIn('RelatedPerson', goal.expressedBy) ?? (goal.expressedBy ? 'child' : undefined),
});

export const adviceLineFrom = (advice: ServiceRequest) => ({
  id: advice.id ?? '',
  kind: codeIn('advies', advice.code),
  text: advice.code?.text,
  reason: advice.reasonCode?.[0]?.text,
  provider: idIn('Organization', advice.performer?.[0]),
  funding: codeIn(
    'financiering',
    advice.extension?.find((each) => each.url === extensionUrl('financiering'))?.valueCodeableConcept,
  ),
  dueBy: advice.occurrencePeriod?.end,
});

export function adviceFrom(advice: ServiceRequest, file: readonly Resource[]): PlanAnswer['advice'][number] {
  const task = tasksFor(file, referenceOf(advice))[0];
  return {
    ...adviceLineFrom(advice),
    status: wordOf(task?.status),
    task: task?.id,
    startedAt: task?.executionPeriod?.start,
    notes: task?.note?.flatMap((each) => each.text ?? []) ?? [],
  };
}

export const groundFrom = (condition: Condition) => ({
  id: condition.id ?? '',
  text: condition.code?.text ?? condition.code?.coding?.[0]?.display,
  certainty: condition.verificationStatus?.coding?.[0]?.code,
});

function agreementFrom(plan: CarePlan, file: readonly Resource[]): PlanAnswer['agreement'] {
  const agreement = agreementOn(referenceOf(plan), headOf(file));
  const consents = ofType(file, 'Consent').filter(
    (each) => each.status === 'active' && agreedPlan(each) === referenceOf(plan),
  );
  const ways = Object.entries(waysToAgree);
  return {
    complete: agreement.isComplete,
    on: agreement.on,
    agreed: consents.map((each) => ({
      parent: idIn('RelatedPerson', each.performer?.[0]) ?? '',
      on: each.dateTime,
      how: ways.find(([, text]) => text === each.policyRule?.text)?.[0],
    })),
    missing: agreement.missing.map((reference) => reference.split('/')[1] ?? ''),
  };
}
