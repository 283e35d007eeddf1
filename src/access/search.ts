// A search as one caller may make it: over the types he may search, in his own files, a compartment or the directory.
import type { ResourceType } from '@medplum/fhirtypes';
import { compartmentTypes, isInCompartment } from '../fhir/compartment.ts';
import { FhirFailure } from '../fhir/failure.ts';
import type { SearchQuery } from '../fhir/search/query.ts';
import { serializeSearch } from '../fhir/search/serialize.ts';
import { type ServedType, servedTypes } from '../fhir/types.ts';
import type { SearchPage } from '../store/dossier.ts';
import { type DossierStore, patientPartition } from '../store/dossier-store.ts';
import { childrenNamed } from './candidates.ts';
import { type Rule, scopeCovers } from './decide.ts';
import { pageOf } from './search-page.ts';
import type { Sight } from './sight.ts';
import { matching } from './surroundings.ts';
import type { Trail } from './trail.ts';

/** What a caller reads by. */
export interface Reader {
  readonly sight: Sight;
  readonly trail: Trail;
  readonly store: DossierStore;
  readonly rules: readonly Rule[];
  /** The own FHIR base. */
  readonly base: string;
}

/** `child` is the Patient whose compartment is searched. */
export async function search(
  reader: Reader,
  query: SearchQuery,
  page: string | undefined,
  child: string | undefined,
): Promise<SearchPage> {
  const { sight, trail } = reader;
  const types = typesFor(sight, query, child);
  const candidates = await sight.visible(types, query, child);
  const shown =
    child === undefined
      ? candidates
      : candidates.filter(({ resource }) => isInCompartment(resource, child, reader.base));
  const reach = sight.reach();
  const result = await pageOf(query, await matching(query, shown, reach), page, reach);
  const children = new Set(result.shown.map((one) => one.child));
  for (const named of await filesNamed(reader, query, children, child)) children.add(named);
  for (const { child: of, resource } of result.shown)
    trail.note(of, 'E', `${resource.resourceType}/${resource.id}`);
  const asked = `${placeOf(query, child)}?${serializeSearch(query)}`;
  for (const of of children.size > 0 ? children : [undefined]) trail.noteQuery(of, asked);
  return result.page;
}

function placeOf({ type }: SearchQuery, child: string | undefined): string {
  if (child !== undefined) return `Patient/${child}/${type === 'Resource' ? '*' : type}`;
  return type === 'Resource' ? '' : type;
}

/** Types named are all searched or the search refused; of those not named the token's scopes choose. */
function typesFor(sight: Sight, query: SearchQuery, child: string | undefined): readonly ResourceType[] {
  const named = query.type === 'Resource' ? query.types : [query.type];
  if (named) {
    for (const type of named) sight.needScope('s', type);
    return [...new Set(named)];
  }
  return searchable(sight, child === undefined ? servedTypes : compartmentTypes);
}

/** Of all these types those that the token may search; the trail is read by naming it. */
export function searchable(sight: Sight, types: readonly ServedType[]): readonly ServedType[] {
  const covered = types.filter((type) => type !== 'AuditEvent' && scopeCovers(sight.question('s', type)));
  if (covered.length > 0) return covered;
  throw new FhirFailure(
    'forbidden',
    'The token does not carry a scope for Patient.s or for the search of any other type, for example system/*.s.',
  );
}

/** Children a search asks about by name but shows nothing of: that somebody asked belongs in their trail too. */
async function filesNamed(
  { store }: Reader,
  query: SearchQuery,
  shown: ReadonlySet<string | undefined>,
  child: string | undefined,
): Promise<string[]> {
  const asked = child === undefined ? childrenNamed(query) : [child];
  const named = asked?.filter((one) => !shown.has(one)) ?? [];
  if (named.length === 0) return [];
  const heads = await store.heads(named.map(patientPartition));
  return named.filter((one) => (heads.get(patientPartition(one))?.rowVersion ?? 0) > 0);
}
