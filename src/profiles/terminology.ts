// What is known of codes here: our own terminology and HL7's behind the elements of what we serve. https://hl7.org/fhir/R4/terminology-module.html
import type { CodeSystem, Coding, ValueSet } from '@medplum/fhirtypes';
import ivh from '../../fhir-profiles/generated/terminology.json' with { type: 'json' };
import { codesAbove, codesBelow, conceptsOf } from '../fhir/code-system.ts';
import type { Terminology } from '../fhir/terminology.ts';
import { withoutVersion } from './definition.ts';
import { isObject } from './json.ts';
import r4 from './r4/terminology.json' with { type: 'json' };
import { expandValueSet, indexTerminology } from './value-set.ts';

export function loadTerminology(): Terminology {
  const shipped: readonly unknown[] = [...ivh, ...r4];
  return createTerminology(shipped.filter(isTerminology));
}

export function createTerminology(resources: readonly (CodeSystem | ValueSet)[]): Terminology {
  const index = indexTerminology(resources);
  const expansions = new Map<string, readonly Coding[] | undefined>();
  const found = (canonical: string): CodeSystem | ValueSet | undefined => {
    const url = withoutVersion(canonical);
    const resource = index.get(url);
    return canonical === url || canonical === `${url}|${resource?.version}` ? resource : undefined;
  };
  const codeSystem: Terminology['codeSystem'] = (url) => {
    const resource = found(url);
    return resource?.resourceType === 'CodeSystem' ? resource : undefined;
  };
  const valueSet: Terminology['valueSet'] = (url) => {
    const resource = found(url);
    return resource?.resourceType === 'ValueSet' ? resource : undefined;
  };
  const displayOf = (system: string, code: string): string | undefined => {
    const held = codeSystem(system);
    return held && conceptsOf(held).get(code)?.concept.display;
  };
  const list = (url: string): readonly Coding[] | undefined => {
    const expansion = expandValueSet(url, index);
    if (!('codes' in expansion)) return undefined;
    const given = displaysGiven(valueSet(url));
    return Object.entries(expansion.codes).flatMap(([system, codes]) =>
      codes.map((code) => ({
        system,
        code,
        display: given.get(`${system}|${code}`) ?? displayOf(system, code),
      })),
    );
  };
  return {
    valueSet,
    codeSystem,
    expand: (url) => {
      if (!valueSet(url)) return undefined;
      if (!expansions.has(url)) expansions.set(url, list(url));
      return expansions.get(url);
    },
    lookup: (system, code) => {
      const held = codeSystem(system);
      if (!held) return undefined;
      const placed = conceptsOf(held).get(code);
      return placed ? { system: held.url, code, display: placed.concept.display } : null;
    },
    related: (system, code, direction) => {
      const held = codeSystem(system);
      return held && (direction === 'below' ? codesBelow(held, code) : codesAbove(held, code));
    },
    valueSets: resources.filter((one) => one.resourceType === 'ValueSet'),
    codeSystems: resources.filter((one) => one.resourceType === 'CodeSystem'),
  };
}

/** A value set may show a code under a name of its own. */
function displaysGiven(valueSet: ValueSet | undefined): ReadonlyMap<string, string> {
  const named = (valueSet?.compose?.include ?? []).flatMap(({ system, concept = [] }) =>
    concept.flatMap(({ code, display }): [string, string][] =>
      display ? [[`${system}|${code}`, display]] : [],
    ),
  );
  return new Map(named);
}

function isTerminology(value: unknown): value is CodeSystem | ValueSet {
  return isObject(value) && (value.resourceType === 'CodeSystem' || value.resourceType === 'ValueSet');
}
