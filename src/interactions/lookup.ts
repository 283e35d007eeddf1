// CodeSystem/$lookup: what is known of a code. https://hl7.org/fhir/R4/codesystem-operation-lookup.html
import type { CodeSystem, ParametersParameter } from '@medplum/fhirtypes';
import { conceptsOf, isAbstract, isInactive, type PlacedConcept } from '../fhir/code-system.ts';
import { FhirFailure } from '../fhir/failure.ts';
import { missing } from '../fhir/parameters.ts';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';
import { codeSystemNamed } from './held-terminology.ts';
import type { OperationCall, OperationSpec } from './operation.ts';
import { inputOf } from './operation-input.ts';

const table = {
  code: 'code',
  system: 'uri',
  version: 'string',
  coding: 'Coding',
  property: { many: 'code' },
} as const;

export const lookupOperation: OperationSpec = {
  name: 'lookup',
  definition: 'http://hl7.org/fhir/OperationDefinition/CodeSystem-lookup',
  levels: ['type'],
  types: ['CodeSystem'],
  affectsState: false,
  documentation: `Takes ${Object.keys(table).join(', ')}.`,
  serve: lookup,
};

async function lookup(context: Context, call: OperationCall): Promise<Answer> {
  const { code, system, version, coding, property } = await inputOf(context, call, table);
  if (coding && (code !== undefined || system !== undefined || version !== undefined))
    throw new FhirFailure('bad-parameter', 'Give either coding, or code and system; not both.');
  const asked = coding ?? { code, system, version };
  if (!asked.code) throw missing('code', 'give code and system, or coding with both');
  if (!asked.system) throw missing('system', 'a code means something within its code system');
  const terminology = await context.terminology();
  const codeSystem = codeSystemNamed(terminology, { url: asked.system, version: asked.version });
  const placed = conceptsOf(codeSystem).get(asked.code);
  if (!placed) {
    const text = `${codeSystem.url} has no code "${asked.code.slice(0, 64)}".`;
    throw new FhirFailure('not-found', [{ text, code: 'code-invalid' }]);
  }
  const known = propertiesOf(codeSystem, asked.code, placed);
  const unknown = property?.find((name) => !Object.hasOwn(known, name) && !alwaysThere.has(name));
  if (unknown !== undefined) {
    const names = [...alwaysThere, ...Object.keys(known)].join(', ');
    throw new FhirFailure(
      'bad-parameter',
      `There is no property "${unknown.slice(0, 64)}"; there are ${names}.`,
    );
  }
  const wanted = property ?? Object.keys(known);
  return {
    status: 200,
    resource: {
      resourceType: 'Parameters',
      parameter: [
        { name: 'name', valueString: codeSystem.title ?? codeSystem.name ?? codeSystem.url },
        ...(codeSystem.version ? [{ name: 'version', valueString: codeSystem.version }] : []),
        { name: 'display', valueString: placed.concept.display ?? asked.code },
        ...designationsOf(placed),
        ...Object.entries(known).flatMap(([name, values]) =>
          wanted.includes(name)
            ? values.map((value) => ({ name: 'property', part: [{ name: 'code', valueCode: name }, value] }))
            : [],
        ),
      ],
    },
  };
}

/** Asking for these is right, and changes nothing. */
const alwaysThere = new Set(['system', 'name', 'version', 'display', 'designation']);

function designationsOf({ concept }: PlacedConcept): ParametersParameter[] {
  return (concept.designation ?? []).map(({ language, use, value }) => ({
    name: 'designation',
    part: [
      ...(language ? [{ name: 'language', valueCode: language }] : []),
      ...(use ? [{ name: 'use', valueCoding: use }] : []),
      { name: 'value', valueString: value },
    ],
  }));
}

/** The values of each property; none where the code has none. */
function propertiesOf(
  codeSystem: CodeSystem,
  code: string,
  { concept, parents }: PlacedConcept,
): Record<string, ParametersParameter[]> {
  const below = [...conceptsOf(codeSystem)].filter(([, one]) => one.parents.has(code));
  const value = (given: Omit<ParametersParameter, 'name'>): ParametersParameter => ({
    name: 'value',
    ...given,
  });
  return {
    definition: concept.definition ? [value({ valueString: concept.definition })] : [],
    parent: [...parents].map((parent) => value({ valueCode: parent })),
    child: below.map(([child]) => value({ valueCode: child })),
    inactive: [value({ valueBoolean: isInactive(concept) })],
    notSelectable: [value({ valueBoolean: isAbstract(concept) })],
  };
}
