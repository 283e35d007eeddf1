// What a child's resources say of who has to do with it, as the head of the file keeps it.
import type {
  CareTeam,
  Communication,
  EpisodeOfCare,
  Reference,
  RelatedPerson,
  Resource,
  ServiceRequest,
  Task,
} from '@medplum/fhirtypes';
import type { HeadPart, Json, Resolve } from '../../store/head.ts';
import { emergencyHours, isEmergency } from './emergency.ts';
import { type Span, within } from './span.ts';

/**
 * source: stored the Patient; referrer: asked for something; asked: was asked and has not answered; performer: took it on;
 * ivh: runs the trajectory; team: is in the care team or is case manager; municipality: of the trajectory; parent: is a
 * RelatedPerson; closed: a parent whose access was closed; emergency: broke the glass; named: a parent permits by name.
 */
export type Relation =
  | 'source'
  | 'referrer'
  | 'asked'
  | 'performer'
  | 'ivh'
  | 'team'
  | 'municipality'
  | 'parent'
  | 'closed'
  | 'emergency'
  | 'named';

/** `key`: `Organization/<id>`, `Practitioner/<id>` or a person's `system|value`. Times are instants or dates. */
export type RelationFact = Span & {
  /** `ended`: had to do with the child, and keeps what is its own in its caseload. */
  readonly as: Relation | 'ended';
  readonly key: string;
  /** The period of the whole team, beside the participant's own. */
  readonly during?: Span;
  /** What a Task is about: how the Task stands then says how its request does. */
  readonly of?: string;
};

const extensions = 'https://vroegdossier.nl/fhir/StructureDefinition';
const municipalityExtension = `${extensions}/ivh-ext-gemeente`;
export const closedExtension = `${extensions}/ivh-ext-toegang-gesloten`;

export const accessPart: HeadPart = {
  name: 'access',
  types: new Set([
    'Patient',
    'RelatedPerson',
    'ServiceRequest',
    'Task',
    'EpisodeOfCare',
    'CareTeam',
    'Communication',
  ]),
  factOf(resource, resolve, origin) {
    const facts = factsOf(resource, resolve, origin).filter((fact) => fact.key !== '');
    return facts.length > 0 ? facts.map((fact): Json => ({ ...fact })) : undefined;
  },
  forYounger: withoutClosed,
};

/**
 * To whom an older file was closed, a younger one neither opens by it nor closes: who brings the child in again meets
 * what everyone meets who brings in a child.
 */
function withoutClosed(facts: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  const all = Object.entries(facts) as [string, RelationFact[]][];
  const closed = new Set(
    all.flatMap(([, some]) => some.flatMap(({ as, key }) => (as === 'closed' ? [key] : []))),
  );
  if (closed.size === 0) return facts;
  const isOpen = ({ as, key }: RelationFact): boolean =>
    !((as === 'parent' || as === 'closed') && closed.has(key));
  return Object.fromEntries(all.map(([reference, some]) => [reference, some.filter(isOpen)]));
}

function factsOf(resource: Resource, resolve: Resolve, origin: string): RelationFact[] {
  switch (resource.resourceType) {
    case 'Patient':
      return [{ as: 'source', key: origin }];
    case 'RelatedPerson':
      return parentFacts(resource);
    case 'ServiceRequest':
      return requestFacts(resource, resolve, origin);
    case 'Task':
      return taskFacts(resource, resolve, origin);
    case 'EpisodeOfCare':
      return episodeFacts(resource);
    case 'CareTeam':
      return teamFacts(resource, resolve);
    case 'Communication':
      return emergencyFacts(resource);
    default:
      return [];
  }
}

/** Closed access stays closed while it says so, whatever its date: it is there for somebody's safety. */
export const isClosed = (person: RelatedPerson): boolean =>
  person.extension?.some(({ url }) => url === closedExtension) ?? false;

function parentFacts(person: RelatedPerson): RelationFact[] {
  if (person.active === false && !isClosed(person)) return [];
  return (person.identifier ?? []).map((one) => ({
    as: isClosed(person) ? 'closed' : 'parent',
    key: one.value ? `${one.system ?? ''}|${one.value}` : '',
    ...(isClosed(person) ? {} : within(person.period)),
  }));
}

function emergencyFacts(message: Communication): RelationFact[] {
  const { sent } = message;
  if (!isEmergency(message) || !sent) return [];
  const until = new Date(Date.parse(sent) + emergencyHours * 3_600_000).toISOString();
  return [{ as: 'emergency', key: message.sender?.reference ?? '', from: sent, until }];
}

const endedRequest = new Set(['revoked', 'completed', 'entered-in-error', 'draft']);

function requestFacts(request: ServiceRequest, resolve: Resolve, origin: string): RelationFact[] {
  if (request.status === 'entered-in-error') return [];
  const asked = endedRequest.has(request.status) ? [] : (request.performer ?? []);
  return [
    { as: 'referrer', key: origin },
    { as: 'referrer', key: organizationOf(request.requester, resolve) },
    ...asked.map((one): RelationFact => ({ as: 'asked', key: organizationOf(one, resolve) })),
  ];
}

/** Being asked shows what is asked; accepting brings in; refusing or finishing brings out. */
const standings: Readonly<Record<string, Relation>> = {
  requested: 'asked',
  received: 'asked',
  accepted: 'performer',
  ready: 'performer',
  'in-progress': 'performer',
  'on-hold': 'performer',
};

const taskFacts = (task: Task, resolve: Resolve, origin: string): RelationFact[] => [
  { as: 'referrer', key: origin },
  {
    as: standings[task.status] ?? 'ended',
    key: organizationOf(task.owner, resolve),
    of: task.focus?.reference?.replace(/\/_history\/.*$/, ''),
  },
];

/** A trajectory that is over stays with the region alone; reopening it brings the others back. */
const over = new Set(['finished', 'cancelled', 'entered-in-error']);

function episodeFacts(episode: EpisodeOfCare): RelationFact[] {
  const municipality = episode.extension?.find((one) => one.url === municipalityExtension)?.valueReference
    ?.reference;
  const ivh: RelationFact = { as: 'ivh', key: episode.managingOrganization?.reference ?? '' };
  if (over.has(episode.status)) return [ivh];
  return [
    ivh,
    { as: 'team', key: episode.careManager?.reference ?? '' },
    { as: 'municipality', key: municipality ?? '' },
  ];
}

function teamFacts(team: CareTeam, resolve: Resolve): RelationFact[] {
  if (team.status && team.status !== 'active' && team.status !== 'proposed') return [];
  return (team.participant ?? []).flatMap((one) => {
    const keys = new Set([
      one.member?.reference?.startsWith('Practitioner/') ? one.member.reference : '',
      one.onBehalfOf?.reference ?? organizationOf(one.member, resolve),
    ]);
    return [...keys].map(
      (key): RelationFact => ({ as: 'team', key, ...within(one.period), during: within(team.period) }),
    );
  });
}

function organizationOf(reference: Reference | undefined, resolve: Resolve): string {
  const text = reference?.reference ?? '';
  if (text.startsWith('Organization/')) return text;
  if (!text.startsWith('PractitionerRole/')) return '';
  const role = resolve(text);
  return role?.resourceType === 'PractitionerRole' ? (role.organization?.reference ?? '') : '';
}
