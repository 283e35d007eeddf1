// Turns a definition's flat list of elements into what the walker asks: which properties may this object have, and how.
import {
  type Definition,
  type Element,
  isPrimitive,
  type TypeReference,
  typeCode,
  withoutVersion,
} from './definition.ts';
import { loadFhirPathType } from './fhirpath-types.ts';
import { type Invariant, invariantsOf } from './invariant.ts';

/** What an object of one type, or of one nested element, may hold. */
export interface Shape {
  /** The type's name as FHIRPath evaluation knows it: `Patient`, `HumanName`, `PatientContact`. */
  readonly type: string;
  readonly isResource: boolean;
  /** By JSON name; a choice element is here once for each of its types. */
  readonly properties: ReadonlyMap<string, Property>;
  readonly required: readonly Rule[];
  readonly invariants: readonly Invariant[];
}

export interface Rule {
  /** As FHIRPath names it: `value` for `value[x]`. */
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly isArray: boolean;
  /** Every JSON name it can have, more than one for a choice. */
  readonly jsonNames: readonly string[];
  readonly binding?: string;
  readonly invariants: readonly Invariant[];
}

export interface Property {
  readonly rule: Rule;
  readonly type: string;
  readonly isPrimitive: boolean;
  /** The resource types a reference may point to; absent when any will do. */
  readonly targets?: ReadonlySet<string>;
  /** What the value may hold, looked up on first use as types contain each other. */
  readonly shape: () => Shape | undefined;
}

export type Shapes = (type: string) => Shape | undefined;

interface Draft {
  readonly type: string;
  readonly isResource: boolean;
  readonly properties: Map<string, Property>;
  readonly required: Rule[];
  readonly invariants: Invariant[];
}

/** Shapes by type name, each compiled when first asked for so that a cold start pays only for what it meets. */
export function createShapes(definitions: readonly Definition[]): Shapes {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const compiled = new Map<string, Shape | undefined>();
  const shapes: Shapes = (type) => {
    if (!compiled.has(type)) {
      const definition = byName.get(type);
      compiled.set(type, definition && compileShape(definition, shapes));
    }
    return compiled.get(type);
  };
  return shapes;
}

function compileShape(definition: Definition, shapes: Shapes): Shape | undefined {
  if (definition.kind === 'resource') loadFhirPathType(definition.type);
  const elements = definition.snapshot?.element ?? [];
  const drafts = new Map<string, Draft>();
  const parents = new Set(elements.map((element) => parentPath(element.path)));
  for (const element of elements) {
    if (parents.has(element.path)) drafts.set(element.path, draft(definition, element, drafts.size === 0));
  }
  for (const element of elements.slice(1)) {
    const parent = drafts.get(parentPath(element.path));
    if (parent) addElement(parent, definition.kind, element, drafts, shapes);
  }
  const [root] = elements;
  return root && drafts.get(root.path);
}

function draft(definition: Definition, element: Element, isRoot: boolean): Draft {
  return {
    type: isRoot ? definition.type : typeName(element.path),
    isResource: isRoot && definition.kind === 'resource',
    properties: new Map(),
    required: [],
    invariants: [...invariantsOf(element)],
  };
}

function addElement(
  parent: Draft,
  kind: string,
  element: Element,
  drafts: ReadonlyMap<string, Draft>,
  shapes: Shapes,
): void {
  const last = element.path.slice(element.path.lastIndexOf('.') + 1);
  const name = last.replace('[x]', '');
  const nested = drafts.get(element.contentReference?.slice(1) ?? element.path);
  const types = typesOf(kind, element);
  const jsonNames = name === last ? [name] : types.map((type) => jsonName(name, type.code));
  const rule: Rule = {
    name,
    min: element.min ?? 0,
    max: cardinality(element.max),
    isArray: cardinality(element.base?.max ?? element.max) > 1,
    jsonNames,
    binding: element.binding?.strength === 'required' ? element.binding.valueSet : undefined,
    invariants: nested ? [] : invariantsOf(element),
  };
  if (rule.min > 0) parent.required.push(rule);
  for (const [index, key] of jsonNames.entries()) {
    const type = types[index] ?? { code: 'BackboneElement' };
    parent.properties.set(key, {
      rule,
      type: type.code,
      isPrimitive: isPrimitive(type.code),
      targets: targetTypes(type),
      shape: nested ? () => nested : () => shapes(type.code),
    });
  }
}

function parentPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')));
}

/** The element's types; a quantity that must be simple counts as a type of its own, whose JSON name stays Quantity. */
function typesOf(kind: string, element: Element): readonly TypeReference[] {
  return (element.type ?? []).map((type) => {
    const simple = type.profile?.some((profile) => profile.endsWith('/SimpleQuantity'));
    return { ...type, code: simple ? 'SimpleQuantity' : typeCode(kind, element.path, type.code) };
  });
}

export function jsonName(name: string, type: string): string {
  return name + (type === 'SimpleQuantity' ? 'Quantity' : type.charAt(0).toUpperCase() + type.slice(1));
}

export function cardinality(max: string | undefined): number {
  return max === '*' ? Number.POSITIVE_INFINITY : Number(max ?? 1);
}

function targetTypes(type: TypeReference): ReadonlySet<string> | undefined {
  if (type.code !== 'Reference' || !type.targetProfile) return undefined;
  const names = type.targetProfile.map((profile) =>
    withoutVersion(profile.slice(profile.lastIndexOf('/') + 1)),
  );
  return names.includes('Resource') ? undefined : new Set(names);
}

function typeName(path: string): string {
  return path
    .split('.')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
