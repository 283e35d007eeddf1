// Searches of the concept API: strict, so that a mistake of ours is met and never ignored.
import { parseSearch } from '../fhir/search/parse.ts';
import type { ServedType } from '../fhir/types.ts';
import type { Context } from '../interactions/context.ts';
import { ofType } from './child-file.ts';

export const find = (
  context: Context,
  type: ServedType,
  criteria: readonly (readonly [string, string])[],
  page?: string,
) => context.dossier.search(parseSearch(type, criteria, { handling: 'strict' }), page);

/** A search value in which the separators of search are text. */
export const asSearchText = (text: string): string => text.replace(/[\\,|$]/g, (mark) => `\\${mark}`);

/** The children a parent is known with. */
export async function childrenOfParent(context: Context): Promise<string[]> {
  const person = context.dossier.caller.person;
  if (person === undefined) return [];
  const { matches } = await find(context, 'RelatedPerson', [['identifier', person]]);
  return ofType(matches, 'RelatedPerson').flatMap((each) => each.patient.reference?.split('/')[1] ?? []);
}

/** Who works for the region's IVH sees what the region was sent; anyone else what he sent himself. */
export const worksForRegion = ({ dossier: { caller } }: Context): boolean =>
  caller.organization === caller.region ||
  caller.kind === 'coordinator' ||
  caller.kind === 'case-manager' ||
  caller.kind === 'tester';
