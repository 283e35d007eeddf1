// Finds what a canonical reference names, as the caller may see it. https://hl7.org/fhir/R4/references.html#canonical
import { parameterOf } from '../fhir/search/parameter.ts';
import type { ServedType } from '../fhir/types.ts';
import type { Reach, Shown } from './search-page.ts';

export interface Canonical {
  readonly type: ServedType;
  /** With `|version` where the reference has one, which then has to fit. */
  readonly canonical: string;
}

export async function namedByUrl(
  { type, canonical }: Canonical,
  reach: Pick<Reach, 'search'>,
): Promise<Shown[]> {
  if (parameterOf(type, 'url') === undefined) return [];
  const [url = '', version] = canonical.split('|');
  const wanted: [string, string][] = [['url', escaped(url)]];
  if (version) wanted.push(['version', escaped(version)]);
  return reach.search(type, wanted);
}

const escaped = (text: string): string => text.replace(/[\\,|$]/g, '\\$&');
