// Which IVH concept a FHIR resource is, told by its codes or the profile it claims; any other resource is none.
import type {
  CarePlan,
  CareTeam,
  Consent,
  Encounter,
  EpisodeOfCare,
  Resource,
  ServiceRequest,
  Task,
} from '@medplum/fhirtypes';
import { codeIn, codesIn, profileUrl } from './codes.ts';

export type Kind =
  | 'referral'
  | 'referral-task'
  | 'examination-request'
  | 'examination-task'
  | 'advice'
  | 'advice-task'
  | 'episode'
  | 'care-team'
  | 'contact'
  | 'care-plan'
  | 'agreement';

const claims = (resource: Resource, profile: string): boolean =>
  resource.meta?.profile?.some((each) => each.split('|')[0] === profileUrl(profile)) ?? false;

export function kindOf(resource: Resource): Kind | undefined {
  switch (resource.resourceType) {
    case 'ServiceRequest':
      return kindOfRequest(resource);
    case 'Task':
      return kindOfTask(resource);
    case 'EpisodeOfCare':
      return isEpisode(resource) ? 'episode' : undefined;
    case 'CareTeam':
      return isKernteam(resource) ? 'care-team' : undefined;
    case 'Encounter':
      return isContact(resource) ? 'contact' : undefined;
    case 'CarePlan':
      return isAdviesplan(resource) ? 'care-plan' : undefined;
    case 'Consent':
      return isAgreement(resource) ? 'agreement' : undefined;
    default:
      return undefined;
  }
}

function kindOfRequest(request: ServiceRequest): Kind | undefined {
  const taak = codeIn('taak', request.category);
  if (taak === 'aanmelding' || claims(request, 'verwijzing')) return 'referral';
  if (taak === 'advies' || claims(request, 'advies')) return 'advice';
  return taak === 'onderzoek' ? 'examination-request' : undefined;
}

function kindOfTask(task: Task): Kind | undefined {
  const taak = codeIn('taak', task.code);
  if (taak === 'aanmelding' || claims(task, 'aanmelding-taak')) return 'referral-task';
  if (taak === 'advies') return 'advice-task';
  return taak === 'onderzoek' ? 'examination-task' : undefined;
}

const isEpisode = (episode: EpisodeOfCare): boolean =>
  claims(episode, 'traject') || codeIn('trajectvorm', episode.type) !== undefined;

const isKernteam = (team: CareTeam): boolean =>
  claims(team, 'kernteam') ||
  (team.participant?.some((each) => codesIn('rol', each.role).length > 0) ?? false);

const isContact = (encounter: Encounter): boolean =>
  claims(encounter, 'mdo') || codeIn('gesprek', encounter.type) !== undefined;

const isAdviesplan = (plan: CarePlan): boolean =>
  claims(plan, 'adviesplan') ||
  (plan.category?.some((each) => each.coding?.some((code) => code.code === multidisciplinary.code)) ?? false);

const isAgreement = (consent: Consent): boolean =>
  claims(consent, 'akkoord') || codeIn('akkoord', consent.category) === 'adviesplan';

/** Multidisciplinary care regime, as Shared Care Planning uses it for one plan of many organisations. */
export const multidisciplinary = { system: 'http://snomed.info/sct', code: '135411000146103' } as const;
