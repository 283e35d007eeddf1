// What a token is asked for: one of the purposes the client is registered with. https://hl7.org/fhir/us/udap-security/b2b.html
import { purposesFor, type Registration } from './tokens/registration.ts';

const written =
  /^(?:(?:http:\/\/terminology\.hl7\.org\/CodeSystem\/v3-ActReason|urn:oid:2\.16\.840\.1\.113883\.5\.8)[|#])?([A-Z]{2,20})$/;

/** The code of a purpose written as UDAP, FHIR or a person would; undefined for anything else. */
export const purposeCode = (text: unknown): string | undefined =>
  typeof text === 'string' ? written.exec(text)?.[1] : undefined;

/** The purposes in an assertion's extension; undefined without one. */
export function assertedPurposes(extensions: unknown): readonly unknown[] | undefined {
  const b2b = memberOf(extensions, 'hl7-b2b');
  const purposes = memberOf(b2b, 'purpose_of_use');
  if (purposes === undefined) return undefined;
  return Array.isArray(purposes) ? purposes : [purposes];
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;

/** The one purpose of all that were named; the registration's first where none was. Undefined when it is not to be had. */
export function purposeOf(registration: Registration, named: readonly unknown[]): string | undefined {
  const registered = purposesFor(registration);
  if (named.length === 0) return registered[0];
  const codes = new Set(named.map(purposeCode));
  const [only, ...others] = codes;
  return others.length === 0 && only !== undefined && registered.includes(only) ? only : undefined;
}
