// What the concept API takes and answers about a referral (aanmelding).
import * as z from 'zod';
import { code, day, id, idOf, line, moment, prose } from '../fields.ts';
import { childAnswer, childSchema, parentAnswer, parentSchema, professionalSchema } from '../people.ts';
import { waysToDecide } from '../sharing/schema.ts';

export const signalSchema = z
  .strictObject({
    text: line.meta({ description: 'What was seen', example: 'Zegt nog geen twee woorden achter elkaar' }),
    code: z
      .string()
      .regex(/^\d{1,4}$/, 'a BDS number has one to four digits')
      .optional()
      .meta({ description: 'BDS JGZ number' }),
    value: z.union([z.string().trim().min(1), z.number(), z.boolean()]).optional(),
    date: day.optional(),
  })
  .meta({ id: 'Signal' });

const referredParent = parentSchema
  .extend({
    agreed: z.strictObject({ how: waysToDecide, on: moment.optional() }).optional().meta({
      description:
        'That and how this parent agreed to sharing with the IVH team. Left out for all, the record is that they know of the referral.',
    }),
  })
  .meta({ id: 'ReferredParent' });

export const referralSchema = z
  .strictObject({
    child: childSchema,
    parents: z.array(referredParent).min(1).max(8),
    referrer: z.strictObject({ kind: code('verwijzer'), professional: professionalSchema.optional() }),
    reason: z.strictObject({
      domains: z.array(code('domein')).min(1),
      direction: code('richting').optional(),
      question: prose.meta({ description: 'Hulpvraag, in the words of the parents' }),
      text: prose.optional().meta({ description: 'The referrer’s own explanation' }),
    }),
    ageException: prose
      .optional()
      .meta({ description: 'Why a child of 7 is referred (leeftijdsuitzondering)' }),
    parentsInformed: z.literal(
      true,
      'a referral is made with the parents’ knowledge: parentsInformed is true',
    ),
    signals: z.array(signalSchema).max(200).optional(),
    municipality: idOf('Organization (gemeente)').optional(),
    referredAt: moment.optional().meta({ description: 'When the referral was made; now when left out' }),
    senderReference: z
      .strictObject({ system: z.url(), value: line })
      .optional()
      .meta({ description: 'The sender’s own number of this referral; a second one with it is refused' }),
  })
  .meta({ id: 'Referral' });
export type Referral = z.infer<typeof referralSchema>;

export const referralAnswer = z
  .object({
    id: id.meta({ description: 'Id of the ServiceRequest' }),
    child: childAnswer,
    status: z.string().optional().meta({ description: 'Status of the aanmelding Task' }),
    state: z.string().optional().meta({ description: 'Code of ivh-status' }),
    referredAt: z.string().optional(),
    referrer: z.object({ kind: z.string().optional(), organization: z.string().optional() }),
    reason: z.object({
      domains: z.array(z.string()),
      direction: z.string().optional(),
      question: z.string().optional(),
      text: z.string().optional(),
    }),
    ageException: z.string().optional(),
    parents: z.array(parentAnswer),
    signals: z.array(
      z.object({ text: z.string(), code: z.string().optional(), date: z.string().optional() }),
    ),
    decision: z
      .object({ code: z.string().optional(), text: z.string().optional() })
      .optional()
      .meta({ description: 'Why it was declined or withdrawn' }),
    task: z.string().optional(),
    episode: z.string().optional(),
    senderReference: z.object({ system: z.string().optional(), value: z.string().optional() }).optional(),
  })
  .meta({ id: 'ReferralAnswer' });
export type ReferralAnswer = z.infer<typeof referralAnswer>;

export const referralList = z
  .object({ referrals: z.array(referralAnswer), next: z.string().optional() })
  .meta({ id: 'ReferralList' });

export const referralQuery = z.strictObject({
  status: z
    .literal([
      'requested',
      'received',
      'accepted',
      'rejected',
      'cancelled',
      'in-progress',
      'on-hold',
      'completed',
      'failed',
    ])
    .optional(),
  child: id.optional(),
  page: line.optional(),
});

export const acceptance = z
  .strictObject({
    waitlist: z
      .boolean()
      .optional()
      .meta({ description: 'IVH itself has a queue: the traject starts on it' }),
  })
  .meta({ id: 'Acceptance' });

export const refusal = z
  .strictObject({
    reason: code('afwijzing'),
    text: prose.meta({ description: 'For the referrer and the parents' }),
  })
  .meta({ id: 'Refusal' });

export const withdrawal = z.strictObject({ reason: prose }).meta({ id: 'Withdrawal' });

export const feedback = z.strictObject({ text: prose }).meta({ id: 'Feedback' });
export const feedbackAnswer = z
  .object({ id: z.string(), sentAt: z.string().optional(), text: z.string(), from: z.string().optional() })
  .meta({ id: 'FeedbackAnswer' });
export const feedbackList = z.object({ feedback: z.array(feedbackAnswer) }).meta({ id: 'FeedbackList' });
