// The parts of a StructureDefinition the validator reads, and what its type codes mean. https://hl7.org/fhir/R4/elementdefinition.html

export interface TypeReference {
  readonly code: string;
  readonly profile?: readonly string[];
  readonly targetProfile?: readonly string[];
}

export interface Constraint {
  readonly key?: string;
  readonly severity?: string;
  readonly human?: string;
  readonly expression?: string;
}

export interface Slicing {
  readonly rules?: string;
  readonly discriminator?: readonly { readonly type: string; readonly path: string }[];
}

/** One element. `fixed[x]` and `pattern[x]` are read by `givenValue`, as their names depend on the type. */
export interface Element {
  readonly id?: string;
  readonly path: string;
  readonly sliceName?: string;
  readonly slicing?: Slicing;
  readonly min?: number;
  readonly max?: string;
  readonly base?: { readonly max?: string };
  readonly type?: readonly TypeReference[];
  readonly contentReference?: string;
  readonly binding?: { readonly strength?: string; readonly valueSet?: string };
  readonly constraint?: readonly Constraint[];
}

export interface Definition {
  readonly resourceType: string;
  readonly url: string;
  readonly version?: string;
  readonly name: string;
  readonly type: string;
  readonly kind: string;
  readonly derivation?: string;
  readonly context?: readonly { readonly type: string; readonly expression: string }[];
  readonly snapshot?: { readonly element: readonly Element[] };
}

const primitives = new Set(
  (
    'base64Binary boolean canonical code date dateTime decimal id instant integer markdown oid positiveInt ' +
    'string time unsignedInt uri url uuid xhtml'
  ).split(' '),
);

export function isPrimitive(type: string): boolean {
  return primitives.has(type);
}

/** The FHIR type of an element; ids, urls and values of primitives are defined by a FHIRPath system type instead. */
export function typeCode(kind: string, path: string, code: string): string {
  if (!code.startsWith('http://hl7.org/fhirpath/System.')) return code;
  if (path.endsWith('xtension.url')) return 'uri';
  return kind === 'resource' && /^[^.]+\.id$/.test(path) ? 'id' : 'string';
}

/** The value of `fixed[x]` or `pattern[x]`, whichever type it carries. */
export function givenValue(element: Element, prefix: 'fixed' | 'pattern'): unknown {
  for (const [key, value] of Object.entries(element)) {
    if (key.startsWith(prefix) && /^[A-Z]/.test(key.slice(prefix.length))) return value;
  }
  return undefined;
}

/** A canonical without its version, which is how the bundled definitions name each other. */
export function withoutVersion(canonical: string): string {
  const bar = canonical.indexOf('|');
  return bar < 0 ? canonical : canonical.slice(0, bar);
}
