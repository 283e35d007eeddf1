// Takes citizen service numbers out of a resource for those who have no ground for them, wherever in it they stand.
import type { Resource } from '@medplum/fhirtypes';
import { bsnSystem, isBsn } from '../../fhir/bsn.ts';
import { keepWriting } from '../../fhir/exact-json.ts';
import { isSubsetted, subsetted } from '../../fhir/subsetted.ts';

/** `child`: that of the child whose file it is, and the caller's own (`system|value`), and no other. */
export type BsnGround = 'all' | 'child' | 'none';

/** The other names under which the number goes. */
const bsnSystems = new Set([
  bsnSystem,
  'https://fhir.nl/fhir/NamingSystem/bsn',
  'urn:oid:2.16.840.1.113883.2.4.6.3',
]);

/** A search by the number, such as a reference to elsewhere may be. */
const inAddress = /bsn(?:\||%7c)\d/i;

/** Persons are always marked, so that the mark does not tell whether there is a number. */
const persons = new Set(['Patient', 'RelatedPerson']);

export function withoutBsn(resource: Resource, ground: BsnGround, own: string | undefined): Resource {
  if (ground === 'all') return resource;
  const isOfChild = ground === 'child' && resource.resourceType === 'Patient';
  const bare = stripped(resource, own, isOfChild ? 'identifier' : undefined) as Resource;
  if (bare === resource && (isOfChild || !persons.has(resource.resourceType))) return resource;
  const { meta } = bare;
  return isSubsetted(bare) ? bare : { ...bare, meta: { ...meta, tag: [...(meta?.tag ?? []), subsetted] } };
}

/** The same value where there is nothing to take out; undefined where nothing is left. */
function strip(value: unknown, own: string | undefined): unknown {
  if (typeof value === 'string') return inAddress.test(value) ? undefined : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => strip(item, own)).filter((item) => item !== undefined);
    return isSame(items, value) ? value : items.length > 0 ? items : undefined;
  }
  return isForeignBsn(value, own) ? undefined : stripped(value, own);
}

function stripped(value: object, own: string | undefined, spared?: string): object | undefined {
  const entries = Object.entries(value);
  const kept = entries.flatMap(([name, child]): [string, unknown][] => {
    if (name === spared) return [[name, child]];
    const bare = name === 'text' && tellsBsn(child) ? undefined : strip(child, own);
    return bare === undefined ? [] : [[name, bare]];
  });
  const isUntouched =
    kept.length === entries.length && kept.every(([, child], index) => child === entries[index]?.[1]);
  if (isUntouched) return value;
  return kept.length > 0 ? keepWriting(Object.fromEntries(kept), value) : undefined;
}

const isSame = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((item, index) => item === other[index]);

/** An identifier with the number; without a system what passes the eleven test counts as one. */
function isForeignBsn(value: object, own: string | undefined): boolean {
  const { system, value: number } = value as { system?: unknown; value?: unknown };
  if (typeof system === 'string') return bsnSystems.has(system) && `${system}|${String(number)}` !== own;
  return system === undefined && typeof number === 'string' && isBsn(number);
}

/** A narrative that repeats a number. */
const tellsBsn = (text: unknown): boolean =>
  typeof text === 'object' &&
  text !== null &&
  'div' in text &&
  typeof text.div === 'string' &&
  (text.div.match(/\d{9}/g) ?? []).some(isBsn);
