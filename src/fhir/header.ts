// HTTP headers that FHIR gives a meaning of its own. https://hl7.org/fhir/R4/http.html
import { FhirFailure } from './failure.ts';

/** `W/"3"` (or `"3"`) of If-Match as a versionId; throws on anything else. */
export function parseEtag(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const found = /^\s*(?:W\/)?"([A-Za-z0-9\-.]{1,64})"\s*$/.exec(header);
  if (!found?.[1])
    throw new FhirFailure('bad-parameter', 'If-Match must be an ETag as answered before, for example W/"3".');
  return found[1];
}

export interface Preference {
  readonly wanted: 'minimal' | 'representation' | 'OperationOutcome';
  readonly handling: 'strict' | 'lenient';
}

/** `Prefer: return=…; handling=…`; what is not understood is passed over, as RFC 7240 asks. */
export function parsePrefer(header: string | undefined): Preference {
  const parts = (header ?? '').split(/[;,]/).map((part) => part.trim().toLowerCase());
  const wanted = parts.includes('return=minimal')
    ? 'minimal'
    : parts.includes('return=operationoutcome')
      ? 'OperationOutcome'
      : 'representation';
  return { wanted, handling: parts.includes('handling=lenient') ? 'lenient' : 'strict' };
}
