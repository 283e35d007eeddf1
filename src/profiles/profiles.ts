// The profiles a resource may claim in meta.profile, and the extensions it may use by url, each compiled when first met.
import type { Bundle, CodeSystem, StructureDefinition, ValueSet } from '@medplum/fhirtypes';
import { emptyFunctions, isEvaluated } from './checked-in-code.ts';
import { type Definition, withoutVersion } from './definition.ts';
import { compileProfile, type ProfileNode } from './profile-node.ts';
import requiredCodes from './r4/required-codes.json' with { type: 'json' };
import type { Shapes } from './shape.ts';
import { isSupported } from './slice.ts';
import { type CodesBySystem, expandValueSet, indexTerminology } from './value-set.ts';

export interface ProfileSource {
  readonly definitions: readonly Definition[];
  /** The codes of each value set that a profile requires. */
  readonly codes: Readonly<Record<string, CodesBySystem>>;
  /** Value sets a profile requires whose codes cannot be listed from the terminology given, and why: not enforced. */
  readonly unlisted: Readonly<Record<string, string>>;
}

export interface Profiles {
  /** Undefined when it is not known, or not in the version asked for. */
  readonly get: (canonical: string) => ProfileNode | undefined;
  /** The one version of it that is known. */
  readonly versionOf: (canonical: string) => string | undefined;
  /** Where an extension may stand: types and elements; none where its definition does not say. */
  readonly contextsOf: (url: string) => readonly string[];
}

/** Throws on a profile it could only half enforce: one without snapshot or with a discriminator that is not understood. */
export function loadProfiles(
  source: Bundle | readonly StructureDefinition[],
  terminology: readonly (CodeSystem | ValueSet)[] = [],
): ProfileSource {
  const definitions = isBundle(source) ? profilesIn(source) : source;
  for (const definition of definitions) refuseUnsupported(definition);
  const index = indexTerminology(terminology);
  const codes: Record<string, CodesBySystem> = {};
  const unlisted: Record<string, string> = {};
  for (const valueSet of requiredValueSets(definitions)) {
    if (isOfR4(valueSet)) continue;
    const expansion = expandValueSet(valueSet, index);
    if ('codes' in expansion) codes[valueSet] = expansion.codes;
    else unlisted[valueSet] = expansion.unlisted;
  }
  return { definitions, codes, unlisted };
}

export function createProfiles(definitions: readonly Definition[], shapes: Shapes): Profiles {
  const byUrl = new Map(definitions.map((definition) => [definition.url, definition]));
  const compiled = new Map<string, ProfileNode | undefined>();
  const typeOf = (canonical: string): string | undefined =>
    byUrl.get(canonical)?.type ??
    /^http:\/\/hl7\.org\/fhir\/StructureDefinition\/([A-Z][A-Za-z]+)$/.exec(canonical)?.[1];
  const get = (canonical: string): ProfileNode | undefined => {
    const url = withoutVersion(canonical);
    const definition = byUrl.get(url);
    const version = definition?.version;
    if (version !== undefined && url !== canonical && canonical !== `${url}|${version}`) return undefined;
    if (definition && !compiled.has(url))
      compiled.set(url, compileProfile(definition, shapes, { typeOf, get, element: shapes('Element') }));
    return compiled.get(url);
  };
  return {
    get,
    versionOf: (canonical) => byUrl.get(withoutVersion(canonical))?.version,
    contextsOf: (url) => contextsIn(byUrl.get(url)),
  };
}

/** An expression that is no plain path leaves the place open. */
function contextsIn(definition: Definition | undefined): readonly string[] {
  const contexts = definition?.context ?? [];
  return contexts.every(({ type }) => type === 'element') ? contexts.map(({ expression }) => expression) : [];
}

/** Those are listed with the base definitions, or checked by form. */
function isOfR4(valueSet: string): boolean {
  return valueSet in requiredCodes.codes || valueSet in requiredCodes.unlisted;
}

function isBundle(source: Bundle | readonly StructureDefinition[]): source is Bundle {
  return 'resourceType' in source;
}

function profilesIn(bundle: Bundle): readonly StructureDefinition[] {
  const resources = (bundle.entry ?? []).map(({ resource }) => resource);
  return resources.filter((resource) => resource?.resourceType === 'StructureDefinition');
}

function refuseUnsupported({ url, snapshot }: StructureDefinition): void {
  if (!snapshot?.element.length) throw new Error(`profile ${url} has no snapshot`);
  for (const { id, slicing, constraint = [] } of snapshot.element) {
    for (const { key, expression = '' } of constraint) {
      const empty = emptyFunctions.find((name) => expression.includes(`${name}(`));
      if (empty && isEvaluated(key))
        throw new Error(`profile ${url}: ${key} needs ${empty}(), which cannot be evaluated`);
    }
    const unknown = slicing?.discriminator?.find((discriminator) => !isSupported(discriminator));
    if (unknown)
      throw new Error(
        `profile ${url} slices ${id} by ${unknown.type} ${unknown.path}, which is not supported`,
      );
  }
}

function requiredValueSets(definitions: readonly StructureDefinition[]): ReadonlySet<string> {
  const bindings = definitions.flatMap(({ snapshot }) =>
    (snapshot?.element ?? []).map(({ binding }) => binding),
  );
  const required = bindings
    .filter((binding) => binding?.strength === 'required')
    .map((binding) => binding?.valueSet);
  return new Set(required.filter((valueSet) => valueSet !== undefined).map(withoutVersion));
}
