// batch: every entry for itself, as if sent alone. https://hl7.org/fhir/R4/http.html#transaction
import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';
import { responseEntry, withDistinctUrls } from './response-entry.ts';

/** Serves one entry the way a request of its own would be served; never throws. */
export type ServeEntry = (entry: BundleEntry, index: number) => Promise<Answer>;

/** Published limit: each entry costs as much as a request. */
export const batchEntries = 200;

export async function batch(context: Context, bundle: Bundle, serve: ServeEntry): Promise<Answer> {
  if ((bundle.entry?.length ?? 0) > batchEntries) {
    throw new FhirFailure('too-large', [
      { text: `A batch takes ${batchEntries} entries; send fewer at once.`, expression: 'Bundle.entry' },
    ]);
  }
  const entry: BundleEntry[] = [];
  for (const [index, one] of (bundle.entry ?? []).entries())
    entry.push(responseEntry(context, await serve(one, index)));
  return {
    status: 200,
    resource: { resourceType: 'Bundle', type: 'batch-response', entry: withDistinctUrls(entry) },
  };
}
