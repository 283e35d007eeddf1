// A search as one caller may make it: over the types he may search, in his own files, a compartment or the directory.
import type { ResourceType } from '@medplum/fhirtypes';
import { compartmentTypes, isInCompartment } from '../fhir/compartment.ts';
import { FhirFailure } from '../fhir/failure.ts';
import type { SearchQuery } from '../fhir/search/query.ts';
import { serializeSearch } from '../fhir/search/serialize.ts';
import { type ServedType, servedTypes } from '../fhir/types.ts';
import type { SearchPage } from '../store/dossier.ts';
import { type DossierStore, patientPartition } from '../store/dossier-store.ts';
import type { Trail } from './audit/trail.ts';
import { childrenNamed } from './candidates.ts';
import { type Rule, scopeCovers } from './policy/decide.ts';
import { pageOf } from './search-page.ts';
import type { Sight } from './sight.ts';
import { matching } from './surroundings.ts';
import { kinOf, linked, widened } from './together.ts';

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
  const alone = await sight.visible(types, query, child === undefined ? undefined : [child]);
  const named = child === undefined ? (childrenNamed(query) ?? []) : [child];
  const heads = await sight.headsMet(named);
  const kin = await kinOf(sight, reader.store, heads);
  const wide = widened(query, kin);
  const children = child === undefined ? undefined : [child, ...(kin.get(child) ?? [])];
  const candidates = kin.size === 0 ? alone : await sight.visible(types, wide, children);
  const shown = children
    ? candidates.filter(({ resource }) => children.some((one) => isInCompartment(resource, one, reader.base)))
    : candidates;
  const reach = sight.reach();
  const result = await pageOf(wide, await matching(wide, shown, reach), page, reach);
  const shownOf = new Set(result.shown.map((one) => one.child));
  // That somebody asked for a child by name belongs in its trail, also where nothing is shown of it.
  for (const one of named) if ((heads.get(patientPartition(one))?.rowVersion ?? 0) > 0) shownOf.add(one);
  // A look at the trail is told by its query: told by entries, every look would be as long as all before it.
  for (const { child: of, resource } of result.shown)
    if (resource.resourceType !== 'AuditEvent')
      trail.note(of, 'E', `${resource.resourceType}/${resource.id}`);
  const asked = `${placeOf(query, child)}?${serializeSearch(query)}`;
  for (const of of shownOf.size > 0 ? shownOf : [undefined]) trail.noteQuery(of, asked);
  return withLinks(reader, result.page);
}

/** Patients on the page that are one child say so to each other. */
async function withLinks({ sight, store }: Reader, page: SearchPage): Promise<SearchPage> {
  const patients = [...page.matches, ...page.included].flatMap(({ resourceType, id }) =>
    resourceType === 'Patient' && id !== undefined ? [id] : [],
  );
  if (patients.length === 0) return page;
  const kin = await kinOf(sight, store, await sight.headsMet(patients));
  if (kin.size === 0) return page;
  return {
    ...page,
    matches: page.matches.map((resource) => linked(resource, kin)),
    included: page.included.map((resource) => linked(resource, kin)),
  };
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
