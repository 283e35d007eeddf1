// What a page's matches refer to (`_include`) and what refers to them (`_revinclude`), each once, bounded. https://hl7.org/fhir/R4/search.html#include
import { FhirFailure } from '../fhir/failure.ts';
import { parseLocal } from '../fhir/reference.ts';
import { includedCanonicals, includedReferences, referencesOf } from '../fhir/search/include.ts';
import { servedTargets } from '../fhir/search/parameter.ts';
import type { Include, SearchQuery } from '../fhir/search/query.ts';
import { fileless, isServedType, type ServedType, servedTypes } from '../fhir/types.ts';
import { namedByUrl } from './named-by-url.ts';
import { pageSizes } from './page.ts';
import type { Reach, Shown } from './search-page.ts';

export async function includeFor(
  query: SearchQuery,
  matches: readonly Shown[],
  reach: Reach,
): Promise<Shown[]> {
  const known = new Map(matches.map((shown) => [nameOf(shown), shown]));
  const added: Shown[] = [];
  let fresh: readonly Shown[] = matches;
  for (let isFirst = true; fresh.length > 0; isFirst = false) {
    const asked = ({ iterate }: Include): boolean => isFirst || iterate;
    const found = [
      ...(await forward(query.include.filter(asked), fresh, known, reach, query.base)),
      ...(await backward(query.revinclude.filter(asked), fresh, reach, query.base)),
    ];
    const before = added.length;
    for (const shown of found) {
      if (known.has(nameOf(shown))) continue;
      known.set(nameOf(shown), shown);
      added.push(shown);
    }
    checkIncluded(matches, added);
    fresh = added.slice(before);
  }
  return added;
}

/** What matches has a bound of its own; what is added has one too, and the two together one that an answer can hold. */
export function checkIncluded(matches: readonly Shown[], added: readonly Shown[]): void {
  if (added.length > pageSizes.included) throw tooMuch(`${pageSizes.included} resources`);
  if (added.length > 0 && bytesOf(matches) + bytesOf(added) > pageSizes.withIncluded)
    throw tooMuch(`fits the ${pageSizes.withIncluded} bytes of a page`);
}

const bytesOf = (shown: readonly Shown[]): number => shown.reduce((sum, one) => sum + one.bytes(), 0);

const tooMuch = (what: string): FhirFailure =>
  new FhirFailure('too-costly', [
    {
      text: `What is included is more than ${what}; ask for fewer matches with _count.`,
      parameter: '_count',
    },
  ]);

async function forward(
  includes: readonly Include[],
  from: readonly Shown[],
  known: ReadonlyMap<string, Shown>,
  reach: Reach,
  base: string | undefined,
): Promise<Shown[]> {
  const wanted = new Set(
    includes.flatMap((include) =>
      from.flatMap(({ resource }) => includedReferences(resource, include, base)),
    ),
  );
  const places = [...wanted].filter((text) => !known.has(text)).map(parseLocal);
  const found = places.length === 0 ? [] : await reach.load(places.filter((place) => place !== undefined));
  const canonicals = new Map(
    includes
      .flatMap((include) => from.flatMap(({ resource }) => includedCanonicals(resource, include)))
      .map((one) => [`${one.type} ${one.canonical}`, one]),
  );
  for (const canonical of canonicals.values()) found.push(...(await namedByUrl(canonical, reach)));
  return found;
}

/** A wildcard does not bring along the trail; naming AuditEvent does. */
const wildcard = servedTypes.filter((type) => type !== 'AuditEvent');

async function backward(
  includes: readonly Include[],
  from: readonly Shown[],
  reach: Reach,
  base: string | undefined,
): Promise<Shown[]> {
  const found: Shown[] = [];
  for (const include of includes) {
    const names = new Set(from.map(nameOf));
    const types = include.type ? [include.type] : wildcard;
    for (const referrer of await referrersOf(types, include, from, reach)) {
      const { resource } = referrer;
      if (!isServedType(resource.resourceType)) continue;
      const held = includedReferences(resource, { ...include, type: resource.resourceType }, base);
      if (held.some((text) => names.has(text))) found.push(referrer);
    }
  }
  return found;
}

/** What may refer: in a child's file all of the types, and elsewhere what a search for the references finds. */
async function referrersOf(
  types: readonly ServedType[],
  { parameter }: Include,
  from: readonly Shown[],
  reach: Reach,
): Promise<Shown[]> {
  const inFiles = types.filter((type) => !fileless.has(type));
  const children = inFiles.length === 0 ? [] : [...new Set(from.flatMap(({ child }) => child ?? []))];
  const found = await Promise.all(children.map((child) => reach.inFile(child, inFiles)));
  for (const type of types) {
    const outside = from.filter(({ child }) => child === undefined || fileless.has(type));
    const parameters = parameter ? [parameter] : referencesOf(type);
    const aimed = parameters.map((one) => {
      const targets: ReadonlySet<string> = new Set(servedTargets(one, servedTypes));
      return { one, names: outside.filter(({ resource }) => targets.has(resource.resourceType)).map(nameOf) };
    });
    const [only, ...others] = aimed.filter(({ names }) => names.length > 0);
    if (!only) continue;
    // Several parameters by one look at the type costs less than a search for each.
    found.push(await reach.search(type, others.length > 0 ? [] : [[only.one.code, only.names.join(',')]]));
  }
  return found.flat();
}

const nameOf = ({ resource }: Shown): string => `${resource.resourceType}/${resource.id}`;
