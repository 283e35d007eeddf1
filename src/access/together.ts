// The files of one child that lie apart, taken together for who sees them: in searches, in whole files, as links of the Patient.
import type { Patient, Resource } from '@medplum/fhirtypes';
import type { Criterion, SearchQuery, SearchValue } from '../fhir/search/query.ts';
import { type DossierStore, type HeadRecord, patientPartition } from '../store/dossier-store.ts';
import { isBsn } from '../store/identifier-rows.ts';
import { identifierTokens } from '../store/indexes.ts';
import { joinedFiles } from '../store/joined.ts';
import { childOfPartition } from '../store/keys.ts';
import type { Sight } from './sight.ts';

/** By child the others that are the same child; a child alone is not in it. */
export type Kin = ReadonlyMap<string, readonly string[]>;

const alone: Kin = new Map();

/** Which other Patients these children also are, as far as the caller sees both. Costs nothing where none is joined. */
export async function kinOf(
  sight: Sight,
  store: DossierStore,
  heads: ReadonlyMap<string, HeadRecord>,
): Promise<Kin> {
  const asked = [...heads].filter(([, { own }]) => joinedFiles(own).length > 0);
  if (asked.length === 0) return alone;
  const pks = [...new Set(asked.flatMap(([pk, { own }]) => [pk, ...joinedFiles(own)]))];
  const seen = await seenAmong(sight, store, pks);
  const kin = asked.flatMap(([pk, { own }]): [string, string[]][] => {
    const others = joinedFiles(own).filter((other) => seen.has(other));
    return seen.has(pk) && others.length > 0 ? [[childId(pk), others.map(childId)]] : [];
  });
  return new Map(kin);
}

const childId = (pk: string): string => childOfPartition(pk) ?? '';

async function seenAmong(sight: Sight, store: DossierStore, pks: readonly string[]): Promise<Set<string>> {
  const records = await store.load(pks.map((pk) => ({ type: 'Patient', id: childId(pk) })));
  const heads = await store.heads(pks);
  // A join says that two children have one BSN: nobody learns of it who does not see that of both.
  const eyes = sight.aside();
  const seen = records.filter((record) => {
    const patient = record && eyes.show(record, heads.get(record.pk)?.head, 'r', false);
    return patient && identifierTokens(patient).some(isBsn);
  });
  return new Set(seen.flatMap((record) => record?.pk ?? []));
}

/** All Patients that are this child, as the caller sees them, that of the oldest file first; of a child he does not see only its own id. */
export async function together(sight: Sight, store: DossierStore, child: string): Promise<string[]> {
  const pk = patientPartition(child);
  const others = (await kinOf(sight, store, await store.heads([pk]))).get(child);
  if (!others) return [child];
  const heads = await store.heads([child, ...others].map(patientPartition));
  const olders = (one: string): number => joinedFiles(heads.get(patientPartition(one))?.own, 'older').length;
  return [child, ...others].sort((a, b) => olders(a) - olders(b));
}

/** The query in which a reference to one of these Patients means the others too. */
export function widened(query: SearchQuery, kin: Kin): SearchQuery {
  if (kin.size === 0) return query;
  return { ...query, criteria: query.criteria.map((criterion) => wide(criterion, kin)) };
}

function wide(criterion: Criterion, kin: Kin): Criterion {
  if (criterion.kind !== 'value') return criterion;
  const { targets } = criterion.parameter;
  const others = (value: SearchValue): SearchValue[] => {
    if (value.kind !== 'reference' || value.id === undefined || value.version !== undefined) return [];
    const isPatient =
      value.type === undefined
        ? targets.length === 0 || targets.includes('Patient')
        : value.type === 'Patient';
    return isPatient
      ? (kin.get(value.id) ?? []).map((id) => ({ kind: 'reference', type: 'Patient', id }))
      : [];
  };
  const added = criterion.anyOf.flatMap(others);
  return added.length === 0 ? criterion : { ...criterion, anyOf: [...criterion.anyOf, ...added] };
}

/** A Patient with links to the others that are the same child. https://hl7.org/fhir/R4/patient-definitions.html#Patient.link */
export function linked<T extends Resource>(resource: T, kin: Kin): T {
  const others = resource.resourceType === 'Patient' ? kin.get(resource.id ?? '') : undefined;
  if (resource.resourceType !== 'Patient' || !others?.length) return resource;
  const links: Patient['link'] = others.map((id) => ({
    other: { reference: `Patient/${id}` },
    type: 'seealso',
  }));
  return { ...resource, link: [...(resource.link ?? []), ...links] };
}
