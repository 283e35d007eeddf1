// Finds the value set or code system an operation is asked about, and says honestly what is not held here.
import type { CodeSystem, ValueSet } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import { missing } from '../fhir/parameters.ts';
import type { Terminology } from '../fhir/terminology.ts';

export interface Named {
  /** Of the URL, at the instance level. */
  readonly id?: string;
  /** Canonical URL. */
  readonly url?: string;
  readonly version?: string;
}

export function valueSetNamed(terminology: Terminology, named: Named): ValueSet {
  return find(named, 'ValueSet', terminology.valueSets, terminology.valueSet);
}

export function codeSystemNamed(terminology: Terminology, named: Named): CodeSystem {
  return find(named, 'CodeSystem', terminology.codeSystems, terminology.codeSystem);
}

function find<R extends ValueSet | CodeSystem>(
  { id, url, version }: Named,
  type: R['resourceType'],
  all: readonly R[],
  byUrl: (canonical: string) => R | undefined,
): R {
  if (id !== undefined) {
    const resource = all.find((one) => one.id === id);
    if (!resource) throw new FhirFailure('not-found', `${type}/${id} is not here.`);
    if (url !== undefined && url !== resource.url)
      throw new FhirFailure('bad-parameter', `${type}/${id} is ${resource.url}; leave url out.`);
    return resource;
  }
  if (url === undefined) throw missing('url', `it names the ${type}`);
  const resource = byUrl(version === undefined ? url : `${url}|${version}`);
  if (resource) return resource;
  throw notHeld(type, url, version, byUrl(url));
}

function notHeld(
  type: string,
  url: string,
  version: string | undefined,
  other: ValueSet | CodeSystem | undefined,
): FhirFailure {
  const kept = other && `version ${other.version} is`;
  return new FhirFailure(
    'not-found',
    `The ${type} ${url.slice(0, 200)}${version ? ` of version ${version.slice(0, 64)}` : ''} is not held here; ` +
      `${kept ?? `GET [base]/${type} lists those that are`}.`,
  );
}

/** Why the codes of a value set cannot be listed; 422 as the request itself is right. */
export function unlistable(terminology: Terminology, valueSet: ValueSet): FhirFailure {
  const foreign = [...foreignSystems(terminology, valueSet, new Set())];
  const why =
    foreign.length > 0
      ? `the codes of ${foreign.join(', ')} are not held here`
      : 'it selects codes in a way that is not supported here';
  return new FhirFailure('invalid', [
    { code: 'not-supported', text: `The codes of ${valueSet.url} cannot be listed: ${why}.` },
  ]);
}

function foreignSystems(terminology: Terminology, { compose }: ValueSet, seen: Set<string>): Set<string> {
  const foreign = new Set<string>();
  for (const { system, concept, valueSet = [] } of [
    ...(compose?.include ?? []),
    ...(compose?.exclude ?? []),
  ]) {
    if (system && !concept && !terminology.codeSystem(system)) foreign.add(system);
    for (const url of valueSet) {
      const part = terminology.valueSet(url);
      if (!part) foreign.add(url);
      if (!part || seen.has(url)) continue;
      seen.add(url);
      for (const one of foreignSystems(terminology, part, seen)) foreign.add(one);
    }
  }
  return foreign;
}
