// What the head of a child's file keeps for IVH: the few facts that rules and board are decided from.
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
import type { Head, HeadPart, Json } from '../store/head.ts';
import { codeIn, codesIn, extensionUrl, namingSystems } from './codes.ts';
import { kindOf } from './kinds.ts';
import { authorityOf } from './people.ts';
import { unversioned } from './references.ts';

export type ReferralFact = { is: 'referral'; status: string; on?: string; by?: string };
type TaskFactOf<K extends string> = {
  is: K;
  status: string;
  focus?: string;
  region?: string;
  on?: string;
  changed?: string;
  started?: string;
};
export type TaskFact =
  | TaskFactOf<'referral-task'>
  | TaskFactOf<'advice-task'>
  | TaskFactOf<'examination-task'>;
export type EpisodeFact = {
  is: 'episode';
  status: string;
  region?: string;
  manager?: string;
  municipality?: string;
  referrals: string[];
  since?: string;
  /** Start of the present stretch after a reopening. */
  reopened?: string;
};
export type PlanFact = { is: 'plan'; status: string; meeting?: string; on?: string; advice: string[] };
export type TeamFact = { is: 'team'; status: string; roles: string[]; managers: string[] };
export type ContactFact = {
  is: 'contact';
  what?: string;
  status: string;
  start?: string;
  end?: string;
  planned?: string;
};
export type AgreementFact = { is: 'agreement'; active: boolean; plan?: string; by: string[]; on?: string };
/** A parent with authority; `same` is who this is, whatever the resource. */
export type ParentFact = { is: 'parent'; same?: string };
export type ChildFact = { is: 'child'; born?: string };

export type Fact =
  | ReferralFact
  | TaskFact
  | EpisodeFact
  | PlanFact
  | TeamFact
  | ContactFact
  | AgreementFact
  | ParentFact
  | ChildFact;

const types = [
  'Patient',
  'RelatedPerson',
  'ServiceRequest',
  'Task',
  'EpisodeOfCare',
  'CarePlan',
  'CareTeam',
  'Encounter',
  'Consent',
] as const;

export const ivhFacts: HeadPart = {
  name: 'ivh',
  types: new Set<string>(types),
  factOf: (resource) => factOf(resource),
};

export function factOf(resource: Resource): Fact | undefined {
  if (resource.resourceType === 'Patient') return { is: 'child', born: resource.birthDate };
  if (resource.resourceType === 'RelatedPerson') {
    if (authorityOf(resource) !== true || resource.active === false || resource.period?.end) return undefined;
    const bsn = resource.identifier?.find((each) => each.system === namingSystems.bsn)?.value;
    return { is: 'parent', ...(bsn === undefined ? {} : { same: bsn }) };
  }
  const kind = kindOf(resource);
  if (kind === undefined) return undefined;
  switch (resource.resourceType) {
    case 'ServiceRequest':
      return kind === 'referral' ? referralFact(resource) : undefined;
    case 'Task':
      return taskFact(resource, kind);
    case 'EpisodeOfCare':
      return episodeFact(resource);
    case 'CarePlan':
      return planFact(resource);
    case 'CareTeam':
      return teamFact(resource);
    case 'Encounter':
      return contactFact(resource);
    case 'Consent':
      return agreementFact(resource);
    default:
      return undefined;
  }
}

const referralFact = (request: ServiceRequest): ReferralFact => ({
  is: 'referral',
  status: request.status,
  on: request.authoredOn,
  by: request.requester?.reference,
});

const taskFact = (task: Task, kind: string): TaskFact => ({
  is: kind === 'referral-task' || kind === 'advice-task' ? kind : 'examination-task',
  status: task.status,
  focus: unversioned(task.focus?.reference),
  region: task.owner?.reference,
  on: task.authoredOn,
  changed: task.lastModified ?? task.authoredOn,
  started: task.executionPeriod?.start,
});

function episodeFact(episode: EpisodeOfCare): EpisodeFact {
  const history = episode.statusHistory ?? [];
  const reopening = history.findLastIndex((each) => each.status === 'finished');
  const present = history.at(-1);
  return {
    is: 'episode',
    status: episode.status,
    region: episode.managingOrganization?.reference,
    manager: episode.careManager?.reference,
    municipality: episode.extension?.find((each) => each.url === extensionUrl('gemeente'))?.valueReference
      ?.reference,
    referrals: (episode.referralRequest ?? []).flatMap((each) => each.reference ?? []),
    since: present?.status === episode.status ? present.period.start : episode.period?.start,
    reopened: reopening < 0 ? undefined : history[reopening + 1]?.period.start,
  };
}

const planFact = (plan: CarePlan): PlanFact => ({
  is: 'plan',
  status: plan.status,
  meeting: unversioned(plan.encounter?.reference),
  on: plan.created,
  advice: (plan.activity ?? []).flatMap((each) => unversioned(each.reference?.reference) ?? []),
});

function teamFact(team: CareTeam): TeamFact {
  const present = (team.participant ?? []).filter((each) => each.period?.end === undefined);
  const managers = present.filter((each) => codesIn('rol', each.role).includes('trajectbegeleider'));
  return {
    is: 'team',
    status: team.status ?? 'active',
    roles: [...new Set(present.flatMap((each) => codesIn('rol', each.role)))],
    managers: managers.map((each) => each.member?.reference ?? ''),
  };
}

const contactFact = (encounter: Encounter): ContactFact => ({
  is: 'contact',
  what: codeIn('gesprek', encounter.type),
  status: encounter.status,
  start: encounter.period?.start,
  end: encounter.period?.end,
  planned: encounter.statusHistory?.find((each) => each.status === 'planned')?.period.start,
});

/** The plan that an agreement is about. */
export const agreedPlan = (consent: Consent): string | undefined =>
  consent.provision?.data
    ?.map((each) => unversioned(each.reference.reference))
    .find((reference) => reference?.startsWith('CarePlan/'));

const agreementFact = (consent: Consent): AgreementFact => ({
  is: 'agreement',
  active: consent.status === 'active' && consent.provision?.type === 'permit',
  plan: agreedPlan(consent),
  by: (consent.performer ?? []).flatMap((each) => each.reference ?? []),
  on: consent.dateTime,
});

const isFact = (fact: Json): fact is Fact => typeof fact === 'object' && fact !== null && 'is' in fact;

/** A head's facts of one sort, each with the reference of its resource. */
export function factsOf<K extends Fact['is']>(
  head: Head,
  ...sorts: K[]
): { reference: string; fact: Extract<Fact, { is: K }> }[] {
  const wanted = (fact: Fact): fact is Extract<Fact, { is: K }> => sorts.some((sort) => sort === fact.is);
  return Object.entries(head.ivh ?? {}).flatMap(([reference, fact]) =>
    isFact(fact) && wanted(fact) ? [{ reference, fact }] : [],
  );
}

/** The same facts made from resources at hand. */
export function headOf(resources: readonly Resource[]): Head {
  const facts = resources.flatMap((resource) => {
    const fact = factOf(resource);
    return fact === undefined ? [] : [[`${resource.resourceType}/${resource.id ?? ''}`, fact] as const];
  });
  return { ivh: Object.fromEntries(facts) };
}
