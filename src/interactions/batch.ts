// batch: every entry for itself, as if sent alone. https://hl7.org/fhir/R4/http.html#transaction
import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import type { Answer } from './answer.ts';

/** Serves one entry the way a request of its own would be served; never throws. */
export type ServeEntry = (entry: BundleEntry) => Promise<Answer>;

/** Published limit: each entry costs as much as a request. */
export const batchEntries = 200;

export async function batch(bundle: Bundle, serve: ServeEntry): Promise<Answer> {
  if ((bundle.entry?.length ?? 0) > batchEntries) {
    throw new FhirFailure('too-large', [
      { text: `A batch takes ${batchEntries} entries; send fewer at once.`, expression: 'Bundle.entry' },
    ]);
  }
  const entry: BundleEntry[] = [];
  for (const one of bundle.entry ?? []) {
    const answer = await serve(one);
    const failed = answer.status >= 400;
    entry.push({
      resource: failed ? undefined : answer.resource,
      response: {
        status: String(answer.status),
        etag: answer.headers?.ETag,
        location: answer.headers?.Location,
        outcome: failed && answer.resource?.resourceType === 'OperationOutcome' ? answer.resource : undefined,
      },
    });
  }
  return {
    status: 200,
    resource: { resourceType: 'Bundle', type: 'batch-response', entry: entry.length > 0 ? entry : undefined },
  };
}
