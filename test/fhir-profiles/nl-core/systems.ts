// What a required value set demands even where its codes cannot be listed: a code, of one of its code systems.
import type { CodeSystem, ElementDefinition, StructureDefinition, ValueSet } from '@medplum/fhirtypes';

type Terminology = ReadonlyMap<string, CodeSystem | ValueSet>;

/** Without it a text alone would pass for a code of, say, SNOMED CT's reference set of problems. */
export function demandSystems(
  profile: StructureDefinition,
  unlisted: Readonly<Record<string, string>>,
  terminology: Terminology,
): StructureDefinition {
  const element = profile.snapshot?.element.map((each) => withDemand(each, unlisted, terminology));
  return element ? { ...profile, snapshot: { element } } : profile;
}

function withDemand(
  element: ElementDefinition,
  unlisted: Readonly<Record<string, string>>,
  terminology: Terminology,
): ElementDefinition {
  const { strength, valueSet = '' } = element.binding ?? {};
  const isConcept = element.type?.some(({ code }) => code === 'CodeableConcept') ?? false;
  if (strength !== 'required' || !isConcept || !(valueSet in unlisted)) return element;
  const systems = [...systemsOf(valueSet, terminology)];
  const listed = systems.map((system) => `'${system}'`).join(' | ');
  return {
    ...element,
    constraint: [
      ...(element.constraint ?? []),
      {
        key: 'required-system',
        severity: 'error',
        human: `a code of ${systems.join(', ')}`,
        expression: `coding.where(code.exists() and system in (${listed})).exists()`,
      },
    ],
  };
}

function systemsOf(canonical: string, terminology: Terminology): Set<string> {
  const valueSet = terminology.get(canonical.split('|')[0] ?? canonical);
  if (valueSet?.resourceType !== 'ValueSet') return new Set();
  const includes = valueSet.compose?.include ?? [];
  return new Set(
    includes.flatMap(({ system, valueSet: others = [] }) => [
      ...(system ? [system] : []),
      ...others.flatMap((other) => [...systemsOf(other, terminology)]),
    ]),
  );
}
