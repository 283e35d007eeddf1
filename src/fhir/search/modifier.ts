// Which modifiers each kind of parameter takes. https://hl7.org/fhir/R4/search.html#modifiers
import { isServedType, servedTypes } from '../types.ts';
import type { Parameter, ParameterKind } from './parameter.ts';
import { bad, quoteList, unoffered } from './refusal.ts';

const ofKind: Readonly<Record<ParameterKind, readonly string[]>> = {
  string: ['missing', 'exact', 'contains'],
  token: ['missing', 'not', 'text'],
  reference: ['missing', 'identifier'],
  uri: ['missing', 'above', 'below'],
  date: ['missing'],
  number: ['missing'],
  quantity: ['missing'],
  composite: [],
  special: [],
};

/** Modifiers FHIR has for the kind that need what this server does not have, mostly terminology. */
const unofferedOfKind: Partial<Readonly<Record<ParameterKind, readonly string[]>>> = {
  token: ['in', 'not-in', 'above', 'below'],
  reference: ['above', 'below'],
};

/** Names of the modifiers of a parameter; a reference also takes the types it may point at. */
export function modifiersOf(parameter: Parameter): readonly string[] {
  const isIdentifier = parameter.kind === 'token' && parameter.leaves.has('Identifier');
  const isCanonical = parameter.kind === 'reference' && !parameter.leaves.has('Reference');
  if (isIdentifier) return [...ofKind.token, 'of-type'];
  return isCanonical ? ['missing'] : ofKind[parameter.kind];
}

/** Throws unless the parameter takes the modifier. */
export function checkModifier(name: string, parameter: Parameter, modifier: string): void {
  const known = modifiersOf(parameter);
  if (known.includes(modifier)) return;
  if (unofferedOfKind[parameter.kind]?.includes(modifier)) {
    throw unoffered(
      name,
      `the modifier :${modifier} is not offered here; ${parameter.code} takes ${listed(known)}`,
    );
  }
  if (parameter.kind !== 'reference' || !/^[A-Z]/.test(modifier)) {
    throw bad(
      name,
      `a ${parameter.kind} parameter has no modifier :${modifier}; ${parameter.code} takes ${listed(known)}`,
    );
  }
  checkType(name, parameter, modifier);
}

/** A type the reference may point at; where it may point at any, one served here. */
export function checkType(name: string, { code, targets }: Parameter, type: string): void {
  if (targets.includes(type) || (targets.length === 0 && isServedType(type))) return;
  const allowed = targets.length > 0 ? targets : servedTypes;
  throw bad(name, `${code} does not refer to ${type}; it refers to ${quoteList(allowed)}`);
}

const listed = (modifiers: readonly string[]): string =>
  modifiers.length === 0 ? 'no modifiers' : modifiers.map((one) => `:${one}`).join(' ');
