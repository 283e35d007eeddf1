// What the concept API takes and answers about the advice plan (multidisciplinair adviesplan).
import * as z from 'zod';
import { code, day, id, idOf, line, moment, prose } from '../fields.ts';

const existing = id
  .optional()
  .meta({ description: 'Of one the plan already has, to keep or change it; a new one has none' });

export const goalSchema = z
  .strictObject({
    id: existing,
    text: prose.meta({
      description: 'In the words of the family',
      example: 'Dat Alex met plezier naar school gaat',
    }),
    by: z
      .union([z.literal('child'), id])
      .meta({ description: 'child, or the id of the parent (RelatedPerson)' }),
  })
  .meta({ id: 'Goal' });
export type GoalInput = z.infer<typeof goalSchema>;

export const adviceSchema = z
  .strictObject({
    id: existing,
    kind: code('advies'),
    text: prose.meta({ description: 'What is advised, in plain words' }),
    reason: prose,
    provider: idOf('Organization').optional(),
    funding: code('financiering').optional(),
    dueBy: day.optional(),
  })
  .meta({ id: 'Advice' });
export type AdviceInput = z.infer<typeof adviceSchema>;

const groundSchema = z
  .strictObject({
    id: existing,
    text: line.meta({ description: 'Problem or diagnosis the plan answers to' }),
    certainty: z.literal(['provisional', 'confirmed']).optional(),
  })
  .meta({ id: 'Ground' });
export type GroundInput = z.infer<typeof groundSchema>;

const content = {
  goals: z.array(goalSchema).min(1).max(50),
  advice: z.array(adviceSchema).min(1).max(50),
  addresses: z.array(groundSchema).max(50).optional(),
};
export const contentSchema = z.strictObject(content).meta({ id: 'CarePlanContent' });
export type Content = z.infer<typeof contentSchema>;

export const planSchema = z
  .strictObject({
    child: idOf('Patient'),
    meeting: idOf('meeting (Encounter) that came to this advice'),
    ...content,
  })
  .meta({ id: 'CarePlan' });
export type PlanInput = z.infer<typeof planSchema>;

export const revisionSchema = z
  .strictObject({
    meeting: idOf('meeting (Encounter) that came to the new advice').optional(),
    goals: content.goals.optional(),
    advice: content.advice.optional(),
    addresses: content.addresses,
  })
  .meta({ id: 'Revision', description: 'What is left out is taken over from the plan as it is' });
export type Revision = z.infer<typeof revisionSchema>;

export const agreementSchema = z
  .strictObject({
    parent: idOf('RelatedPerson with authority'),
    agreedOn: moment.optional(),
    how: z.literal(['in-person', 'portal', 'written']),
  })
  .meta({ id: 'Agreement' });
export type AgreementInput = z.infer<typeof agreementSchema>;

export const planAnswer = z
  .object({
    id: z.string(),
    child: z.string(),
    status: z.string(),
    createdAt: z.string().optional(),
    meeting: z.string().optional(),
    careTeam: z.string().optional(),
    replaces: z.string().optional(),
    goals: z.array(
      z.object({
        id: z.string(),
        text: z.string().optional(),
        by: z.string().optional(),
        status: z.string(),
      }),
    ),
    advice: z.array(
      z.object({
        id: z.string(),
        kind: z.string().optional(),
        text: z.string().optional(),
        reason: z.string().optional(),
        provider: z.string().optional(),
        funding: z.string().optional(),
        dueBy: z.string().optional(),
        status: z.string().optional().meta({ description: 'How far the provider is; absent while a draft' }),
        task: z.string().optional(),
        startedAt: z.string().optional(),
        notes: z.array(z.string()),
      }),
    ),
    addresses: z.array(
      z.object({ id: z.string(), text: z.string().optional(), certainty: z.string().optional() }),
    ),
    agreement: z.object({
      complete: z.boolean(),
      on: z.string().optional(),
      agreed: z.array(
        z.object({ parent: z.string(), on: z.string().optional(), how: z.string().optional() }),
      ),
      missing: z.array(z.string()).meta({ description: 'Parents with authority who have not agreed' }),
    }),
  })
  .meta({ id: 'CarePlanAnswer' });
export type PlanAnswer = z.infer<typeof planAnswer>;
export const planList = z.object({ carePlans: z.array(planAnswer) }).meta({ id: 'CarePlanList' });
