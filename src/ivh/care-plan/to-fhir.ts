// The advice plan's parts as FHIR: CarePlan, Goals, lines of advice, the problems it answers to, the agreement.
import type {
  CarePlan,
  Condition,
  Consent,
  Goal,
  Provenance,
  ServiceRequest,
  Task,
} from '@medplum/fhirtypes';
import { type Code, concept, extensionUrl, madeFor, profileUrl } from '../codes.ts';
import { multidisciplinary } from '../kinds.ts';
import { at, to } from '../references.ts';
import type { AdviceInput, AgreementInput, GoalInput, GroundInput } from './schema.ts';

export const goalOf = (goal: GoalInput, child: string): Goal => ({
  resourceType: 'Goal',
  meta: madeFor('3', 'doel'),
  lifecycleStatus: 'proposed',
  description: { text: goal.text },
  subject: at(child),
  expressedBy: goal.by === 'child' ? at(child) : to('RelatedPerson', goal.by),
});

/** The building block that carries the advice out. */
const blockOf: Partial<Record<Code<'advies'>, Code<'bouwsteen'>>> = {
  'diagnostiek-specialistisch': '2',
  'preventieve-gezinsondersteuning': '5',
  'praktische-gezinsondersteuning': '5',
  overbruggingszorg: '5',
  onderwijs: '6',
  'kinderopvang-vve': '6',
  'trajectbegeleiding-langdurig': '4',
};

export const adviceOf = (
  advice: AdviceInput,
  child: string,
  region: string,
  now: string,
): ServiceRequest => ({
  resourceType: 'ServiceRequest',
  meta: madeFor(blockOf[advice.kind] ?? '3', 'advies'),
  extension: advice.funding
    ? [{ url: extensionUrl('financiering'), valueCodeableConcept: concept('financiering', advice.funding) }]
    : [],
  status: 'draft',
  intent: 'proposal',
  category: [concept('taak', 'advies')],
  code: concept('advies', advice.kind, advice.text),
  subject: at(child),
  occurrencePeriod: advice.dueBy ? { end: advice.dueBy } : undefined,
  authoredOn: now,
  requester: at(region),
  performer: advice.provider ? [to('Organization', advice.provider)] : [],
  reasonCode: [{ text: advice.reason }],
});

export const groundOf = (ground: GroundInput, child: string, now: string): Condition => ({
  resourceType: 'Condition',
  meta: madeFor('2', 'grond'),
  clinicalStatus: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
  },
  verificationStatus: {
    coding: [
      {
        system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status',
        code: ground.certainty ?? 'provisional',
      },
    ],
  },
  code: { text: ground.text },
  subject: at(child),
  recordedDate: now,
});

export interface PlanParts {
  readonly child: string;
  readonly region: string;
  readonly now: string;
  readonly meeting?: string;
  readonly team?: string;
  readonly replaces?: string;
  readonly goals: readonly string[];
  readonly advice: readonly string[];
  readonly grounds: readonly string[];
}

export const planOf = (parts: PlanParts): CarePlan => ({
  resourceType: 'CarePlan',
  meta: madeFor('3', 'adviesplan'),
  replaces: parts.replaces ? [at(parts.replaces)] : [],
  status: 'draft',
  intent: 'plan',
  category: [{ coding: [multidisciplinary] }],
  title: 'Multidisciplinair adviesplan',
  subject: at(parts.child),
  encounter: parts.meeting ? at(parts.meeting) : undefined,
  created: parts.now,
  author: at(parts.region),
  careTeam: parts.team ? [at(parts.team)] : [],
  addresses: parts.grounds.map(at),
  goal: parts.goals.map(at),
  activity: parts.advice.map((reference) => ({ reference: at(reference) })),
});

/** What the record says of how a parent agreed. */
export const waysToAgree: Record<AgreementInput['how'], string> = {
  'in-person': 'Akkoord van de ouder op het adviesplan, gegeven in een gesprek',
  portal: 'Akkoord van de ouder op het adviesplan, gegeven in het ouderportaal',
  written: 'Akkoord van de ouder op het adviesplan, schriftelijk gegeven',
};

export const consentOf = (plan: CarePlan, input: AgreementInput, when: string): Consent => ({
  resourceType: 'Consent',
  meta: madeFor('3', 'akkoord'),
  status: 'active',
  scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'treatment' }] },
  category: [concept('akkoord', 'adviesplan')],
  patient: plan.subject.reference ? at(plan.subject.reference) : undefined,
  dateTime: when,
  performer: [to('RelatedPerson', input.parent)],
  policyRule: { text: waysToAgree[input.how] },
  provision: {
    type: 'permit',
    data: [{ meaning: 'instance', reference: to('CarePlan', plan.id ?? '') }],
  },
});

const agentType = (code: 'author' | 'enterer') => ({
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code }],
});

/** Names the version of the plan that the parent had before him, and who wrote the agreement down. */
export const provenanceOf = (
  plan: CarePlan,
  consent: string,
  input: AgreementInput,
  moment: { readonly agreed: string; readonly recorded: string },
  recorder: string | undefined,
): Provenance => ({
  resourceType: 'Provenance',
  meta: madeFor('3', 'akkoord-herkomst'),
  target: [at(consent), at(`CarePlan/${plan.id}/_history/${plan.meta?.versionId}`)],
  occurredDateTime: moment.agreed,
  recorded: moment.recorded,
  agent: [
    { type: agentType('author'), who: to('RelatedPerson', input.parent) },
    ...(recorder ? [{ type: agentType('enterer'), who: at(recorder) }] : []),
  ],
});

/** The Task by which a line of advice is handed out when the plan comes into force. */
export const taskOf = (advice: ServiceRequest, plan: string, region: string, now: string): Task => ({
  resourceType: 'Task',
  meta: { profile: [profileUrl('opdracht')], tag: advice.meta?.tag },
  basedOn: [at(plan)],
  status: 'requested',
  intent: 'order',
  code: concept('taak', 'advies'),
  description: advice.code?.text,
  focus: to('ServiceRequest', advice.id ?? ''),
  for: advice.subject.reference ? at(advice.subject.reference) : undefined,
  authoredOn: now,
  lastModified: now,
  requester: at(region),
  owner: at(advice.performer?.[0]?.reference ?? region),
  restriction: advice.occurrencePeriod?.end ? { period: { end: advice.occurrencePeriod.end } } : undefined,
});
