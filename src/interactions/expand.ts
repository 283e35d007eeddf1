// ValueSet/$expand: the codes of a value set. https://hl7.org/fhir/R4/valueset-operation-expand.html
import type {
  Coding,
  ValueSet,
  ValueSetExpansion,
  ValueSetExpansionContains,
  ValueSetExpansionParameter,
} from '@medplum/fhirtypes';
import { conceptsOf, isAbstract, isInactive } from '../fhir/code-system.ts';
import { FhirFailure } from '../fhir/failure.ts';
import type { Given } from '../fhir/parameters.ts';
import { foldText } from '../fhir/search/fold.ts';
import type { Terminology } from '../fhir/terminology.ts';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';
import { unlistable, valueSetNamed } from './held-terminology.ts';
import type { OperationCall, OperationSpec } from './operation.ts';
import { inputOf } from './operation-input.ts';

const table = {
  url: 'uri',
  valueSetVersion: 'string',
  filter: 'string',
  offset: 'integer',
  count: 'integer',
  activeOnly: 'boolean',
  includeDesignations: 'boolean',
  includeDefinition: 'boolean',
} as const;

type Asked = Given<typeof table>;

export const expandOperation: OperationSpec = {
  name: 'expand',
  definition: 'http://hl7.org/fhir/OperationDefinition/ValueSet-expand',
  levels: ['type', 'instance'],
  types: ['ValueSet'],
  affectsState: false,
  documentation: `Takes ${Object.keys(table).join(', ')}. Answers a flat list.`,
  serve: expand,
};

async function expand(context: Context, call: OperationCall): Promise<Answer> {
  const asked = await inputOf(context, call, table);
  for (const name of ['offset', 'count'] as const)
    if ((asked[name] ?? 0) < 0) throw new FhirFailure('bad-parameter', `${name} must be 0 or more.`);
  const terminology = await context.terminology();
  const valueSet = valueSetNamed(terminology, {
    id: call.id,
    url: asked.url,
    version: asked.valueSetVersion,
  });
  const codes = terminology.expand(valueSet.url ?? '');
  if (!codes) throw unlistable(terminology, valueSet);
  const { compose, ...described } = valueSet;
  const expansion = expansionOf(terminology, codes, asked);
  const resource: ValueSet = {
    ...described,
    compose: asked.includeDefinition ? compose : undefined,
    expansion: {
      identifier: `urn:uuid:${context.newId()}`,
      timestamp: context.now().toISOString(),
      ...expansion,
    },
  };
  return { status: 200, resource };
}

function expansionOf(
  terminology: Terminology,
  codes: readonly Coding[],
  asked: Asked,
): Pick<ValueSetExpansion, 'total' | 'offset' | 'parameter' | 'contains'> {
  const { filter, offset = 0, count = codes.length, activeOnly = false } = asked;
  const fits = codes
    .filter(({ code, display }) => matches(filter, code, display))
    .map((coding) => containsOf(terminology, coding, asked.includeDesignations ?? false))
    .filter(({ inactive }) => !activeOnly || !inactive);
  const contains = fits.slice(offset, offset + count);
  return {
    total: fits.length,
    offset: asked.offset,
    parameter: [...given(asked), ...versionsOf(terminology, codes)],
    contains: contains.length > 0 ? contains : undefined,
  };
}

/** Somewhere in the display or the code, whatever case and accents. */
const matches = (filter: string | undefined, ...texts: readonly (string | undefined)[]): boolean =>
  filter === undefined || texts.some((text) => text && foldText(text).includes(foldText(filter)));

function containsOf(
  terminology: Terminology,
  { system = '', code = '', display }: Coding,
  withDesignations: boolean,
): ValueSetExpansionContains {
  const held = terminology.codeSystem(system);
  const concept = held && conceptsOf(held).get(code)?.concept;
  return {
    system,
    abstract: concept && isAbstract(concept) ? true : undefined,
    inactive: concept && isInactive(concept) ? true : undefined,
    code,
    display,
    designation: withDesignations ? concept?.designation : undefined,
  };
}

/** What the client asked, said back. */
const given = ({ filter, offset, count, activeOnly }: Asked): ValueSetExpansionParameter[] => [
  ...(filter === undefined ? [] : [{ name: 'filter', valueString: filter }]),
  ...(offset === undefined ? [] : [{ name: 'offset', valueInteger: offset }]),
  ...(count === undefined ? [] : [{ name: 'count', valueInteger: count }]),
  ...(activeOnly === undefined ? [] : [{ name: 'activeOnly', valueBoolean: activeOnly }]),
];

const versionsOf = (terminology: Terminology, codes: readonly Coding[]): ValueSetExpansionParameter[] =>
  [...new Set(codes.map(({ system = '' }) => system))].flatMap((system) => {
    const version = terminology.codeSystem(system)?.version;
    return version === undefined ? [] : [{ name: 'version', valueUri: `${system}|${version}` }];
  });
