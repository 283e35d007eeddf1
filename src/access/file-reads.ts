// A child's file as one caller may see it: whole, or page by page with what of the directory it refers to. https://hl7.org/fhir/R4/patient-operation-everything.html
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { isCareIn } from '../fhir/care-time.ts';
import { findReferences } from '../fhir/reference.ts';
import { localName } from '../fhir/search/reference-text.ts';
import { fileless, isServedType } from '../fhir/types.ts';
import type { FilePart, SearchPage } from '../store/dossier.ts';
import { patientPartition } from '../store/dossier-store.ts';
import { inParallel } from '../store/in-parallel.ts';
import type { StoredRecord } from '../store/record.ts';
import { checkIncluded } from './includes.ts';
import { indexOf, leadsNowhere, pageFrom, pageSizes, readTurn } from './page.ts';
import { scopeCovers } from './policy/decide.ts';
import type { Reader } from './search.ts';
import type { Shown } from './search-page.ts';
import { absent, bytesOf } from './sight.ts';
import { linked, together } from './together.ts';

/** Everything of one child the caller may see, Patient first. */
export async function file(
  reader: Reader,
  patientId: string,
  types: readonly ResourceType[] | undefined,
): Promise<Resource[]> {
  const pk = patientPartition(patientId);
  const records = types
    ? (await Promise.all(types.map((type) => reader.store.file(pk, type)))).flat()
    : await reader.store.file(pk);
  const shown = await showFile(reader, patientId, records, types);
  return shown
    .map(({ resource }) => resource)
    .sort((a, b) => Number(b.resourceType === 'Patient') - Number(a.resourceType === 'Patient'));
}

/** The records as the caller may see them; throws not-found unless that is so of the child itself. */
async function showFile(
  { sight, trail, store }: Reader,
  patientId: string,
  records: readonly StoredRecord[],
  types: readonly ResourceType[] | undefined,
  operation = 'everything',
): Promise<Shown[]> {
  const pk = patientPartition(patientId);
  const head = (await store.heads([pk])).get(pk)?.head;
  const shown = records
    .filter(({ type }) => scopeCovers(sight.question('r', type)))
    .flatMap((record): Shown[] => {
      const resource = sight.show(record, head, 'r');
      return resource ? [{ resource, child: patientId, bytes: () => bytesOf(record, resource) }] : [];
    });
  if (!shown.some(({ resource }) => resource.resourceType === 'Patient')) {
    const [patient] = await store.load([{ type: 'Patient', id: patientId }]);
    if (!patient || patient.deleted || !sight.show(patient, head, 'r')) {
      trail.noteRefusal(patient && patientId, 'E', `Patient/${patientId}`);
      throw absent(`Patient/${patientId}`);
    }
  }
  trail.noteQuery(patientId, `Patient/${patientId}/$${operation}${types ? `?_type=${types.join()}` : ''}`);
  return shown;
}

export async function everything(reader: Reader, patientId: string, part: FilePart): Promise<SearchPage> {
  const { types, since, care } = part;
  const { store, sight } = reader;
  const children = await together(sight, store, patientId);
  const files = await inParallel(children, async (child) =>
    showFile(reader, child, await store.file(patientPartition(child)), types, part.operation),
  );
  const kin = new Map(children.map((child) => [child, children.filter((other) => other !== child)]));
  const shown = files.flat().map((one) => ({ ...one, resource: linked(one.resource, kin) }));
  const wanted: ReadonlySet<string> | undefined = types && new Set(types);
  const items = shown
    .filter(({ resource: { resourceType, meta } }) => {
      if (wanted && !wanted.has(resourceType)) return false;
      return since === undefined || Date.parse(meta?.lastUpdated ?? '') >= since;
    })
    .filter(({ resource }) => !care || isCareIn(resource, care))
    .sort((a, b) => compare(placeOf(a), placeOf(b)));
  const turn = part.page === undefined ? undefined : readTurn(part.page);
  if (turn && !placeForm.test(turn.place)) throw leadsNowhere();
  const back = turn?.back ?? false;
  const at = turn ? indexOf(items, back, (item) => compare(placeOf(item), turn.place)) : 0;
  const size = Math.min(part.count ?? pageSizes.most, pageSizes.most);
  const { page, ...beside } = pageFrom({ items, placeOf, bytesOf: (one) => one.bytes() }, at, back, size);
  const included = await referredTo(reader, page, wanted);
  return {
    matches: page.map(({ resource }) => resource),
    included: included.map(({ resource }) => resource),
    total: items.length,
    ...beside,
  };
}

const placeForm = /^[A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/;
const placeOf = ({ resource }: Shown): string => `${resource.resourceType}/${resource.id}`;
const isPatient = (place: string): boolean => place.startsWith('Patient/');
/** The child first, then by type and id. */
const compare = (a: string, b: string): number =>
  Number(isPatient(b)) - Number(isPatient(a)) || (a === b ? 0 : a < b ? -1 : 1);

/** What of the directory a page refers to, and what that refers to in turn. */
async function referredTo(
  { sight, base }: Reader,
  page: readonly Shown[],
  wanted: ReadonlySet<string> | undefined,
): Promise<Shown[]> {
  const known = new Set<string>();
  const added: Shown[] = [];
  let fresh: readonly Shown[] = page;
  while (fresh.length > 0) {
    const places = fresh
      .flatMap(({ resource }) => findReferences(resource))
      .flatMap(({ text }) => {
        const { type = '', id = '' } = localName(text, base) ?? {};
        const name = `${type}/${id}`;
        if (!isServedType(type) || !fileless.has(type) || known.has(name)) return [];
        known.add(name);
        return [{ type, id }];
      });
    fresh = places.length > 0 ? await sight.reach().load(places) : [];
    added.push(...fresh.filter(({ resource }) => !wanted || wanted.has(resource.resourceType)));
    checkIncluded(page, added);
  }
  return added;
}
