// How much one search may ask, told before any of it is read.
import { FhirFailure } from '../failure.ts';
import { bad } from './refusal.ts';

/** Published limits of a query: parameters, characters of names and values, keys to sort by, references followed by one parameter. */
export const searchQueryLimits = { parameters: 200, characters: 200_000, sortKeys: 10, links: 12 } as const;

/** Throws `bad-parameter` that names the first parameter too many, or the longest. */
export function refuseLongQuery(query: readonly (readonly [string, string])[]): void {
  const { parameters, characters } = searchQueryLimits;
  if (query.length > parameters)
    throw tooMuch(
      query[parameters]?.[0],
      `A search takes ${parameters} parameters; give several values of one with commas.`,
    );
  const lengths = query.map(([name, value]) => name.length + value.length);
  if (lengths.reduce((sum, length) => sum + length, 0) <= characters) return;
  const longest = query[lengths.indexOf(Math.max(...lengths))];
  throw tooMuch(longest?.[0], `A search takes ${characters} characters; ask in several parts.`);
}

const tooMuch = (name: string | undefined, text: string): FhirFailure =>
  new FhirFailure('bad-parameter', [{ text, parameter: (name ?? '').slice(0, 64) }]);

export function refuseLongChain(name: string): void {
  const links = name.split('.').length + name.split('_has:').length - 2;
  if (links > searchQueryLimits.links)
    throw bad(
      name.slice(0, 64),
      `follows ${links} references one after the other; at most ${searchQueryLimits.links} are followed`,
    );
}

export function refuseManySortKeys(keys: readonly string[]): void {
  if (keys.length > searchQueryLimits.sortKeys)
    throw bad(
      '_sort',
      `names ${keys.length} parameters; at most ${searchQueryLimits.sortKeys} are sorted by, the first counting most`,
    );
}
