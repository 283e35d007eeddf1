// The reference for ties: what connects somebody to a child at a moment, from the resources of the file themselves.
import type { EpisodeOfCare, Reference, RelatedPerson } from '@medplum/fhirtypes';
import { type Asker, directory } from './cast.ts';
import { isDecision, type Parents } from './consents.ts';
import { type Held, isNow, type Known } from './held.ts';

/** `in-…`: the person's own, the others the organisation's. */
export type Tie =
  | 'source'
  | 'referrer'
  | 'asked'
  | 'performer'
  | 'ivh'
  | 'team'
  | 'in-team'
  | 'municipality'
  | 'parent'
  | 'closed'
  | 'emergency'
  | 'named';

export interface Ties {
  readonly has: ReadonlySet<Tie>;
  /** CareTeams that he is in. */
  readonly teams: readonly string[];
}

export const partyOf = ({ organization, client }: Asker): string => organization ?? client;

/** A resource as it is now, and who stored it. */
export interface Living {
  readonly resource: Known;
  readonly origin: string;
}

export const livingIn = (file: readonly Held[]): Living[] =>
  file.flatMap(({ versions, origin, isDeleted }) => {
    const last = versions.at(-1);
    return last && !isDeleted ? [{ resource: last, origin }] : [];
  });

export function tiesTo(asker: Asker, living: readonly Living[], now: number): Ties {
  const has = new Set<Tie>();
  const teams: string[] = [];
  const party = partyOf(asker);
  const add = (tie: Tie, does: boolean): void => {
    if (does) has.add(tie);
  };
  for (const { resource, origin } of living) {
    switch (resource.resourceType) {
      case 'Patient':
        add('source', origin === party);
        break;
      case 'RelatedPerson': {
        const isClosed = resource.extension?.some(({ url }) => url.endsWith('/ivh-ext-toegang-gesloten'));
        if (isHim(asker, resource)) {
          add('closed', isClosed === true);
          add('parent', !isClosed && resource.active !== false && isNow(resource.period, now));
        }
        break;
      }
      case 'ServiceRequest': {
        if (resource.status === 'entered-in-error') break;
        add('referrer', origin === party || houseBehind(resource.requester) === party);
        const isOpen = !['draft', 'revoked', 'completed'].includes(resource.status);
        const isAsked = (resource.performer ?? []).some((one) => houseBehind(one) === party);
        add('asked', isOpen && isAsked && !hasTask(living, `ServiceRequest/${resource.id}`, party));
        break;
      }
      case 'Task': {
        add('referrer', origin === party);
        const isHis = houseBehind(resource.owner) === party;
        add('asked', isHis && ['requested', 'received'].includes(resource.status));
        add('performer', isHis && ['accepted', 'ready', 'in-progress', 'on-hold'].includes(resource.status));
        break;
      }
      case 'EpisodeOfCare': {
        add('ivh', resource.managingOrganization?.reference === party);
        const isOver = ['finished', 'cancelled', 'entered-in-error'].includes(resource.status);
        add('in-team', !isOver && isPerson(asker, resource.careManager));
        add('municipality', !isOver && municipalityOf(resource) === party);
        break;
      }
      case 'CareTeam': {
        if (!['active', 'proposed'].includes(resource.status ?? 'active')) break;
        for (const { member, onBehalfOf, period } of resource.participant ?? []) {
          if (!isNow(period, now) || !isNow(resource.period, now)) continue;
          const isHouse = (onBehalfOf?.reference ?? houseBehind(member)) === party;
          add('team', isHouse);
          add('in-team', isPerson(asker, member));
          if (isHouse || isPerson(asker, member)) teams.push(`CareTeam/${resource.id}`);
        }
        break;
      }
      case 'Communication': {
        const isEmergency = JSON.stringify(resource.category ?? []).includes('"noodtoegang"');
        const age = now - Date.parse(resource.sent ?? '');
        const isOpen = isEmergency && age >= 0 && age <= 4 * 3_600_000;
        const isSender = resource.sender?.reference === party || isPerson(asker, resource.sender);
        add('emergency', isOpen && isSender);
        break;
      }
      default:
    }
  }
  if (has.has('closed')) has.delete('parent');
  return { has, teams };
}

/** A parent with authority permits sharing with this very organisation or professional. */
export const isNamed = ({ organization, practitioner }: Asker, { decisions }: Parents): boolean =>
  decisions
    .flat()
    .filter(isDecision)
    .some(
      ({ provision }) =>
        provision?.type === 'permit' &&
        (provision.actor ?? []).some(
          ({ reference: { reference } }) =>
            reference !== undefined && (reference === organization || reference === practitioner),
        ),
    );

const isHim = ({ person }: Asker, { identifier = [] }: RelatedPerson): boolean =>
  identifier.some(({ system, value }) => `${system}|${value}` === person);

const isPerson = ({ practitioner }: Asker, reference: Reference | undefined): boolean =>
  practitioner !== undefined && reference?.reference === practitioner;

/** Where there is a Task for the one asked, that says how it stands. */
const hasTask = (living: readonly Living[], request: string, party: string): boolean =>
  living.some(
    ({ resource: one }) =>
      one.resourceType === 'Task' && one.focus?.reference === request && houseBehind(one.owner) === party,
  );

/** The organisation, or the one that a role is in. */
function houseBehind(reference: Reference | undefined): string | undefined {
  const text = reference?.reference;
  if (text?.startsWith('Organization/')) return text;
  const role = directory.find((one) => text === `${one.resourceType}/${one.id}`);
  return role?.resourceType === 'PractitionerRole' ? role.organization?.reference : undefined;
}

const municipalityOf = ({ extension = [] }: EpisodeOfCare): string | undefined =>
  extension.find(({ url }) => url.endsWith('/ivh-ext-gemeente'))?.valueReference?.reference;
