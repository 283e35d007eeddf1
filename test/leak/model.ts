// The reference: who may see what of a world, said again in as few words as it takes.
import type { Resource } from '@medplum/fhirtypes';
import { typesIn, type ViewName } from '../../src/access/views/views.ts';
import type { Asker } from './cast.ts';
import { isDecision, type Parents, parentsIn, type Word, wordOn } from './consents.ts';
import { type Held, type Known, lastLiving } from './held.ts';
import { isNamed, type Living, livingIn, partyOf, type Tie, type Ties, tiesTo } from './ties.ts';
import type { World } from './world.ts';

export type Glance = 'hidden' | 'whole' | ViewName;

/** How much is seen of a resource as it is (or was before it was deleted), and of one version of it. */
export interface Model {
  readonly ofChild: (child: string) => 'hidden' | 'seen';
  readonly of: (held: Held) => Glance;
  readonly ofVersion: (held: Held, version: Known) => Glance;
  /** Has to do with the child by its own file, whether or not that shows him anything. */
  readonly isTied: (child: string) => boolean;
}

/** One child's file as far as it counts for who may see it. */
interface File {
  readonly ties: Ties;
  readonly parents: Parents;
  readonly living: readonly Living[];
}

export function modelOf({ held, asker, children, now }: World): Model {
  const byChild = Map.groupBy(held, ({ child }) => child);
  const files = new Map<string, readonly File[]>();
  for (const { id, older } of children) {
    const lives = byChild.get(id) ?? [];
    const isGone = lives.some(({ name, isDeleted }) => isDeleted && name === `Patient/${id}`);
    if (isGone) {
      files.set(id, [goneFile(asker, lives)]);
      continue;
    }
    const own = fileOf(asker, livingIn(lives), now);
    const elder = older && fileOf(asker, livingIn(byChild.get(older) ?? []), now);
    files.set(id, elder ? [own, both(own, elder, asker, now)] : [own]);
  }
  const ofVersion = (one: Held, version: Known): Glance => {
    const looks = (one.child === undefined ? undefined : files.get(one.child)) ?? [];
    if (one.child === undefined)
      return asker.kind !== 'analyst' && one.origin === partyOf(asker) ? 'whole' : 'hidden';
    return best(looks.map((file) => glance(asker, file, one, version)));
  };
  const of = (one: Held): Glance => ofVersion(one, lastLiving(one));
  return {
    of,
    ofVersion,
    ofChild: (child) => ((byChild.get(child) ?? []).some((one) => of(one) !== 'hidden') ? 'seen' : 'hidden'),
    isTied: (child) => tiesTo(asker, livingIn(byChild.get(child) ?? []), now).has.size > 0,
  };
}

function fileOf(asker: Asker, living: readonly Living[], now: number): File {
  const ties = tiesTo(asker, living, now);
  const parents = parentsIn(
    living.map(({ resource }) => resource),
    now,
  );
  const named: Tie[] = isNamed(asker, parents) ? ['named'] : [];
  return { parents, living, ties: { ...ties, has: new Set([...ties.has, ...named]) } };
}

/** For a child that is gone its region still answers. */
function goneFile(asker: Asker, lives: readonly Held[]): File {
  const isIvh = lives
    .map(lastLiving)
    .some(
      (one) => one.resourceType === 'EpisodeOfCare' && one.managingOrganization?.reference === partyOf(asker),
    );
  const has = new Set<Tie>(isIvh ? ['ivh'] : []);
  return { living: [], parents: { decisions: [] }, ties: { has, teams: [] } };
}

/**
 * A younger file is judged by itself, as that of an unknown child is. Who has to do with the child by its older file
 * has so by the younger too, and then what was decided there counts.
 */
function both(own: File, elder: File, asker: Asker, now: number): File {
  const { parents, ties } = fileOf(asker, [...elder.living, ...own.living], now);
  const isClosed = own.ties.has.has('closed');
  const has = [...own.ties.has, ...elder.ties.has, ...ties.has].filter(
    (tie) => tie !== 'closed' && !(tie === 'parent' && isClosed),
  );
  return {
    living: [...elder.living, ...own.living],
    parents,
    ties: { has: new Set(has), teams: ties.teams },
  };
}

const best = (glances: readonly Glance[]): Glance =>
  glances.includes('whole') ? 'whole' : (glances.find((one) => one !== 'hidden') ?? 'hidden');

function glance(asker: Asker, file: File, one: Held, version: Known): Glance {
  const { kind, purpose } = asker;
  const { has, teams } = file.ties;
  const tied = (...some: Tie[]): boolean => some.some((tie) => has.has(tie));
  const isForCare = purpose !== 'HPAYMT' && purpose !== 'HOPERAT';
  const isOwn = one.origin === partyOf(asker);
  const isShared = !isDecision(version);
  if (kind === 'parent') return tied('parent') ? 'whole' : 'hidden';
  if (kind === 'coordinator' && isForCare && tied('ivh', 'asked', 'performer')) return 'whole';
  if (isSetAside(file, one)) return 'hidden';
  if (
    ['jgz', 'gp', 'hospital', 'case-manager', 'coordinator'].includes(kind) &&
    tied('emergency') &&
    isShared
  )
    return 'whole';
  if (kind === 'coordinator') return isForCare && isOwn && isShared ? 'whole' : 'hidden';
  if (kind === 'case-manager') return isForCare && tied('in-team') ? 'whole' : 'hidden';
  if (kind === 'analyst' || kind === 'tester') return 'hidden';
  if (isForCare && isOwn) return 'whole';
  const word = wordOn(file.parents, asker, teams, version);
  return word === 'objection' ? 'hidden' : asOutsider(asker, tied, version, word, isForCare);
}

function asOutsider(
  { kind, organization }: Asker,
  tied: (...ties: Tie[]) => boolean,
  version: Known,
  word: Word,
  isForCare: boolean,
): Glance {
  const type = version.resourceType;
  const isIn = (...types: string[]): boolean => types.includes(type);
  const isCare = ['jgz', 'gp', 'hospital', 'provider'].includes(kind);
  const shows = (view: ViewName): boolean => typesIn(view).includes(type) && isAgreed(version);
  if (isForCare) {
    const isContext = isIn('Patient', 'RelatedPerson', 'EpisodeOfCare', 'CareTeam');
    if (isCare && isContext && tied('source', 'referrer', 'performer')) return 'whole';
    if (
      isIn('Patient', 'RelatedPerson', 'EpisodeOfCare') &&
      kind !== 'child-support' &&
      tied('source', 'referrer')
    )
      return 'whole';
    const isInvolved = tied('source', 'referrer', 'asked', 'performer', 'team') && kind !== 'child-support';
    if (isInvolved && isAddressed(version, organization)) return 'whole';
    const mayMeetAll = !isDecision(version);
    if (isCare && tied('team') && mayMeetAll) return 'whole';
    if ((isCare || kind === 'child-support') && tied('named') && word === 'permit' && mayMeetAll)
      return 'whole';
    const takesPart = tied('performer', 'team', 'named') && word === 'permit';
    if (['school', 'childcare'].includes(kind) && takesPart && shows('handover')) return 'handover';
    if (kind === 'municipality' && takesPart && shows('plan-with-consent')) return 'plan-with-consent';
    if (isIn('Patient') && tied('asked', 'performer', 'team') && kind !== 'child-support') return 'asked';
  }
  if (kind !== 'municipality' || !tied('municipality')) return 'hidden';
  if (!isForCare) return shows('payer') ? 'payer' : 'hidden';
  if (word === 'permit' && shows('plan-with-consent')) return 'plan-with-consent';
  return shows('plan-for-municipality') ? 'plan-for-municipality' : 'hidden';
}

/** Use of the file, or of this resource, is restricted at a parent's request. */
const isSetAside = ({ living }: File, { name }: Held): boolean =>
  living.some(
    ({ resource: one }) =>
      one.resourceType === 'Task' &&
      one.status === 'in-progress' &&
      one.code?.coding?.[0]?.code === 'beperking' &&
      (one.focus?.reference?.startsWith('Patient/') || one.focus?.reference === name),
  );

/** Of plans what is more than a draft, of requests and tasks the advice alone. */
function isAgreed(version: Known): boolean {
  if (version.resourceType === 'CarePlan') return version.status !== 'draft';
  if (version.resourceType !== 'ServiceRequest' && version.resourceType !== 'Task') return true;
  return JSON.stringify(version).includes('"code":"advies"');
}

/** The organisation itself is named as who asks, is asked, sends or gets. */
function isAddressed(resource: Resource, organization: string | undefined): boolean {
  const named = Object.entries(resource).filter(([name]) =>
    ['performer', 'owner', 'requester', 'recipient', 'sender'].includes(name),
  );
  return organization !== undefined && JSON.stringify(named).includes(`"${organization}"`);
}
