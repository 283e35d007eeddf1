// The kernteam to and from FHIR's CareTeam; who leaves keeps his place with an ended period.
import type { CareTeam, CareTeamParticipant } from '@medplum/fhirtypes';
import type * as z from 'zod';
import { codesIn, madeFor, role } from '../codes.ts';
import { missingRoles } from '../minimum-team.ts';
import { at, idIn, to } from '../references.ts';
import type { Member, Team, teamAnswer } from './schema.ts';

export const participantOf = (member: Member, today: string, id: string): CareTeamParticipant => ({
  id,
  role: [role(member.role)],
  member: memberReference(member),
  onBehalfOf:
    member.practitioner && member.organization ? to('Organization', member.organization) : undefined,
  period: { start: member.since ?? today },
});

function memberReference({ practitioner, organization, parent }: Member): { reference: string } {
  if (practitioner !== undefined) return to('Practitioner', practitioner);
  return parent === undefined ? to('Organization', organization ?? '') : to('RelatedPerson', parent);
}

export const careTeamOf = (team: Team, region: string, today: string, newId: () => string): CareTeam => ({
  resourceType: 'CareTeam',
  meta: madeFor('2', 'kernteam'),
  status: 'active',
  name: 'Kernteam Integrale Vroeghulp',
  subject: to('Patient', team.child),
  period: { start: today },
  participant: team.members.map((member) => participantOf(member, today, newId())),
  managingOrganization: [at(region)],
});

export const isCaseManager = (participant: CareTeamParticipant): boolean =>
  codesIn('rol', participant.role).includes('trajectbegeleider');

export const isPresent = (participant: CareTeamParticipant): boolean => participant.period?.end === undefined;

export const ended = (participant: CareTeamParticipant, on: string): CareTeamParticipant => ({
  ...participant,
  period: { ...participant.period, end: on },
});

export function teamFrom(team: CareTeam): z.infer<typeof teamAnswer> {
  const participants = team.participant ?? [];
  const missing = missingRoles(participants.filter(isPresent).flatMap((each) => codesIn('rol', each.role)));
  return {
    id: team.id ?? '',
    child: idIn('Patient', team.subject) ?? '',
    status: team.status,
    members: participants.map((each) => ({
      id: each.id,
      role: codesIn('rol', each.role)[0],
      practitioner: idIn('Practitioner', each.member),
      organization: idIn('Organization', each.onBehalfOf) ?? idIn('Organization', each.member),
      parent: idIn('RelatedPerson', each.member),
      since: each.period?.start,
      until: each.period?.end,
    })),
    minimumTeam: { complete: missing.length === 0, missing },
  };
}
