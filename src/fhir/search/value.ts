// Reads one value of a parameter and compares it with what a resource holds, each kind in its own file.

import type { Terminology } from '../terminology.ts';
import { codedMatches, isCodedModifier, parseCoded } from './coded.ts';
import { dateMatches, parseDate } from './date.ts';
import { asElement } from './element.ts';
import { foldText } from './fold.ts';
import { numberMatches, parseNumber } from './number.ts';
import type { Component, Parameter } from './parameter.ts';
import type { Found } from './path.ts';
import { parseQuantity, quantityMatches } from './quantity.ts';
import type { SearchValue } from './query.ts';
import { parseReference, referenceIdentifierMatches, referenceMatches } from './reference.ts';
import { bad, unoffered } from './refusal.ts';
import { parseString, stringMatches } from './string.ts';
import { split, unescaped } from './syntax.ts';
import { ofTypeMatches, parseOfType, parseToken, textMatches, tokenMatches } from './token.ts';
import { parseUri, uriMatches } from './uri.ts';

/** What reading a value depends on besides its text. */
export interface Reading {
  readonly name: string;
  readonly modifier?: string;
  readonly base?: string;
  readonly now?: number;
  readonly terminology?: Terminology;
}

/** `text` is still escaped; `modifier` has been found to fit the parameter. */
export function parseValue(text: string, parameter: Component, reading: Reading): SearchValue {
  const { name, modifier } = reading;
  if (text === '') throw bad(name, 'the value is empty; leave the parameter out or give it a value');
  switch (parameter.kind) {
    case 'token':
      return parseTokenValue(text, parameter, reading);
    case 'string':
      return parseString(
        unescaped(name, text),
        modifier === 'exact' || modifier === 'contains' ? modifier : 'starts',
      );
    case 'date':
      return parseDate(name, unescaped(name, text), reading.now);
    case 'number':
      return parseNumber(name, unescaped(name, text));
    case 'quantity':
      return parseQuantity(name, text);
    case 'uri':
      return parseUri(
        name,
        unescaped(name, text),
        modifier === 'above' || modifier === 'below' ? modifier : 'equal',
      );
    case 'reference':
      if (modifier === 'identifier')
        return { kind: 'reference-identifier', identifier: parseToken(name, text, parameter) };
      return parseReferenceValue(unescaped(name, text), parameter, reading);
    case 'composite':
      throw bad(name, 'a composite cannot be part of another');
    case 'special':
      throw unoffered(name, 'this kind of parameter is not offered');
  }
}

function parseReferenceValue(text: string, parameter: Component, reading: Reading): SearchValue {
  const { name, modifier, base } = reading;
  if (modifier !== 'above' && modifier !== 'below')
    return parseReference(name, text, parameter, { type: modifier, base });
  return { ...parseReference(name, text, parameter, { base }), mode: modifier };
}

function parseTokenValue(text: string, parameter: Component, reading: Reading): SearchValue {
  const { name, modifier } = reading;
  if (isCodedModifier(modifier))
    return parseCoded(text, unescaped(name, text), parameter, { ...reading, modifier });
  if (modifier === 'of-type') return parseOfType(name, text);
  if (modifier === 'text') return { kind: 'text', folded: foldText(unescaped(name, text)) };
  return parseToken(name, text, parameter);
}

/** The parts of a composite are written with `$` between them. */
export function parseComposite(text: string, { components }: Parameter, reading: Reading): SearchValue {
  const texts = split(text, '$');
  if (texts.length !== components.length) {
    throw bad(
      reading.name,
      `'${text}' needs ${components.length} parts with $ between them: ${formOf(components)}`,
    );
  }
  return {
    kind: 'composite',
    parts: components.map((part, index) => parseValue(texts[index] ?? '', part, reading)),
  };
}

const formOf = (components: readonly Component[]): string => components.map(({ kind }) => kind).join('$');

/** Composites are left to the matcher: they need the element their parts stand in. */
export function valueMatches(search: SearchValue, found: Found, base: string | undefined): boolean {
  switch (search.kind) {
    case 'token':
      return tokenMatches(search, found);
    case 'text':
      return textMatches(search, found);
    case 'of-type':
      return ofTypeMatches(search, found);
    case 'coded':
      return codedMatches(search, found);
    case 'string':
      return stringMatches(search, found);
    case 'date':
      return dateMatches(search, found);
    case 'number':
      return numberMatches(search, found);
    case 'quantity':
      return quantityMatches(search, found);
    case 'uri':
      return uriMatches(search, found);
    case 'reference':
      return referenceMatches(search, found, base);
    case 'reference-identifier':
      return referenceIdentifierMatches(search, found);
    case 'composite':
      return false;
  }
}

/** Whether the value says anything: an element of nothing but extensions does not count as present. */
export function isPresent({ value }: Found): boolean {
  if (typeof value !== 'object') return true;
  return Object.entries(asElement(value)).some(
    ([key, part]) => part !== undefined && key !== 'id' && key !== 'extension',
  );
}
