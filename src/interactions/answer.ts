// What an interaction answers, before it becomes HTTP.
import type { Resource } from '@medplum/fhirtypes';
import type { Written } from '../store/dossier.ts';
import type { Context } from './context.ts';

export interface Answer {
  readonly status: number;
  readonly resource?: Resource;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the client wants back from a write. https://hl7.org/fhir/R4/http.html#ops */
export type Return = 'minimal' | 'representation' | 'OperationOutcome';

export const etagOf = (versionId: string | undefined): string => `W/"${versionId ?? ''}"`;

export const httpDate = (instant: string | undefined): string => new Date(instant ?? 0).toUTCString();

/** ETag and Last-Modified of a resource. */
export const versionHeaders = (resource: Resource): Record<string, string> => ({
  ETag: etagOf(resource.meta?.versionId),
  'Last-Modified': httpDate(resource.meta?.lastUpdated),
});

export const locationOf = (context: Context, one: Written): string =>
  `${context.base}/${one.type}/${one.id}/_history/${one.versionId}`;

/** The answer to one write. */
export function writtenAnswer(context: Context, one: Written, wanted: Return): Answer {
  const status = one.outcome === 'created' ? 201 : one.outcome === 'deleted' ? 204 : 200;
  if (one.outcome === 'deleted') return { status, headers: { ETag: etagOf(one.versionId) } };
  return {
    status,
    resource: bodyFor(one, wanted),
    headers: {
      ETag: etagOf(one.versionId),
      'Last-Modified': httpDate(one.lastUpdated),
      Location: locationOf(context, one),
    },
  };
}

function bodyFor(one: Written, wanted: Return): Resource | undefined {
  if (wanted === 'minimal') return undefined;
  if (wanted === 'representation') return one.resource;
  return {
    resourceType: 'OperationOutcome',
    issue: [
      { severity: 'information', code: 'informational', diagnostics: `${one.type}/${one.id} ${one.outcome}` },
    ],
  };
}
