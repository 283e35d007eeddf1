// Says whether a code belongs to the value set its element requires. https://hl7.org/fhir/R4/terminologies.html#required
import { isObject, type JsonObject, objectsIn } from './json.ts';
import type { CodesBySystem } from './value-set.ts';

export interface Codes {
  /** False only when the value set's codes are known and this is none of them. */
  readonly allows: (valueSet: string, type: string, value: unknown) => boolean;
  /** True only when the value set's codes are known and this is one of them. */
  readonly lists: (valueSet: string, type: string, value: unknown) => boolean;
  /** What would be right, for a message. */
  readonly describe: (valueSet: string, type: string) => string;
}

interface Listing {
  readonly bySystem: ReadonlyMap<string, ReadonlySet<string>>;
  readonly all: ReadonlySet<string>;
}

/** Value sets whose code systems are open or licensed lists: the form of their codes is all that can be checked. */
const forms: Readonly<Record<string, { readonly pattern: RegExp; readonly right: string }>> = {
  'http://hl7.org/fhir/ValueSet/mimetypes': {
    pattern: /^[a-zA-Z0-9!#$&^_.+-]+\/[a-zA-Z0-9!#$&^_.+-]+(\s*;\s*[^\s;]+)*$|^(json|xml|ttl)$/,
    right: 'a MIME type such as application/pdf',
  },
  'http://hl7.org/fhir/ValueSet/currencies': {
    pattern: /^[A-Z]{3}$/,
    right: 'an ISO 4217 currency code such as EUR',
  },
};

/** Looks in each source in turn; a value set that none lists is not enforced. */
export function createCodes(...sources: readonly Readonly<Record<string, CodesBySystem>>[]): Codes {
  const listings = new Map<string, Listing | undefined>();
  const listing = (valueSet: string): Listing | undefined => {
    if (!listings.has(valueSet)) {
      const codes = sources.find((source) => Object.hasOwn(source, valueSet))?.[valueSet];
      listings.set(valueSet, codes && index(codes));
    }
    return listings.get(valueSet);
  };
  return {
    allows: (valueSet, type, value) => {
      const form = forms[valueSet];
      if (form) return typeof value !== 'string' || form.pattern.test(value);
      const known = listing(valueSet);
      return !known || belongs(known, type, value);
    },
    lists: (valueSet, type, value) => {
      const known = listing(valueSet);
      return known !== undefined && belongs(known, type, value);
    },
    describe: (valueSet, type) => {
      const known = listing(valueSet);
      return forms[valueSet]?.right ?? (known ? options(known, valueSet, type) : `a code of ${valueSet}`);
    },
  };
}

function index(codes: CodesBySystem): Listing {
  const bySystem = new Map(Object.entries(codes).map(([system, list]) => [system, new Set(list)]));
  return { bySystem, all: new Set(Object.values(codes).flat()) };
}

function belongs(listing: Listing, type: string, value: unknown): boolean {
  if (typeof value === 'string') return listing.all.has(value);
  if (!isObject(value)) return true;
  if (type === 'CodeableConcept')
    return objectsIn(value.coding).some((coding) => codingBelongs(listing, coding));
  return codingBelongs(listing, value);
}

/** A Coding, and a Quantity's unit, say their system themselves. */
function codingBelongs(listing: Listing, { system, code }: JsonObject): boolean {
  return (
    typeof system === 'string' && typeof code === 'string' && listing.bySystem.get(system)?.has(code) === true
  );
}

function options(listing: Listing, valueSet: string, type: string): string {
  if (listing.all.size > 40) return `a code of ${valueSet}`;
  if (type === 'code' || type === 'string' || type === 'uri') return `one of ${[...listing.all].join(', ')}`;
  const systems = [...listing.bySystem].map(
    ([system, codes]) => `${[...codes].join(', ')} (system ${system})`,
  );
  return `${type === 'CodeableConcept' ? 'a coding of ' : ''}one of ${systems.join('; ')}`;
}
