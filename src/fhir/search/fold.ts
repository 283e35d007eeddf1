// Text as string search compares it: no case, no accents, no punctuation, single spaces. https://hl7.org/fhir/R4/search.html#string

/** A dash counts as a space, so that "Anne-Marie" and "anne marie" are one name. */
export function foldText(text: string): string {
  const plain = /^[\x20-\x7e]*$/.test(text)
    ? text
    : text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');
  const lower = plain.toLowerCase();
  if (/^[a-z0-9]*(?: [a-z0-9]+)*$/.test(lower)) return lower;
  const folded = lower
    .replace(/[\p{Pd}\s/]+/gu, ' ')
    .replace(/[\p{P}\p{S}]/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim();
  return folded === '' ? lower.trim() : folded;
}
