// $validate-code: whether a code belongs to a value set or a code system. https://hl7.org/fhir/R4/valueset-operation-validate-code.html
import type { Coding, ParametersParameter } from '@medplum/fhirtypes';
import { conceptsOf, isAbstract } from '../fhir/code-system.ts';
import { FhirFailure } from '../fhir/failure.ts';
import { type Given, missing } from '../fhir/parameters.ts';
import { foldText } from '../fhir/search/fold.ts';
import type { Terminology } from '../fhir/terminology.ts';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';
import { codeSystemNamed, unlistable, valueSetNamed } from './held-terminology.ts';
import type { OperationCall, OperationSpec } from './operation.ts';
import { inputOf } from './operation-input.ts';

const asked = {
  code: 'code',
  display: 'string',
  coding: 'Coding',
  codeableConcept: 'CodeableConcept',
  abstract: 'boolean',
} as const;
const ofValueSet = {
  url: 'uri',
  valueSetVersion: 'string',
  system: 'uri',
  systemVersion: 'string',
  ...asked,
} as const;
const ofCodeSystem = { url: 'uri', version: 'string', ...asked } as const;

export const validateValueSetCode: OperationSpec = {
  name: 'validate-code',
  definition: 'http://hl7.org/fhir/OperationDefinition/ValueSet-validate-code',
  levels: ['type', 'instance'],
  types: ['ValueSet'],
  affectsState: false,
  documentation: `Takes ${Object.keys(ofValueSet).join(', ')}.`,
  serve: inValueSet,
};

export const validateCodeSystemCode: OperationSpec = {
  name: 'validate-code',
  definition: 'http://hl7.org/fhir/OperationDefinition/CodeSystem-validate-code',
  levels: ['type', 'instance'],
  types: ['CodeSystem'],
  affectsState: false,
  documentation: `Takes ${Object.keys(ofCodeSystem).join(', ')}.`,
  serve: inCodeSystem,
};

async function inValueSet(context: Context, call: OperationCall): Promise<Answer> {
  const input = await inputOf(context, call, ofValueSet);
  const terminology = await context.terminology();
  const codings = codingsOf(input, input.system, input.systemVersion);
  const valueSet = valueSetNamed(terminology, {
    id: call.id,
    url: input.url,
    version: input.valueSetVersion,
  });
  const members = terminology.expand(valueSet.url ?? '');
  if (!members) throw unlistable(terminology, valueSet);
  const find = ({ system, code, version }: Coding): Coding | undefined =>
    holdsVersion(terminology, system, version)
      ? members.find((one) => one.system === system && one.code === code)
      : undefined;
  return verdict(terminology, codings, find, input, `the value set ${valueSet.url}`);
}

async function inCodeSystem(context: Context, call: OperationCall): Promise<Answer> {
  const input = await inputOf(context, call, ofCodeSystem);
  const terminology = await context.terminology();
  const url = input.url ?? (call.id === undefined ? systemsIn(input)[0] : undefined);
  const codeSystem = codeSystemNamed(terminology, { id: call.id, url, version: input.version });
  const codings = codingsOf(input, codeSystem.url, input.version);
  const find = ({ system, code = '', version }: Coding): Coding | undefined => {
    const isHere = system === codeSystem.url && holdsVersion(terminology, system, version);
    return isHere ? (terminology.lookup(codeSystem.url ?? '', code) ?? undefined) : undefined;
  };
  return verdict(terminology, codings, find, input, `the code system ${codeSystem.url}`);
}

type Asked = Given<typeof asked>;

const systemsIn = ({ coding, codeableConcept }: Asked): string[] =>
  [...(coding ? [coding] : []), ...(codeableConcept?.coding ?? [])].flatMap(({ system }) => system ?? []);

/** The codings to judge; exactly one of code, coding and codeableConcept says them. */
function codingsOf(input: Asked, system: string | undefined, version: string | undefined): readonly Coding[] {
  const { code, display, coding, codeableConcept } = input;
  if ([code, coding, codeableConcept].filter((one) => one !== undefined).length !== 1)
    throw new FhirFailure('bad-parameter', 'Give one of code, coding and codeableConcept, and only one.');
  if (display !== undefined && code === undefined)
    throw new FhirFailure('bad-parameter', 'display goes with code; a coding carries its own.');
  if (code !== undefined && system === undefined)
    throw missing('system', 'a code means something within one');
  return codeableConcept?.coding ?? [coding ?? { system, version, code, display }];
}

const holdsVersion = (terminology: Terminology, system = '', version: string | undefined): boolean =>
  version === undefined || terminology.codeSystem(system)?.version === version;

function verdict(
  terminology: Terminology,
  codings: readonly Coding[],
  find: (coding: Coding) => Coding | undefined,
  { abstract = false }: Asked,
  where: string,
): Answer {
  const judged = codings.map((coding) => {
    const member = find(coding);
    if (!member) return { wrong: `The code ${nameOf(coding)} is not in ${where}.` };
    if (!abstract && isHeading(terminology, member))
      return {
        wrong: `The code ${nameOf(coding)} is abstract and is not to be recorded; a code below it would be right.`,
      };
    const isRight = coding.display === undefined || sameText(coding.display, member.display);
    const wrong = isRight ? undefined : `The display of the code ${nameOf(coding)} is "${member.display}".`;
    return { wrong, display: member.display };
  });
  const right = judged.find(({ wrong }) => wrong === undefined) ?? judged.find(({ display }) => display);
  const wrong =
    judged.length > 0 ? judged.flatMap((one) => one.wrong ?? []) : ['There is no coding to judge.'];
  const result = judged.some((one) => one.wrong === undefined);
  const parameter: ParametersParameter[] = [{ name: 'result', valueBoolean: result }];
  if (!result) parameter.push({ name: 'message', valueString: wrong.join(' ') });
  if (right?.display) parameter.push({ name: 'display', valueString: right.display });
  return { status: 200, resource: { resourceType: 'Parameters', parameter } };
}

const nameOf = ({ system, version, code }: Coding): string =>
  `"${(code ?? '').slice(0, 64)}" of ${(system ?? 'no system').slice(0, 200)}${version ? `|${version.slice(0, 64)}` : ''}`;

function isHeading(terminology: Terminology, { system = '', code = '' }: Coding): boolean {
  const held = terminology.codeSystem(system);
  const concept = held && conceptsOf(held).get(code)?.concept;
  return concept !== undefined && isAbstract(concept);
}

const sameText = (left: string, right = ''): boolean => foldText(left) === foldText(right);
