// history of one resource: https://hl7.org/fhir/R4/http.html#history
import type { ResourceType } from '@medplum/fhirtypes';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';
import { type HistoryInput, historyBundle } from './history-bundle.ts';

export const historyInstance = (
  context: Context,
  type: ResourceType,
  id: string,
  parameters: HistoryInput,
): Promise<Answer> => historyBundle(context, { type, id }, parameters);
