// What the definitions say of elements, as far as a patch has to know: names in JSON, lists, choices of types. https://hl7.org/fhir/R4/elementdefinition.html

/** What an object of one type may hold, by JSON name; a choice element is there once for each of its types. */
export interface ElementShape {
  readonly properties: ReadonlyMap<string, ElementProperty>;
}

export interface ElementProperty {
  /** `name` is FHIRPath's (`value` for `value[x]`), `jsonNames` all that it can have in JSON. */
  readonly rule: { readonly name: string; readonly isArray: boolean; readonly jsonNames: readonly string[] };
  readonly type: string;
  readonly isPrimitive: boolean;
  readonly shape: () => ElementShape | undefined;
}

/** By the name of a resource type or data type. */
export type ElementShapes = (type: string) => ElementShape | undefined;
