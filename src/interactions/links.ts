// Links of a Bundle that goes on over pages. https://hl7.org/fhir/R4/http.html#paging
import type { BundleLink } from '@medplum/fhirtypes';
import type { Neighbours } from '../store/dossier.ts';

/** Our own parameter of page links; its value is opaque. */
export const pageParameter = '_page';

/** `url` without the page, `asked` the query it has besides; `page` is the token of this page. */
export function linksOf(
  url: string,
  asked: string,
  page: string | undefined,
  { previous, next }: Neighbours,
): BundleLink[] {
  const at = (token: string | undefined): string => {
    const query = [asked, token && `${pageParameter}=${encodeURIComponent(token)}`].filter(Boolean).join('&');
    return `${url}${query ? `?${query}` : ''}`;
  };
  const links: BundleLink[] = [{ relation: 'self', url: at(page) }];
  if (page !== undefined || next !== undefined) links.push({ relation: 'first', url: at(undefined) });
  if (previous !== undefined) links.push({ relation: 'previous', url: at(previous) });
  if (next !== undefined) links.push({ relation: 'next', url: at(next) });
  return links;
}
