// Codes and identifiers: `code`, `system|code`, `|code`, `system|`. https://hl7.org/fhir/R4/search.html#token
import { asElement, type Element, elementsOf, textOf } from './element.ts';
import { foldText } from './fold.ts';
import type { Component } from './parameter.ts';
import type { Found } from './path.ts';
import type { OfTypeValue, TextValue, TokenValue } from './query.ts';
import { bad } from './refusal.ts';
import { split, unescaped } from './syntax.ts';

export function parseToken(name: string, text: string, parameter: Pick<Component, 'leaves'>): TokenValue {
  const [first = '', second, ...more] = split(text, '|').map((part) => unescaped(name, part));
  if (more.length > 0 || (first === '' && !second)) {
    throw bad(
      name,
      `'${text}' is no token; write code, system|code, |code or system|, a bar inside a value as \\|`,
    );
  }
  if (second !== undefined) return { kind: 'token', system: first, code: second === '' ? undefined : second };
  const isBoolean = parameter.leaves.size === 1 && parameter.leaves.has('boolean');
  if (isBoolean && first !== 'true' && first !== 'false') throw bad(name, `'${text}' is not true or false`);
  return { kind: 'token', code: first };
}

export function parseOfType(name: string, text: string): OfTypeValue {
  const [system, code, value, ...more] = split(text, '|').map((part) => unescaped(name, part));
  if (!system || !code || !value || more.length > 0) {
    throw bad(
      name,
      `'${text}' must be the system and code of the identifier's type and its value: system|code|value`,
    );
  }
  return { kind: 'of-type', system, code, value };
}

export function tokenMatches(search: TokenValue, { type, value, system }: Found): boolean {
  switch (type) {
    case 'CodeableConcept':
      return elementsOf(asElement(value), 'coding').some((coding) => codingMatches(search, coding));
    case 'Coding':
      return codingMatches(search, asElement(value));
    case 'Identifier':
      return identifierMatches(search, asElement(value));
    case 'ContactPoint':
      return contactMatches(search, asElement(value));
    default:
      return plainMatches(search, String(value), type === 'boolean' ? specialValues : system);
  }
}

const specialValues = 'http://terminology.hl7.org/CodeSystem/special-values';

/** Codes without regard to case: the specification asks that of a server that does not know the code system. */
function codingMatches(search: TokenValue, coding: Element): boolean {
  if (!systemMatches(search, textOf(coding, 'system'))) return false;
  if (search.code === undefined) return true;
  const code = textOf(coding, 'code');
  return code === search.code || code?.toLowerCase() === search.code.toLowerCase();
}

/** Identifiers to the letter: taking two children for one does more harm than asking for the right case. */
export const identifierMatches = (search: TokenValue, identifier: Element): boolean =>
  systemMatches(search, textOf(identifier, 'system')) &&
  (search.code === undefined || textOf(identifier, 'value') === search.code);

/** A `code` has the system its value set implies; ids, booleans and plain texts have none of their own. */
const plainMatches = (search: TokenValue, value: string, system: string | undefined): boolean =>
  (search.code === undefined || value === search.code) &&
  (systemMatches(search, system) || (search.system === '' && system === specialValues));

const systemMatches = (search: TokenValue, system: string | undefined): boolean =>
  search.system === undefined || search.system === (system ?? '');

/** The kind of contact stands for the system; telephone numbers are compared without their punctuation. */
function contactMatches(search: TokenValue, contact: Element): boolean {
  const system = textOf(contact, 'system');
  if (search.system && search.system !== system) return false;
  if (search.code === undefined) return true;
  const value = textOf(contact, 'value') ?? '';
  return contactKeys(value).some((key) => contactKeys(search.code ?? '').includes(key));
}

/** How a contact is compared: without case and, where it is a number, without punctuation. */
export function contactKeys(value: string): string[] {
  const lower = value.trim().toLowerCase();
  const digits = lower.replace(/[\s().\-/]/g, '');
  return /^\+?\d+$/.test(digits) ? [digits] : [lower];
}

/** `:text`: the start of the text or display of a code, or of the kind of identifier. */
export function textMatches(search: TextValue, { type, value }: Found): boolean {
  const element = asElement(value);
  return textsOfToken(type, element).some((text) => foldText(text).startsWith(search.folded));
}

function textsOfToken(type: string, element: Element): string[] {
  const displays = (concept: Element): (string | undefined)[] => [
    textOf(concept, 'text'),
    ...elementsOf(concept, 'coding').map((coding) => textOf(coding, 'display')),
  ];
  if (type === 'CodeableConcept') return displays(element).filter((text) => text !== undefined);
  if (type === 'Coding') return [textOf(element, 'display')].filter((text) => text !== undefined);
  if (type === 'Identifier') return displays(asElement(element.type)).filter((text) => text !== undefined);
  return [];
}

export function ofTypeMatches({ system, code, value }: OfTypeValue, found: Found): boolean {
  const identifier = asElement(found.value);
  if (textOf(identifier, 'value') !== value) return false;
  const kind: TokenValue = { kind: 'token', system, code };
  return elementsOf(asElement(identifier.type), 'coding').some((coding) => codingMatches(kind, coding));
}
