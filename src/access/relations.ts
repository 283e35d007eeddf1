// Who has to do with a child, and as what: read off the child's own resources into the head of the file.
import type {
  CareTeam,
  EpisodeOfCare,
  Period,
  Reference,
  RelatedPerson,
  Resource,
  ServiceRequest,
  Task,
} from '@medplum/fhirtypes';
import { localDay } from '../fhir/search/local-time.ts';
import type { Head, HeadPart, Json, Resolve } from '../store/head.ts';
import type { Caller } from './caller.ts';

/**
 * source: stored the Patient; referrer: asked for something; performer: was asked; ivh: runs the trajectory;
 * team: is in the care team or is case manager; municipality: of the trajectory; parent: is a RelatedPerson.
 */
export type Relation = 'source' | 'referrer' | 'performer' | 'ivh' | 'team' | 'municipality' | 'parent';

/** `key`: `Organization/<id>`, `Practitioner/<id>` or a person's `system|value`. Times are instants or dates. */
type RelationFact = {
  readonly as: Relation;
  readonly key: string;
  readonly from?: string;
  readonly until?: string;
  /** The period of the whole team, beside the participant's own. */
  readonly during?: Span;
};

type Span = { readonly from?: string; readonly until?: string };

const within = (period: Period | undefined): Span => ({ from: period?.start, until: period?.end });

const municipalityExtension = 'https://vroegdossier.nl/fhir/StructureDefinition/ivh-ext-gemeente';

export const accessPart: HeadPart = {
  name: 'access',
  types: new Set(['Patient', 'RelatedPerson', 'ServiceRequest', 'Task', 'EpisodeOfCare', 'CareTeam']),
  factOf(resource, resolve, origin) {
    const facts = factsOf(resource, resolve, origin).filter((fact) => fact.key !== '');
    return facts.length > 0 ? facts.map((fact): Json => ({ ...fact })) : undefined;
  },
};

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
    default:
      return [];
  }
}

function parentFacts(person: RelatedPerson): RelationFact[] {
  if (person.active === false) return [];
  return (person.identifier ?? []).map((one) => ({
    as: 'parent',
    key: one.value ? `${one.system ?? ''}|${one.value}` : '',
    from: person.period?.start,
    until: person.period?.end,
  }));
}

const endedRequest = new Set(['revoked', 'entered-in-error', 'draft']);

function requestFacts(request: ServiceRequest, resolve: Resolve, origin: string): RelationFact[] {
  if (request.status === 'entered-in-error') return [];
  const asked = endedRequest.has(request.status) ? [] : (request.performer ?? []);
  return [
    { as: 'referrer', key: origin },
    { as: 'referrer', key: organizationOf(request.requester, resolve) },
    ...asked.map((one): RelationFact => ({ as: 'performer', key: organizationOf(one, resolve) })),
  ];
}

/** Being asked, accepting and doing give access; refusing or finishing takes it away. */
const openTask = new Set(['requested', 'received', 'accepted', 'ready', 'in-progress', 'on-hold']);

function taskFacts(task: Task, resolve: Resolve, origin: string): RelationFact[] {
  const owner: RelationFact[] = openTask.has(task.status)
    ? [{ as: 'performer', key: organizationOf(task.owner, resolve) }]
    : [];
  return [{ as: 'referrer', key: origin }, ...owner];
}

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

/** A caller's relations to a file at a moment: by organisation, and apart (`self`) by the person alone. */
export interface Relations {
  readonly organization: ReadonlySet<Relation>;
  readonly self: ReadonlySet<Relation>;
}

export function relationsOf(head: Head, caller: Caller, now: Date): Relations {
  const organization = new Set<Relation>();
  const self = new Set<Relation>();
  const party = caller.organization ?? caller.client;
  for (const facts of Object.values(head.access ?? {})) {
    for (const fact of facts as RelationFact[]) {
      const isParty = fact.key === party;
      const isSelf = fact.key === caller.practitioner || fact.key === caller.person;
      if (!(isParty || isSelf) || !holds(fact, now) || !holds(fact.during ?? {}, now)) continue;
      if (isParty) organization.add(fact.as);
      if (isSelf) self.add(fact.as);
    }
  }
  return { organization, self };
}

/** Everyone who has, or had, to do with a child: the owners of the caseload rows. */
export const caseloadsOf = (head: Head): string[] => [...new Set(allFacts(head).map((fact) => fact.key))];

const allFacts = (head: Head): RelationFact[] =>
  Object.values(head.access ?? {}).flatMap((facts) => facts as RelationFact[]);

/** Dates count for the whole day in the Netherlands: an end on 2024-05-01 holds until that day is over. */
function holds({ from, until }: Span, now: Date): boolean {
  return (from === undefined || compare(from, now) <= 0) && (until === undefined || compare(until, now) >= 0);
}

/** Negative when the instant, or all of the day, month or year, lies before `now`; zero when `now` is in it. */
function compare(moment: string, now: Date): number {
  if (moment.includes('T')) return Date.parse(moment) - now.getTime();
  const today = localDay(now.getTime()).slice(0, moment.length);
  if (moment === today) return 0;
  return moment < today ? -1 : 1;
}
