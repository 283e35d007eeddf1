// Purpose-bound views: who has a ground for citizen service numbers, and per view what is shown. https://hl7.org/fhir/R4/v3/ObservationValue/cs.html (SUBSETTED)
import type { Resource } from '@medplum/fhirtypes';
import type { ServedType } from '../../fhir/types.ts';
import type { Caller, CallerKind } from '../caller.ts';
import { projected, type Shown, shownBy } from './projection.ts';
import { type BsnGround, withoutBsn } from './without-bsn.ts';

/** Care and youth law give a ground for the number; day care and schools have none, parents that of their child. */
const bsnGround: Readonly<Record<CallerKind, BsnGround>> = {
  jgz: 'all',
  gp: 'all',
  hospital: 'all',
  provider: 'all',
  municipality: 'all',
  coordinator: 'all',
  'case-manager': 'all',
  tester: 'all',
  parent: 'child',
  childcare: 'none',
  school: 'none',
  'child-support': 'none',
  analyst: 'none',
};

const reference = (path: string): string[] => [`${path}.reference`, `${path}.type`];
const code = (path: string): string[] =>
  ['system', 'code', 'display'].map((name) => `${path}.coding.${name}`);
const words = (path: string): string[] => [...code(path), `${path}.text`];
const span = (path: string): string[] => [`${path}.start`, `${path}.end`];
const parts = (path: string, ...names: string[]): string[] => names.map((name) => `${path}.${name}`);

const personName = parts('name', 'use', 'text', 'family', 'given', 'prefix', 'suffix');
const reach = [
  ...parts('telecom', 'system', 'value', 'use'),
  ...parts('address', 'use', 'type', 'text', 'line', 'city', 'district', 'state', 'postalCode', 'country'),
];
const numbers = parts('identifier', 'use', 'system', 'value');
const whoItIs = [...personName, 'birthDate', 'gender'];

const trajectory = [
  'status',
  ...words('type'),
  ...reference('patient'),
  ...reference('managingOrganization'),
  ...span('period'),
  ...reference('extension:ivh-ext-gemeente.valueReference'),
];
const plan = [
  'status',
  'intent',
  ...code('category'),
  ...reference('subject'),
  ...span('period'),
  'created',
  ...reference('author'),
  ...reference('replaces'),
  ...reference('activity.reference'),
  'extension:ivh-ext-akkoord.extension:datum.valueDateTime',
];
const step = [
  'activity.detail.status',
  ...words('activity.detail.code'),
  ...reference('activity.detail.performer'),
  ...span('activity.detail.scheduledPeriod'),
];
/** A line of advice: which kind of help, by whom, paid by which law. */
const advice = [
  'status',
  'intent',
  ...code('category'),
  ...code('code'),
  ...reference('subject'),
  ...span('occurrencePeriod'),
  'authoredOn',
  ...reference('requester'),
  ...reference('performer'),
  ...code('extension:ivh-ext-financiering.valueCodeableConcept'),
];
const progress = [
  'status',
  'intent',
  ...code('code'),
  ...code('businessStatus'),
  ...reference('basedOn'),
  ...reference('focus'),
  ...reference('for'),
  'authoredOn',
  'lastModified',
  ...reference('requester'),
  ...reference('owner'),
  ...span('executionPeriod'),
  ...span('restriction.period'),
];
const goal = [
  'lifecycleStatus',
  'description.text',
  ...reference('subject'),
  'startDate',
  ...reference('expressedBy'),
];
const team = [
  'status',
  ...reference('subject'),
  ...span('period'),
  ...code('participant.role'),
  ...reference('participant.member'),
  ...reference('participant.onBehalfOf'),
  ...span('participant.period'),
  ...reference('managingOrganization'),
];
const relative = ['active', ...reference('patient'), ...code('relationship'), ...personName, ...reach];

type Table = Readonly<Partial<Record<ServedType, readonly string[]>>>;

/** Per view and type the elements shown; what is not named here, down to texts and numbers of references, is left out. */
export const views = {
  /** Asked to do something and not yet accepted: which child it is about. */
  asked: { Patient: whoItIs },

  /** The municipality that pays: which child, which help, by which law, how far. */
  payer: {
    Patient: [...whoItIs, ...numbers, ...parts('address', 'use', 'line', 'city', 'postalCode', 'country')],
    EpisodeOfCare: trajectory,
    ServiceRequest: advice,
    Task: progress,
  },

  /** The municipality as access desk: the plan and its advice in words, without diagnoses, reasons and notes. */
  'plan-for-municipality': {
    Patient: [...whoItIs, ...numbers, ...reach],
    EpisodeOfCare: trajectory,
    CarePlan: [...plan, ...step, 'title', ...reference('goal'), ...reference('careTeam')],
    ServiceRequest: [...advice, 'code.text'],
    Task: [...progress, 'code.text'],
  },

  /** The access desk when the parents agreed to more: also why, the family's goals and who is around the child. */
  'plan-with-consent': {
    Patient: [...whoItIs, ...numbers, ...reach],
    RelatedPerson: relative,
    EpisodeOfCare: [...trajectory, ...reference('careManager'), ...reference('team')],
    CareTeam: team,
    CarePlan: [...plan, ...step, 'title', 'description', ...reference('goal'), ...reference('careTeam')],
    Goal: goal,
    ServiceRequest: [...advice, 'code.text', ...words('reasonCode')],
    Task: [...progress, 'code.text', 'description', ...words('statusReason')],
  },

  /** Day care and school, for a good start there: what is agreed, the family's goals, whom to call. */
  handover: {
    Patient: [...whoItIs],
    RelatedPerson: [
      'active',
      ...reference('patient'),
      ...code('relationship'),
      ...personName,
      ...parts('telecom', 'system', 'value', 'use'),
    ],
    EpisodeOfCare: trajectory,
    CareTeam: team,
    CarePlan: [...plan, ...step, 'title', ...reference('goal'), ...reference('careTeam')],
    Goal: goal,
    ServiceRequest: [...advice.filter((path) => !path.startsWith('extension:')), 'code.text'],
    Task: [...progress, 'code.text'],
  },
} as const satisfies Record<string, Table>;

export type ViewName = keyof typeof views;

export const typesIn = (view: ViewName): string[] => Object.keys(views[view]);

const trees = new Map<string, ReadonlyMap<string, Shown>>(
  Object.entries(views).map(([name, table]) => [
    name,
    new Map(Object.entries(table).map(([type, paths]) => [type, shownBy(paths)])),
  ]),
);

/** The resource as the view shows it, marked SUBSETTED; a type the view does not name is not shown at all. */
export function project(resource: Resource, view: ViewName): Resource | undefined {
  const shown = trees.get(view)?.get(resource.resourceType);
  return shown && projected(resource, shown);
}

export const bsnGroundOf = (kind: CallerKind): BsnGround => bsnGround[kind];

/** What the caller gets of a resource that he may see, whole or by a view; the same object when nothing is left out. */
export function seenBy(caller: Caller, resource: Resource, view: ViewName | undefined): Resource | undefined {
  const shown = view ? project(resource, view) : resource;
  return shown && withoutBsn(shown, bsnGround[caller.kind], caller.person);
}
