// What the CapabilityStatement says about searching a type. https://hl7.org/fhir/R4/capabilitystatement.html
import type { CapabilityStatementRestResourceSearchParam } from '@medplum/fhirtypes';
import { servedTypes } from '../types.ts';
import { referencesOf } from './include.ts';
import { modifiersOf } from './modifier.ts';
import { parameterCodes, parameterOf, type SearchType } from './parameter.ts';

export interface SearchParameterEntry {
  readonly name: string;
  readonly type: CapabilityStatementRestResourceSearchParam['type'];
  readonly definition: string;
  readonly modifiers: readonly string[];
  readonly documentation?: string;
}

export function searchParametersOf(type: SearchType): SearchParameterEntry[] {
  return parameterCodes(type).flatMap((name) => {
    const parameter = parameterOf(type, name);
    if (parameter === undefined) return [];
    const modifiers = modifiersOf(parameter);
    const documentation =
      modifiers.length > 0 ? `Modifiers: ${modifiers.map((one) => `:${one}`).join(' ')}` : undefined;
    return [{ name, type: parameter.kind, definition: parameter.url, modifiers, documentation }];
  });
}

/** Values of `_include` for a type. */
export const searchIncludesOf = (type: SearchType): string[] =>
  type === 'Resource' ? [] : ['*', ...referencesOf(type).map(({ code }) => `${type}:${code}`)];

/** Values of `_revinclude` for a type: the reference parameters of other types that may point at it. */
export const searchRevIncludesOf = (type: SearchType): string[] =>
  servedTypes.flatMap((other) =>
    referencesOf(other)
      .filter(({ targets }) => targets.length === 0 || targets.includes(type))
      .map(({ code }) => `${other}:${code}`),
  );
