// Holds a resource against the profiles it says it follows. https://hl7.org/fhir/R4/resource-definitions.html#Meta.profile
import { checkProfile } from './conform.ts';
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
  const claimed = isObject(resource.meta) ? resource.meta.profile : undefined;
  if (!Array.isArray(claimed)) return;
  for (const [index, canonical] of claimed.entries()) {
    if (typeof canonical !== 'string') continue;
    const profile = profiles.get(canonical);
    const at = `${path}.meta.profile[${index}]`;
    if (!profile)
      walk.warn('not-found', at, 'is a profile not known here; the resource was not held against it');
    else if (profile.type !== resource.resourceType)
      walk.report('value', at, `is a profile of ${profile.type}; right would be one of this resource's type`);
    else checkProfile(walk, profile, resource, path, place);
  }
}
