// Reads properties of elements whose shape is known by type name only, without trusting it.

export type Element = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one where it is none. */
export const asElement = (value: unknown): Element =>
  typeof value === 'object' && value !== null ? (value as Element) : {};

export const textOf = (element: Element, name: string): string | undefined => {
  const value = element[name];
  return typeof value === 'string' ? value : undefined;
};

/** The strings of a property that holds one or several. */
export function textsOf(element: Element, name: string): string[] {
  const value = element[name];
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The objects of a property that holds one or several. */
export function elementsOf(element: Element, name: string): Element[] {
  const value = element[name];
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(asElement);
}

export const numberOf = (element: Element, name: string): number | undefined => {
  const value = element[name];
  return typeof value === 'number' ? value : undefined;
};
