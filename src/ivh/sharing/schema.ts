// What the concept API takes and answers about sharing: a parent permits or objects, in plain terms.
import * as z from 'zod';
import { code, day, idOf, moment } from '../fields.ts';

export const waysToDecide = z.literal(['in-person', 'portal', 'written']);
export type WayToDecide = z.infer<typeof waysToDecide>;

const purpose = z.literal(['treatment', 'coordination', 'payment']).meta({
  description: 'treatment (behandeling), coordination (begeleiding en afstemming), payment (betalen)',
});
export type SharingPurpose = z.infer<typeof purpose>;

const recipients = z
  .strictObject({
    organizations: z.array(idOf('Organization')).min(1).max(50).optional(),
    kinds: z.array(code('ontvangersoort')).min(1).optional(),
    team: idOf('kernteam (CareTeam)').optional(),
  })
  .meta({ id: 'SharingRecipients', description: 'Everyone when left out' });

const data = z
  .strictObject({
    blocks: z.array(code('bouwsteen')).min(1).optional(),
    domains: z.array(code('domein')).min(1).optional(),
  })
  .meta({ id: 'SharingData', description: 'All data when left out' });

export const decisionSchema = z
  .strictObject({
    child: idOf('child (Patient)'),
    parent: idOf('RelatedPerson with authority; parents who decide for themselves leave it out').optional(),
    decision: z.literal(['permit', 'object']),
    recipients: recipients.optional(),
    data: data.optional(),
    purposes: z.array(purpose).min(1).optional(),
    from: day.optional(),
    until: day.optional(),
    decidedOn: moment.optional().meta({ description: 'When the parent decided; now when left out' }),
    how: waysToDecide,
  })
  .meta({
    id: 'SharingDecision',
    description:
      'What is left out is not limited. The last word counts: a decision ends earlier ones of the same parent that it wholly covers.',
  });
export type DecisionInput = z.infer<typeof decisionSchema>;

export const decisionAnswer = z
  .object({
    id: z.string().meta({ description: 'Id of the Consent' }),
    child: z.string(),
    parent: z.string().optional(),
    decision: z.string(),
    isInForce: z.boolean().meta({ description: 'False once withdrawn or followed by another decision' }),
    decidedOn: z.string().optional(),
    how: z.string().optional(),
    recipients: z.object({
      organizations: z.array(z.string()),
      kinds: z.array(z.string()),
      teams: z.array(z.string()),
    }),
    data: z.object({ blocks: z.array(z.string()), domains: z.array(z.string()) }),
    purposes: z.array(z.string()),
    from: z.string().optional(),
    until: z.string().optional(),
  })
  .meta({ id: 'SharingDecisionAnswer' });
export type DecisionAnswer = z.infer<typeof decisionAnswer>;

export const decisionList = z
  .object({ decisions: z.array(decisionAnswer) })
  .meta({ id: 'SharingDecisionList' });
