// Turns a profile's snapshot into a tree of what the profile adds to its base type. https://hl7.org/fhir/R4/profiling.html
import {
  type Definition,
  type Element,
  givenValue,
  isPrimitive,
  type Slicing,
  withoutVersion,
} from './definition.ts';
import { type Invariant, invariantsOf } from './invariant.ts';
import { cardinality, jsonName, type Property, type Shape, type Shapes } from './shape.ts';

/** One element with what the profile demands of it beyond the base; absent means nothing. */
export interface ProfileNode {
  /** As FHIRPath names it. */
  readonly name: string;
  readonly sliceName?: string;
  readonly min: number;
  readonly max: number;
  /** The JSON names the base has for it, and those of them the profile leaves. */
  readonly jsonNames: readonly string[];
  readonly allowedNames: ReadonlySet<string>;
  readonly type: string;
  readonly targets?: ReadonlySet<string>;
  readonly fixed?: unknown;
  readonly pattern?: unknown;
  readonly binding?: string;
  /** The extension definition a slice of extensions stands for. */
  readonly extensionUrl?: string;
  readonly invariants: readonly Invariant[];
  readonly slicing?: Slicing;
  readonly slices: readonly ProfileNode[];
  readonly children: readonly ProfileNode[];
}

/** The resource type a profile is about, by the profile's canonical; undefined when it is not known here. */
export type TypeOfProfile = (canonical: string) => string | undefined;

/** What is known of other profiles while one is compiled. */
export interface Others {
  /** What the extensions of a primitive hang on. */
  readonly element: Shape | undefined;
  readonly typeOf: TypeOfProfile;
  readonly get: (canonical: string) => ProfileNode | undefined;
}

interface Tree {
  readonly element: Element;
  readonly slices: Tree[];
  readonly children: Tree[];
}

export function compileProfile(profile: Definition, shapes: Shapes, others: Others): ProfileNode | undefined {
  const root = tree(profile.snapshot?.element ?? []);
  const shape = shapes(profile.type);
  if (!root || !shape) return undefined;
  const baseKeys = new Set(shape.invariants.map(({ key }) => key));
  return {
    name: profile.type,
    min: 0,
    max: Number.POSITIVE_INFINITY,
    jsonNames: [],
    allowedNames: new Set(),
    type: profile.type,
    invariants: invariantsOf(root.element).filter(({ key }) => !baseKeys.has(key)),
    slices: [],
    children: compileAll(root.children, shape, others),
  };
}

/** Elements find their parent by id: `Patient.identifier:bsn.system` is a child of the slice `Patient.identifier:bsn`. */
function tree(elements: readonly Element[]): Tree | undefined {
  const byId = new Map<string, Tree>();
  for (const element of elements) {
    const id = element.id ?? element.path;
    const node: Tree = { element, slices: [], children: [] };
    byId.set(id, node);
    const dot = id.lastIndexOf('.');
    const colon = id.lastIndexOf(':');
    if (colon > dot) byId.get(id.slice(0, colon))?.slices.push(node);
    else byId.get(id.slice(0, Math.max(0, dot)))?.children.push(node);
  }
  return byId.values().next().value;
}

function compileAll(trees: readonly Tree[], shape: Shape, others: Others): readonly ProfileNode[] {
  return trees.flatMap((each) => {
    const name = each.element.path.slice(each.element.path.lastIndexOf('.') + 1).replace('[x]', '');
    const property = [...shape.properties.values()].find(({ rule }) => rule.name === name);
    const node = property && compileNode(each, property, others);
    return node && addsSomething(node, property) ? [node] : [];
  });
}

function compileNode({ element, slices, children }: Tree, property: Property, others: Others): ProfileNode {
  const { rule } = property;
  const types = element.type ?? [];
  const names = element.path.endsWith('[x]')
    ? types.map(({ code }) => jsonName(rule.name, code))
    : rule.jsonNames;
  const type = types[0]?.code ?? property.type;
  const shape = property.shape();
  const baseKeys = new Set([...rule.invariants, ...(shape?.invariants ?? [])].map(({ key }) => key));
  const holder = isPrimitive(type) ? others.element : shape;
  const typed = profileOfType(types, others);
  const binding =
    element.binding?.strength === 'required' ? withoutVersion(element.binding.valueSet ?? '') : undefined;
  return {
    name: rule.name,
    sliceName: element.sliceName,
    min: element.min ?? 0,
    max: cardinality(element.max),
    jsonNames: rule.jsonNames,
    allowedNames: new Set(names),
    type,
    targets: narrowedTargets(types, others.typeOf),
    fixed: givenValue(element, 'fixed'),
    pattern: givenValue(element, 'pattern'),
    binding: binding === rule.binding ? undefined : binding,
    extensionUrl: type === 'Extension' ? types[0]?.profile?.[0] : undefined,
    invariants: [
      ...invariantsOf(element).filter(({ key }) => !baseKeys.has(key)),
      ...(typed?.invariants ?? []),
    ],
    slicing: element.slicing,
    slices: slices.map((slice) => compileNode(slice, property, others)),
    children: [...(holder ? compileAll(children, holder, others) : []), ...(typed?.children ?? [])],
  };
}

/** A data type's own profile, such as that of a Dutch name; extensions are met by their url instead. */
function profileOfType(types: NonNullable<Element['type']>, others: Others): ProfileNode | undefined {
  const [type, ...more] = types;
  const [profile, ...alternatives] = type?.profile ?? [];
  const isOne = more.length === 0 && alternatives.length === 0;
  return isOne && profile && type?.code !== 'Extension' ? others.get(profile) : undefined;
}

function addsSomething(node: ProfileNode, { rule, targets }: Property): boolean {
  return (
    node.min > rule.min ||
    node.max < rule.max ||
    node.allowedNames.size < rule.jsonNames.length ||
    (node.targets !== undefined && !sameSet(node.targets, targets)) ||
    node.fixed !== undefined ||
    node.pattern !== undefined ||
    node.binding !== undefined ||
    node.invariants.length > 0 ||
    node.slices.length > 0 ||
    node.children.length > 0
  );
}

function narrowedTargets(types: Element['type'], typeOf: TypeOfProfile): ReadonlySet<string> | undefined {
  const profiles = (types ?? [])
    .filter(({ code }) => code === 'Reference')
    .flatMap(({ targetProfile }) => targetProfile ?? []);
  const names = profiles.map((profile) => typeOf(withoutVersion(profile)));
  const known = names.filter((name) => name !== undefined && name !== 'Resource');
  return known.length > 0 && known.length === names.length
    ? new Set(known.filter((name) => name !== undefined))
    : undefined;
}

function sameSet(left: ReadonlySet<string>, right: ReadonlySet<string> | undefined): boolean {
  return right !== undefined && left.size === right.size && [...left].every((each) => right.has(each));
}
