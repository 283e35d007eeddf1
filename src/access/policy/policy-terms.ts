// The words in which the rules of the policy are written: kinds of callers, groups of types, and what a resource must be.
import type { CallerKind } from '../caller.ts';
import type { Question } from './decide.ts';
import { isSharing } from './sharing.ts';

/** Directly involved in care: parents' consent is presumed until they object. */
export const careKinds: readonly CallerKind[] = ['jgz', 'gp', 'hospital', 'provider'];

/** Outside care: see of a child what the parents explicitly permit, and what is addressed to them. */
export const schoolKinds: readonly CallerKind[] = ['childcare', 'school'];

export const referrers: readonly CallerKind[] = [...careKinds, ...schoolKinds, 'municipality'];

/** What requests about a child's care are made for; paying for it and running an organisation are not. */
export const carePurposes: readonly string[] = ['TREAT', 'CAREMGT', 'PATRQT', 'BTG'];

export const person = ['Patient', 'RelatedPerson'];

export const intake = [
  ...person,
  'ServiceRequest',
  'Task',
  'Condition',
  'Observation',
  'QuestionnaireResponse',
  'DocumentReference',
  'Binary',
  'Communication',
  'Consent',
  'Provenance',
];

export const results = [
  'DiagnosticReport',
  'Observation',
  'Procedure',
  'DocumentReference',
  'Binary',
  'Encounter',
  'Provenance',
];

export const own = ({ origin, caller }: Question): boolean =>
  origin === (caller.organization ?? caller.client);

/** The caller's organisation stands in one of the elements of the resource that say who asks or is asked. */
export const addressed = ({ resource, caller }: Question): boolean => {
  if (!resource || !caller.organization) return false;
  const parties = ['performer', 'owner', 'requester', 'recipient', 'sender'].map(
    (name): unknown => Object.entries(resource).find(([key]) => key === name)?.[1],
  );
  return JSON.stringify(parties).includes(`"${caller.organization}"`);
};

/** Who looked is for parents and region; what parents decided on sharing for them and who recorded it. */
export const sharedInTeam = ({ type, resource }: Question): boolean =>
  type !== 'AuditEvent' && !(type === 'Consent' && resource !== undefined && isSharing(resource));

export const notDraft = ({ resource }: Question): boolean =>
  resource !== undefined && 'status' in resource && resource.status !== 'draft';

/** Of the plan what is more than a draft, of requests and tasks the advice alone; anything else as it is. */
export const agreedPlan = (question: Question): boolean => {
  if (question.type === 'CarePlan') return notDraft(question);
  return ['ServiceRequest', 'Task'].includes(question.type) ? advice(question) : true;
};

const adviceSystem = 'https://vroegdossier.nl/fhir/CodeSystem/ivh-taak';

/** A line of an advice plan: a coding somewhere in the resource says so. */
export const advice = ({ resource }: Question): boolean => holdsAdvice(resource);

function holdsAdvice(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if ('system' in value && value.system === adviceSystem && 'code' in value && value.code === 'advies')
    return true;
  return Object.values(value).some(holdsAdvice);
}
