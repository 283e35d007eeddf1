// The reference for consent: what the parents of one file decided about one recipient, from the Consents themselves.
import type { Consent, RelatedPerson, Resource } from '@medplum/fhirtypes';
import type { Asker } from './cast.ts';
import { isNow, type Known } from './held.ts';
import { shareScope } from './words.ts';

export type Word = 'permit' | 'objection' | 'none';

const ours = 'https://vroegdossier.nl/fhir/CodeSystem/';
const systems = [`${ours}ivh-bouwsteen`, `${ours}ivh-domein`];

export const isDecision = (resource: Resource): resource is Consent & { id: string } =>
  resource.resourceType === 'Consent' && JSON.stringify(resource.scope).includes(`"${shareScope}"`);

/** The living RelatedPersons and Consents of one file. */
export interface Parents {
  /** Per person with authority the decisions that are in force. */
  readonly decisions: readonly (readonly Consent[])[];
}

export function parentsIn(living: readonly Known[], now: number): Parents {
  const persons = living.filter((one) => one.resourceType === 'RelatedPerson').filter(hasAuthority);
  const byPerson = Map.groupBy(persons, ({ identifier = [] }) => identifier[0]?.value);
  const decisions = living.filter(isDecision).filter(({ status, provision }) => {
    return status === 'active' && isNow(provision?.period, now);
  });
  return {
    decisions: [...byPerson.values()]
      .filter((same) => same.some(({ period }) => isNow(period, now)))
      .map((same) => {
        const names = same.map(({ id }) => `RelatedPerson/${id}`);
        return decisions.filter(({ performer = [] }) => names.includes(performer[0]?.reference ?? ''));
      }),
  };
}

const hasAuthority = ({ active, extension = [] }: RelatedPerson): boolean =>
  active !== false &&
  extension.some(
    ({ url, extension: parts = [] }) =>
      url.endsWith('/ivh-ext-gezag') && parts.some((part) => part.url === 'gezag' && part.valueBoolean),
  );

/** One parent's objection is enough; a permit takes all of them. */
export function wordOn(
  { decisions }: Parents,
  asker: Asker,
  teams: readonly string[],
  resource: Resource,
): Word {
  const words = decisions.map((own) => wordOfOne(own, asker, teams, categoriesOf(resource)));
  if (words.includes('objection')) return 'objection';
  return words.length > 0 && words.every((word) => word === 'permit') ? 'permit' : 'none';
}

function wordOfOne(
  decisions: readonly Consent[],
  asker: Asker,
  teams: readonly string[],
  categories: readonly string[],
): Word {
  const weighed = decisions.flatMap(({ provision }) => {
    const weight = weightOf(provision, asker, teams, categories);
    return weight ? [{ permits: provision?.type === 'permit', weight }] : [];
  });
  const permits = weighed.filter(({ permits: does }) => does);
  const objects = weighed.some(
    ({ permits: does, weight }) =>
      !does &&
      !permits.some(
        (one) =>
          one.weight.some((w, at) => w > (weight[at] ?? 0)) &&
          one.weight.every((w, at) => w >= (weight[at] ?? 0)),
      ),
  );
  if (objects) return 'objection';
  return permits.length > 0 ? 'permit' : 'none';
}

/** How narrowly it names recipient, category and purpose; undefined when it is about something else. */
function weightOf(
  provision: Consent['provision'],
  { organization, practitioner, kind, purpose }: Asker,
  teams: readonly string[],
  categories: readonly string[],
): readonly number[] | undefined {
  const actors = (provision?.actor ?? []).map(({ reference }) => reference.reference);
  const kinds = (provision?.extension ?? []).map((one) => one.valueCodeableConcept?.coding?.[0]?.code);
  const purposes = (provision?.purpose ?? []).map(({ code }) => code);
  const named = (provision?.class ?? []).map(({ system, code }) => `${system}|${code}`);
  if (purposes.length > 0 && !purposes.includes(purpose)) return undefined;
  const isNamed = actors.some((one) => one !== undefined && (one === organization || one === practitioner));
  const isInTeam = actors.some((one) => one !== undefined && teams.includes(one));
  const isOfKind = kinds.includes(kind);
  const isForAll = actors.length === 0 && kinds.length === 0;
  if (!isNamed && !isInTeam && !isOfKind && !isForAll) return undefined;
  if (named.length > 0 && !touches(named, categories, provision?.type === 'permit')) return undefined;
  return [
    isNamed ? 3 : isInTeam ? 2 : isOfKind ? 1 : 0,
    named.length > 0 ? 1 : 0,
    purposes.length > 0 ? 1 : 0,
  ];
}

/** A permit for some categories of a system does not reach data that has others of it too. */
function touches(named: readonly string[], has: readonly string[], permits: boolean): boolean {
  return systems.some((system) => {
    const ofSystem = has.filter((one) => one.startsWith(`${system}|`));
    const common = ofSystem.filter((one) => named.includes(one));
    return common.length > 0 && (!permits || common.length === ofSystem.length);
  });
}

const usual: Readonly<Record<string, readonly string[]>> = {
  1: ['QuestionnaireResponse'],
  2: ['Appointment', 'CareTeam', 'Condition', 'DiagnosticReport', 'Observation', 'Procedure'],
  3: ['CarePlan', 'Composition', 'Goal'],
  4: ['Communication', 'Encounter', 'EpisodeOfCare'],
};

function categoriesOf(resource: Resource): string[] {
  const found = codingsIn(resource).filter(({ system }) => systems.includes(system));
  const names = found.map(({ system, code }) => `${system}|${code}`);
  if (found.some(({ system }) => system === systems[0])) return names;
  const block = Object.keys(usual).find((one) => usual[one]?.includes(resource.resourceType));
  return block === undefined ? names : [...names, `${systems[0]}|${block}`];
}

function codingsIn(value: unknown): { system: string; code: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(codingsIn);
  const { system, code } = value as { system?: unknown; code?: unknown };
  return typeof system === 'string' && typeof code === 'string' ? [{ system, code }, ...below] : below;
}
