// What the concept API takes and answers about examinations and their results.
import * as z from 'zod';
import { day, idOf, line, moment, prose } from '../fields.ts';

const codedSchema = z
  .strictObject({ system: z.url(), code: line, display: line.optional() })
  .meta({ id: 'Coded', description: 'A code of a public code system, as the sender has it' });
export type Coded = z.infer<typeof codedSchema>;

export const findingSchema = z
  .strictObject({
    name: line,
    code: codedSchema.optional(),
    value: z.union([
      z.strictObject({
        number: z.number(),
        unit: line.optional(),
        ucum: line.optional().meta({ description: 'UCUM code of the unit', example: 'mm' }),
      }),
      z.strictObject({ text: prose }),
      z.strictObject({ boolean: z.boolean() }),
      z.strictObject({ coded: codedSchema }),
    ]),
  })
  .meta({ id: 'Finding' });
export type Finding = z.infer<typeof findingSchema>;

export const resultSchema = z
  .strictObject({
    child: idOf('Patient'),
    request: idOf('ServiceRequest (onderzoek)').optional(),
    title: line.meta({ example: 'Kinderpsychiatrisch onderzoek' }),
    code: codedSchema.optional(),
    performedOn: moment,
    conclusion: prose,
    findings: z.array(findingSchema).max(200).optional(),
    performer: idOf('Organization').optional().meta({ description: 'The sender when left out' }),
  })
  .meta({ id: 'DiagnosticResult' });
export type Result = z.infer<typeof resultSchema>;

export const resultAnswer = z
  .object({
    id: z.string(),
    child: z.string(),
    request: z.string().optional(),
    title: z.string().optional(),
    performedOn: z.string().optional(),
    conclusion: z.string().optional(),
    performer: z.string().optional(),
    meeting: z.string().optional(),
    findings: z.array(
      z.object({
        name: z.string().optional(),
        number: z.number().optional(),
        unit: z.string().optional(),
        text: z.string().optional(),
        boolean: z.boolean().optional(),
        coded: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'DiagnosticResultAnswer' });
export const resultList = z
  .object({ diagnostics: z.array(resultAnswer) })
  .meta({ id: 'DiagnosticResultList' });

export const examinationSchema = z
  .strictObject({
    child: idOf('Patient'),
    question: prose.meta({ description: 'What the team wants to know' }),
    kind: line.meta({ example: 'Kinderpsychiatrisch onderzoek' }),
    performer: idOf('Organization'),
    dueBy: day.optional(),
  })
  .meta({ id: 'Examination' });
export type Examination = z.infer<typeof examinationSchema>;

export const examinationAnswer = z
  .object({
    id: z.string(),
    child: z.string(),
    kind: z.string().optional(),
    question: z.string().optional(),
    performer: z.string().optional(),
    status: z.string().optional(),
    requestedAt: z.string().optional(),
    dueBy: z.string().optional(),
    result: z.string().optional().meta({ description: 'Id of the DiagnosticReport' }),
    task: z.string().optional(),
  })
  .meta({ id: 'ExaminationAnswer' });
export const examinationList = z
  .object({ requests: z.array(examinationAnswer) })
  .meta({ id: 'ExaminationList' });
