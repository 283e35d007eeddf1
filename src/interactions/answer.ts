// What an interaction answers, before it becomes HTTP.
import type { Resource } from '@medplum/fhirtypes';
import type { Written } from '../store/dossier.ts';
import type { Context } from './context.ts';

/** A page for people to read, and the Content-Security-Policy that it needs. */
export interface Page {
  readonly html: string;
  readonly contentPolicy: string;
}

export interface Answer {
  readonly status: number;
  readonly resource?: Resource;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of a write: the instant of the new version. */
  readonly lastUpdated?: string;
  /** The same for people, where a client asked for text/html. */
  readonly page?: () => Page;
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
  const { versionId, lastUpdated } = one;
  const etag: Record<string, string> = versionId === '' ? {} : { ETag: etagOf(versionId) };
  if (one.outcome === 'deleted') {
    const told = wanted === 'OperationOutcome';
    return {
      status: told ? 200 : 204,
      resource: told ? outcome(one) : undefined,
      headers: etag,
      lastUpdated,
    };
  }
  return {
    status: one.outcome === 'created' ? 201 : 200,
    resource: wanted === 'OperationOutcome' ? outcome(one) : wanted === 'minimal' ? undefined : one.resource,
    headers: { ...etag, 'Last-Modified': httpDate(lastUpdated), Location: locationOf(context, one) },
    lastUpdated,
  };
}

const outcome = ({ type, id, outcome, count }: Written): Resource => ({
  resourceType: 'OperationOutcome',
  issue: [
    {
      severity: 'information',
      code: 'informational',
      diagnostics: count === undefined ? `${type}/${id} ${outcome}` : `${count} ${type} ${outcome}`,
    },
  ],
});
