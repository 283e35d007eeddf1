// history of all resources: https://hl7.org/fhir/R4/http.html#history
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';
import { type HistoryInput, historyBundle } from './history-bundle.ts';

export const historySystem = (context: Context, parameters: HistoryInput): Promise<Answer> =>
  historyBundle(context, {}, parameters);
