// Holds a resource against the profiles it says it follows, and those a sender asks about. https://hl7.org/fhir/R4/resource-definitions.html#Meta.profile
import { checkProfile } from './conform.ts';
import { createContainer } from './contained.ts';
import { isObject, type JsonObject } from './json.ts';
import type { Profiles } from './profiles.ts';
import type { Place, Walk } from './walk.ts';

export function checkClaims(
  walk: Walk,
  profiles: Profiles,
  resource: JsonObject,
  path: string,
  place: Place,
): void {
  for (const [index, canonical] of claimsOf(resource).entries()) {
    if (typeof canonical !== 'string') continue;
    const at = `${path}.meta.profile[${index}]`;
    const unknown = holdAgainst(walk, profiles, canonical, resource, path, place, at);
    if (unknown) walk.warn('not-found', at, `is a profile ${unknown}; the resource was not held against it`);
  }
}

/** A profile named beside the resource: not to know it is an error, as nothing else was asked. */
export function checkNamed(walk: Walk, profiles: Profiles, resource: JsonObject, canonical: string): void {
  if (claimsOf(resource).includes(canonical)) return;
  const path = String(resource.resourceType);
  const typed = { type: path, value: resource };
  const place: Place = { container: createContainer(resource, path), resource: typed, root: typed };
  const unknown = holdAgainst(walk, profiles, canonical, resource, path, place, path);
  if (unknown) {
    const right = 'right would be the canonical URL of a profile served here';
    walk.report('not-found', path, `was to be held against '${canonical}', ${unknown}; ${right}`);
  }
}

const claimsOf = (resource: JsonObject): readonly unknown[] =>
  isObject(resource.meta) && Array.isArray(resource.meta.profile) ? resource.meta.profile : [];

/** Says why the profile cannot be looked at, or nothing; `at` is where it is named. */
function holdAgainst(
  walk: Walk,
  profiles: Profiles,
  canonical: string,
  resource: JsonObject,
  path: string,
  place: Place,
  at: string,
): string | undefined {
  const profile = profiles.get(canonical);
  const about = profile?.type ?? baseType(walk, canonical);
  if (about === undefined) {
    const version = profiles.versionOf(canonical);
    return version === undefined ? 'not known here' : `known here in version ${version} alone`;
  }
  if (about === 'Resource' || about === 'DomainResource') return undefined;
  if (about !== resource.resourceType)
    walk.report(
      'value',
      at,
      `is held against a profile of ${about}; right would be a profile of ${String(resource.resourceType)}`,
    );
  else if (profile) checkProfile(walk, profile, resource, path, place);
  return undefined;
}

/** R4's own definitions are what every resource is held against anyway. */
function baseType(walk: Walk, canonical: string): string | undefined {
  const name = /^http:\/\/hl7\.org\/fhir\/StructureDefinition\/([A-Z][A-Za-z]+)(?:\|4\.0(?:\.1)?)?$/.exec(
    canonical,
  )?.[1];
  return name !== undefined && walk.isResourceType(name) ? name : undefined;
}
