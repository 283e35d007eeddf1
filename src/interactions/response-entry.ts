// The answer to one entry of a Bundle, as an entry of the answering Bundle. https://hl7.org/fhir/R4/http.html#transaction-response
import type { BundleEntry } from '@medplum/fhirtypes';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

export function responseEntry(
  context: Context,
  { status, resource, headers = {}, lastUpdated }: Answer,
): BundleEntry {
  // What an operation such as $validate answers is its result; what a write or a failure tells is told of the entry.
  const isTold = status >= 400 || lastUpdated !== undefined;
  const outcome = isTold && resource?.resourceType === 'OperationOutcome' ? resource : undefined;
  const body = outcome ? undefined : resource;
  return {
    fullUrl: fullUrlOf(context, headers.Location, body),
    resource: body,
    response: {
      status: `${status} ${reasons[status] ?? ''}`.trim(),
      location: headers.Location,
      etag: headers.ETag,
      lastModified: lastUpdated ?? (body?.resourceType === 'Bundle' ? undefined : body?.meta?.lastUpdated),
      outcome,
    },
  };
}

/** In one Bundle a fullUrl stands once (bdl-7). */
export function withDistinctUrls(entries: readonly BundleEntry[]): BundleEntry[] | undefined {
  const met = new Set<string | undefined>();
  const distinct = entries.map((entry) => {
    if (entry.fullUrl === undefined || !met.has(entry.fullUrl)) {
      met.add(entry.fullUrl);
      return entry;
    }
    return { ...entry, fullUrl: undefined };
  });
  return distinct.length > 0 ? distinct : undefined;
}

/** Never of a version. */
function fullUrlOf(
  { base }: Context,
  location: string | undefined,
  resource: BundleEntry['resource'],
): string | undefined {
  if (location !== undefined) return location.replace(/\/_history\/[^/]*$/, '');
  return resource?.id === undefined ? undefined : `${base}/${resource.resourceType}/${resource.id}`;
}
