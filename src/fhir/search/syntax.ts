// Splits search values at their unescaped separators. https://hl7.org/fhir/R4/search.html#escaping
import { bad } from './refusal.ts';

/** Parts between unescaped separators, still escaped. */
export function split(text: string, separator: ',' | '|' | '$'): string[] {
  if (!text.includes('\\')) return text.split(separator);
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

/** The text meant; a backslash may only stand before a separator or another backslash. */
export const unescaped = (name: string, text: string): string =>
  text.replace(/\\(.?)/gs, (_, character: string) => {
    if (character !== '' && '\\,|$'.includes(character)) return character;
    throw bad(name, `'${text}' holds a stray backslash; it may only escape one of , | $ \\`);
  });
