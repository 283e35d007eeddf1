// The comparison a date, number or quantity starts with. https://hl7.org/fhir/R4/search.html#prefix
import { type Prefix, prefixes } from './query.ts';
import { bad, quoteList } from './refusal.ts';

/** The prefix (`eq` where none is written) and the rest of the value. */
export function readPrefix(name: string, text: string): readonly [Prefix, string] {
  if (!/^[A-Za-z]/.test(text)) return ['eq', text];
  const prefix = prefixes.find((one) => text.startsWith(one));
  if (prefix === undefined)
    throw bad(name, `'${text}' does not start with a value or one of the prefixes ${quoteList(prefixes)}`);
  return [prefix, text.slice(2)];
}
