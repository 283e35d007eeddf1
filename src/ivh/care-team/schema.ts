// What the concept API takes and answers about the team around a child (kernteam).
import * as z from 'zod';
import { code, day, idOf } from '../fields.ts';

export const memberSchema = z
  .strictObject({
    role: code('rol'),
    practitioner: idOf('Practitioner').optional(),
    organization: idOf('Organization').optional().meta({
      description: 'The practitioner’s organisation, or the member itself when no practitioner is given',
    }),
    parent: idOf('RelatedPerson').optional(),
    since: day.optional().meta({ description: 'Today when left out' }),
  })
  .refine(
    (each) =>
      each.parent === undefined
        ? each.practitioner !== undefined || each.organization !== undefined
        : each.practitioner === undefined && each.organization === undefined,
    'a member is a practitioner (of an organisation), an organisation, or a parent',
  )
  .meta({ id: 'Member' });
export type Member = z.infer<typeof memberSchema>;

export const teamSchema = z
  .strictObject({ child: idOf('Patient'), members: z.array(memberSchema).min(1).max(50) })
  .meta({ id: 'CareTeam' });
export type Team = z.infer<typeof teamSchema>;

export const memberEnd = z.strictObject({ on: day.optional() }).meta({ id: 'MemberEnd' });

export const teamAnswer = z
  .object({
    id: z.string(),
    child: z.string(),
    status: z.string().optional(),
    members: z.array(
      z.object({
        id: z.string().optional(),
        role: z.string().optional(),
        practitioner: z.string().optional(),
        organization: z.string().optional(),
        parent: z.string().optional(),
        since: z.string().optional(),
        until: z.string().optional(),
      }),
    ),
    minimumTeam: z.object({ complete: z.boolean(), missing: z.array(z.string()) }),
  })
  .meta({ id: 'CareTeamAnswer' });
export const teamList = z.object({ careTeams: z.array(teamAnswer) }).meta({ id: 'CareTeamList' });
