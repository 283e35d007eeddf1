// Answers for people: the copy of a file as a page, when a browser or a portal asks for text/html.
import type { Answer } from '../interactions/answer.ts';
import { choose, type Offer } from './accept.ts';
import { fhirOffers } from './format.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { parseMediaType } from './media-type.ts';

/** Operations that have a page. */
const paged = /^\/fhir\/Patient\/[A-Za-z0-9\-.]{1,64}\/\$(?:copy|disclosures)$/;
const htmlType = 'text/html';
const offers: readonly Offer<'json' | 'xml' | 'html'>[] = [...fhirOffers, { as: 'html', types: [htmlType] }];

/** `_format` before Accept; FHIR's own formats stay first where a client takes anything. */
export function isPageWanted({ path, query, headers }: HttpRequest): boolean {
  if (!paged.test(path)) return false;
  const asked = query.filter(([name]) => name === '_format').map(([, value]) => value);
  if (asked.length > 0)
    return asked.length === 1 && ['html', htmlType].includes(parseMediaType(asked[0] ?? '').type);
  return choose(headers.accept, offers) === 'html';
}

export function pageAnswer({ status, headers, page }: Answer): HttpResponse | undefined {
  if (!page) return undefined;
  const { html, contentPolicy } = page();
  return {
    status,
    headers: {
      'Content-Type': `${htmlType}; charset=utf-8`,
      'Content-Language': 'nl',
      'Content-Security-Policy': contentPolicy,
      ...headers,
    },
    body: html,
  };
}
