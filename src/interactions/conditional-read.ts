// conditional read: a client that has the version already gets no body. https://hl7.org/fhir/R4/http.html#cread
import type { Resource } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';

/** Headers as sent. */
export interface ReadCondition {
  readonly ifNoneMatch?: string;
  readonly ifModifiedSince?: string;
}

/** Whether the client's copy is current; If-None-Match alone decides where both are given (RFC 9110, 13.2.2). */
export function isNotModified(resource: Resource, { ifNoneMatch, ifModifiedSince }: ReadCondition): boolean {
  if (ifNoneMatch !== undefined) {
    const known = readEtags(ifNoneMatch);
    return known === '*' || known.includes(resource.meta?.versionId ?? '');
  }
  if (ifModifiedSince === undefined) return false;
  const changed = Date.parse(resource.meta?.lastUpdated ?? '');
  const since = Date.parse(ifModifiedSince);
  // What is no date is passed over, as RFC 9110 asks; a header counts in seconds, an entry of a Bundle in milliseconds.
  if (Number.isNaN(changed) || Number.isNaN(since)) return false;
  const isInstant = /^\d{4}-/.test(ifModifiedSince.trim());
  return (isInstant ? changed : Math.floor(changed / 1000) * 1000) <= since;
}

/** VersionIds of `W/"1", "2"`, or `*`; an ETag of another server's making matches none of ours. */
function readEtags(header: string): '*' | readonly string[] {
  if (header.trim() === '*') return '*';
  const tags = header.split(',').map((part) => /^\s*(?:W\/)?"([\x21\x23-\x7e]*)"\s*$/.exec(part)?.[1]);
  if (!tags.includes(undefined)) return tags.filter((tag) => tag !== undefined);
  throw new FhirFailure('bad-parameter', [
    {
      text: 'If-None-Match must be ETags as answered before, for example W/"3", or *.',
      parameter: 'if-none-match',
    },
  ]);
}
