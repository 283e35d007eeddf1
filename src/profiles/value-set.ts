// Lists the codes of a value set whose parts are all at hand. https://hl7.org/fhir/R4/valueset.html#compositions
import type { CodeSystem, ValueSet, ValueSetComposeInclude } from '@medplum/fhirtypes';
import { codesBelow, conceptsOf } from '../fhir/code-system.ts';
import { withoutVersion } from './definition.ts';

export type CodesBySystem = Readonly<Record<string, readonly string[]>>;

export type Expansion = { readonly codes: CodesBySystem } | { readonly unlisted: string };

/** Code systems and value sets by canonical without version. */
export type Terminology = ReadonlyMap<string, CodeSystem | ValueSet>;

type Listing = Map<string, Set<string>>;

class Unlisted extends Error {}

export function indexTerminology(resources: Iterable<CodeSystem | ValueSet>): Terminology {
  const index = new Map<string, CodeSystem | ValueSet>();
  for (const resource of resources) if (resource.url) index.set(resource.url, resource);
  return index;
}

export function expandValueSet(canonical: string, terminology: Terminology): Expansion {
  try {
    const listing = expand(canonical, terminology, []);
    return { codes: Object.fromEntries([...listing].map(([system, codes]) => [system, [...codes]])) };
  } catch (error) {
    if (error instanceof Unlisted) return { unlisted: error.message };
    throw error;
  }
}

function expand(canonical: string, terminology: Terminology, trail: readonly string[]): Listing {
  const url = withoutVersion(canonical);
  if (trail.includes(url)) throw new Unlisted(`value set ${url} includes itself`);
  const valueSet = terminology.get(url);
  if (valueSet?.resourceType !== 'ValueSet') throw new Unlisted(`value set ${url} is not at hand`);
  const result: Listing = new Map();
  for (const include of valueSet.compose?.include ?? []) {
    for (const [system, codes] of listed(include, terminology, [...trail, url])) {
      result.set(system, new Set([...(result.get(system) ?? []), ...codes]));
    }
  }
  for (const exclude of valueSet.compose?.exclude ?? []) {
    for (const [system, codes] of listed(exclude, terminology, [...trail, url])) {
      for (const code of codes) result.get(system)?.delete(code);
    }
  }
  return result;
}

/** Everything within one include has to hold at once: the system's selection and each value set it names. */
function listed(
  include: ValueSetComposeInclude,
  terminology: Terminology,
  trail: readonly string[],
): Listing {
  const parts = (include.valueSet ?? []).map((url) => expand(url, terminology, trail));
  if (include.system) parts.push(new Map([[include.system, selected(include.system, include, terminology)]]));
  return parts.reduce((left, right) => {
    const both: Listing = new Map();
    for (const [system, codes] of left) both.set(system, shared(codes, right.get(system)));
    return both;
  });
}

function selected(system: string, include: ValueSetComposeInclude, terminology: Terminology): Set<string> {
  if (include.concept) return new Set(include.concept.map((concept) => concept.code));
  const codeSystem = terminology.get(system);
  if (codeSystem?.resourceType !== 'CodeSystem' || codeSystem.content !== 'complete') {
    throw new Unlisted(`the codes of ${system} are not at hand`);
  }
  let codes = new Set(conceptsOf(codeSystem).keys());
  for (const filter of include.filter ?? []) {
    if (filter.property !== 'concept' || (filter.op !== 'is-a' && filter.op !== 'descendent-of')) {
      throw new Unlisted(`the filter ${filter.property} ${filter.op} on ${system} is not supported`);
    }
    const below = new Set(codesBelow(codeSystem, filter.value ?? ''));
    if (filter.op === 'descendent-of') below.delete(filter.value ?? '');
    codes = shared(codes, below);
  }
  return codes;
}

function shared(left: ReadonlySet<string>, right: ReadonlySet<string> = new Set()): Set<string> {
  return new Set([...left].filter((code) => right.has(code)));
}
