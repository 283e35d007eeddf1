// Which modifiers each kind of parameter takes. https://hl7.org/fhir/R4/search.html#modifiers
import { isServedType, servedTypes } from '../types.ts';
import { codedModifiers } from './coded.ts';
import { nestedTargets } from './hierarchy.ts';
import type { Parameter, ParameterKind } from './parameter.ts';
import { bad, quoteList } from './refusal.ts';

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

const codedLeaves = ['code', 'Coding', 'CodeableConcept'];

/** Names of the modifiers of a parameter; a reference also takes the types it may point at. */
export function modifiersOf(parameter: Parameter): readonly string[] {
  const { kind, leaves } = parameter;
  if (kind === 'token') {
    const isCoded = codedLeaves.some((leaf) => leaves.has(leaf));
    return [
      ...ofKind.token,
      ...(leaves.has('Identifier') ? ['of-type'] : []),
      ...(isCoded ? codedModifiers : []),
    ];
  }
  if (kind !== 'reference') return ofKind[kind];
  const isOrdered =
    leaves.has('canonical') || (leaves.has('Reference') && nestedTargets(parameter).length > 0);
  return [
    ...(leaves.has('Reference') ? ofKind.reference : ['missing']),
    ...(isOrdered ? ['above', 'below'] : []),
  ];
}

/** Throws unless the parameter takes the modifier. */
export function checkModifier(name: string, parameter: Parameter, modifier: string): void {
  const known = modifiersOf(parameter);
  if (known.includes(modifier)) return;
  if (parameter.kind === 'reference' && (modifier === 'above' || modifier === 'below')) {
    throw bad(
      name,
      `:${modifier} goes along Location.partOf, Organization.partOf or versions of canonicals; ${parameter.code} refers to none of these and takes ${listed(known)}`,
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

/** One of these types is one the reference may point at; where it may point at any, one served here. */
export function checkType(name: string, { code, targets }: Parameter, ...types: readonly string[]): void {
  if (types.some((type) => targets.includes(type) || (targets.length === 0 && isServedType(type)))) return;
  const allowed = targets.length > 0 ? targets : servedTypes;
  throw bad(name, `${code} does not refer to ${types.join(' or ')}; it refers to ${quoteList(allowed)}`);
}

const listed = (modifiers: readonly string[]): string =>
  modifiers.length === 0 ? 'no modifiers' : modifiers.map((one) => `:${one}`).join(' ');
