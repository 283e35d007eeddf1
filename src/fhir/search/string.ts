// Texts: equal or starting alike by default, `:exact` and `:contains` on request. https://hl7.org/fhir/R4/search.html#string
import { asElement, type Element, elementsOf, textOf, textsOf } from './element.ts';
import { foldText } from './fold.ts';
import type { Found } from './path.ts';
import type { StringValue } from './query.ts';

export const parseString = (text: string, mode: StringValue['mode']): StringValue => ({
  kind: 'string',
  mode,
  text,
  folded: foldText(text),
});

export function stringMatches(search: StringValue, found: Found): boolean {
  if (typeof found.value === 'string') return compare(search, found.value);
  return textsIn(found).some((text) => compare(search, text));
}

function compare({ mode, text, folded }: StringValue, stored: string): boolean {
  if (mode === 'exact') return stored === text;
  return mode === 'starts' ? foldText(stored).startsWith(folded) : foldText(stored).includes(folded);
}

/** Every text of a value that a search may match: all parts of names and addresses, and the name as a whole. */
export function textsIn({ type, value }: Found): string[] {
  if (typeof value === 'string') return [value];
  const element = asElement(value);
  if (type === 'HumanName') return namesIn(element);
  if (type === 'Address') {
    return ['text', 'line', 'city', 'district', 'state', 'postalCode', 'country'].flatMap((part) =>
      textsOf(element, part),
    );
  }
  return [];
}

function namesIn(name: Element): string[] {
  const parts = ['text', 'family', 'given', 'prefix', 'suffix'].flatMap((part) => textsOf(name, part));
  const whole = [...textsOf(name, 'given'), ...textsOf(name, 'family')].join(' ');
  return [...parts, whole, ...familyNamesIn(name)].filter((text) => text !== '');
}

/** Dutch names keep "van der" in the family name; its extensions hold the name people are filed under. */
function familyNamesIn(name: Element): string[] {
  const extensions = elementsOf(asElement(name._family), 'extension');
  return extensions
    .filter((extension) => /\/humanname-(?:own|partner)-name$/.test(textOf(extension, 'url') ?? ''))
    .flatMap((extension) => textsOf(extension, 'valueString'));
}
