// history of all resources of a type: https://hl7.org/fhir/R4/http.html#history
import type { ResourceType } from '@medplum/fhirtypes';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';
import { type HistoryInput, historyBundle } from './history-bundle.ts';

export const historyType = (
  context: Context,
  type: ResourceType,
  parameters: HistoryInput,
): Promise<Answer> => historyBundle(context, { type }, parameters);
