// Composes and changes the team around a child; the case manager of the traject and of the team stay one person.
import type { CareTeam, EpisodeOfCare } from '@medplum/fhirtypes';
import { FhirFailure } from '../../fhir/failure.ts';
import type { Context } from '../../interactions/context.ts';
import { submit } from '../../interactions/submit.ts';
import { childOf, demandOpenEpisode, ofType, openEpisodeIn, readAs } from '../child-file.ts';
import { kindOf } from '../kinds.ts';
import { at, idIn, referenceOf, urn } from '../references.ts';
import { create, update } from '../writes.ts';
import { careTeamOf, ended, isCaseManager, isPresent, participantOf, teamFrom } from './fhir.ts';
import type { Member, Team } from './schema.ts';

const parts = ['CareTeam', 'EpisodeOfCare'] as const;
const today = (context: Context): string => context.now().toISOString().slice(0, 10);

export const readTeam = (context: Context, id: string): Promise<CareTeam> =>
  readAs(context, 'CareTeam', id, (each) => kindOf(each) === 'care-team');

export async function composeTeam(context: Context, team: Team) {
  const file = await context.dossier.file(team.child, parts);
  const episode = demandOpenEpisode(file);
  const present = ofType(file, 'CareTeam').find(
    (each) => each.status === 'active' && kindOf(each) === 'care-team',
  );
  if (present !== undefined) {
    throw new FhirFailure('conflict', [
      { text: `the child has a kernteam, ${present.id}: add members to it`, expression: 'child' },
    ]);
  }
  const members = withCaseManager(team.members, episode);
  const careTeam = careTeamOf(
    { ...team, members },
    context.dossier.caller.region,
    today(context),
    context.newId,
  );
  const url = urn(context.newId());
  const manager = careTeam.participant?.find(isCaseManager)?.member?.reference;
  const changed: EpisodeOfCare = {
    ...episode,
    team: [...(episode.team ?? []), at(url)],
    careManager: manager ? at(manager) : episode.careManager,
  };
  const [written] = await submit(context, [create(careTeam, url), update(changed)], 'compose-care-team');
  return teamFrom(await readTeam(context, written?.id ?? ''));
}

/** The case manager the traject already has belongs to the team, named or not. */
function withCaseManager(members: readonly Member[], episode: EpisodeOfCare): Member[] {
  const practitioner = idIn('Practitioner', episode.careManager);
  const isNamed = members.some((each) => each.role === 'trajectbegeleider');
  return practitioner === undefined || isNamed
    ? [...members]
    : [...members, { role: 'trajectbegeleider', practitioner }];
}

export async function addMember(context: Context, id: string, member: Member) {
  const team = await readTeam(context, id);
  const participant = [...(team.participant ?? []), participantOf(member, today(context), context.newId())];
  const manager = member.role === 'trajectbegeleider' ? participant.at(-1)?.member?.reference : undefined;
  const episode = manager ? await episodeOf(context, team) : undefined;
  const assigned = manager && episode ? [update({ ...episode, careManager: at(manager) })] : [];
  await submit(context, [update({ ...team, participant }), ...assigned], 'compose-care-team');
  return teamFrom(await readTeam(context, id));
}

export async function endMember(context: Context, id: string, member: string, on: string | undefined) {
  const team = await readTeam(context, id);
  const leaving = team.participant?.find((each) => each.id === member);
  if (leaving === undefined) throw new FhirFailure('not-found', `no member ${member} in this kernteam`);
  if (!isPresent(leaving))
    throw new FhirFailure('conflict', `member ${member} left on ${leaving.period?.end}`);
  const participant = team.participant?.map((each) =>
    each === leaving ? ended(each, on ?? today(context)) : each,
  );
  const episode = isCaseManager(leaving) ? await episodeOf(context, team) : undefined;
  const unassigned = episode ? [update({ ...episode, careManager: undefined })] : [];
  await submit(context, [update({ ...team, participant }), ...unassigned], 'compose-care-team');
  return teamFrom(await readTeam(context, id));
}

async function episodeOf(context: Context, team: CareTeam): Promise<EpisodeOfCare | undefined> {
  const file = await context.dossier.file(childOf(team), parts);
  const episode = openEpisodeIn(file);
  return episode?.team?.some((each) => each.reference === referenceOf(team)) ? episode : undefined;
}

export async function teamsOf(context: Context, child: string) {
  const file = await context.dossier.file(child, ['CareTeam']);
  return ofType(file, 'CareTeam')
    .filter((each) => kindOf(each) === 'care-team')
    .map(teamFrom);
}
