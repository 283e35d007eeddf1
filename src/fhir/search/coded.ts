// Codes by what is known of them: in a value set, above or below another code. https://hl7.org/fhir/R4/search.html#modifiers
import type { Terminology } from '../terminology.ts';
import { asElement, type Element, elementsOf, textOf } from './element.ts';
import type { Component } from './parameter.ts';
import type { Found } from './path.ts';
import type { CodedValue } from './query.ts';
import { bad, unoffered } from './refusal.ts';
import { parseToken } from './token.ts';

export const codedModifiers = ['in', 'not-in', 'above', 'below'] as const;
export type CodedModifier = (typeof codedModifiers)[number];

export const isCodedModifier = (modifier: string | undefined): modifier is CodedModifier =>
  codedModifiers.some((one) => one === modifier);

/** Whether reading these parameters takes knowledge of codes, so that it is loaded only then. */
export const needsTerminology = (query: Iterable<readonly [string, string]>): boolean =>
  [...query].some(([name]) => name.includes(':') && isCodedModifier(name.slice(name.lastIndexOf(':') + 1)));

interface Asked {
  readonly name: string;
  readonly modifier: CodedModifier;
  readonly terminology?: Terminology;
  readonly base?: string;
}

/** `text` is unescaped for value sets; a token is still escaped, as its bar has to be found. */
export function parseCoded(
  text: string,
  unescapedText: string,
  parameter: Component,
  { name, modifier, terminology, base }: Asked,
): CodedValue {
  if (terminology === undefined) throw unoffered(name, `the modifier :${modifier} is not offered here`);
  if (modifier === 'in' || modifier === 'not-in')
    return { kind: 'coded', codes: codesOfSet(name, unescapedText, terminology, base) };
  const { system, code } = parseToken(name, text, parameter);
  if (!system || code === undefined)
    throw bad(name, `:${modifier} needs to know where the code is from; write system|code`);
  const related = terminology.related(system, code, modifier);
  if (related === undefined)
    throw unoffered(
      name,
      `the code system '${system}' is not known here, so nothing can be said of what is ${modifier} its codes`,
    );
  if (terminology.lookup(system, code) === null)
    throw bad(name, `the code system '${system}' has no code '${code}'`);
  return { kind: 'coded', codes: new Map([[system, new Set(related)]]) };
}

function codesOfSet(
  name: string,
  text: string,
  terminology: Terminology,
  base: string | undefined,
): CodedValue['codes'] {
  const local = base !== undefined && text.startsWith(`${base}/`) ? text.slice(base.length + 1) : text;
  const id = /^ValueSet\/([A-Za-z0-9\-.]{1,64})$/.exec(local)?.[1];
  const url = id === undefined ? text : (terminology.valueSets.find((one) => one.id === id)?.url ?? text);
  const codings = terminology.expand(url);
  if (codings === undefined) {
    const reason = terminology.valueSet(url) ? 'cannot be listed here' : 'is not known here';
    throw unoffered(
      name,
      `the value set '${text}' ${reason}; right would be the canonical URL of one that can be expanded`,
    );
  }
  const codes = new Map<string, Set<string>>();
  for (const { system = '', code } of codings) {
    if (code === undefined) continue;
    const known = codes.get(system);
    if (known) known.add(code);
    else codes.set(system, new Set([code]));
  }
  return codes;
}

export function codedMatches({ codes }: CodedValue, { type, value, system }: Found): boolean {
  const holds = (coding: Element): boolean =>
    codes.get(textOf(coding, 'system') ?? '')?.has(textOf(coding, 'code') ?? '') === true;
  if (type === 'CodeableConcept') return elementsOf(asElement(value), 'coding').some(holds);
  if (type === 'Coding') return holds(asElement(value));
  if (typeof value !== 'string') return false;
  // A `code` whose value set implies no one system says less than a Coding: its code alone is compared.
  return system === undefined
    ? [...codes.values()].some((some) => some.has(value))
    : codes.get(system)?.has(value) === true;
}
