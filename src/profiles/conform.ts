// Holds a value against what a profile adds to its base type; the base itself has been checked by the walk.
import { isPrimitive } from './definition.ts';
import { equals, includes } from './given-value.ts';
import { checkInvariants } from './invariant.ts';
import { isObject, type JsonObject } from './json.ts';
import type { ProfileNode } from './profile-node.ts';
import { referenceTarget } from './reference.ts';
import { type Judge, type NamedValue, sliceOf } from './slice.ts';
import type { Place, Walk } from './walk.ts';

interface Found extends NamedValue {
  /** What stands beside a primitive under an underscore. */
  readonly extra?: unknown;
  readonly path: string;
}

export function checkProfile(
  walk: Walk,
  profile: ProfileNode,
  value: JsonObject,
  path: string,
  place: Place,
): void {
  checkInvariants(walk, profile.invariants, { type: profile.type, value }, path, place);
  checkChildren(walk, profile, value, path, place);
}

function checkChildren(walk: Walk, node: ProfileNode, value: JsonObject, path: string, place: Place): void {
  for (const child of node.children) {
    const at = `${path}.${child.name}`;
    const found = find(child, value, at);
    checkCount(walk, child, found.length, at);
    for (const each of found) checkValue(walk, child, each, place);
    if (child.slices.length > 0) checkSlices(walk, child, found, at, place);
  }
}

function find(node: ProfileNode, parent: JsonObject, path: string): readonly Found[] {
  return node.jsonNames.flatMap((jsonName): readonly Found[] => {
    const value = parent[jsonName];
    const extra = parent[`_${jsonName}`];
    if (!Array.isArray(value) && !Array.isArray(extra)) {
      return value === undefined && extra === undefined ? [] : [{ value, extra, jsonName, path }];
    }
    const [values, extras] = [value, extra].map((each): readonly unknown[] =>
      Array.isArray(each) ? each : [],
    );
    const length = Math.max(values?.length ?? 0, extras?.length ?? 0);
    return Array.from({ length }, (_, index) => ({
      value: values?.[index] ?? undefined,
      extra: extras?.[index] ?? undefined,
      jsonName,
      path: `${path}[${index}]`,
    }));
  });
}

function checkCount(walk: Walk, node: ProfileNode, count: number, path: string): void {
  const what = node.sliceName ? `'${node.sliceName}' ` : '';
  if (count < node.min) {
    const code = count === 0 ? 'required' : 'structure';
    walk.report(code, path, `${what}occurs ${count} times; the profile requires at least ${node.min}`);
  }
  if (count > node.max)
    walk.report('structure', path, `${what}occurs ${count} times; the profile allows at most ${node.max}`);
}

function checkSlices(
  walk: Walk,
  node: ProfileNode,
  found: readonly Found[],
  path: string,
  place: Place,
): void {
  const judge: Judge = {
    conforms: (slice, named) => isQuiet(walk, (quiet) => checkValue(quiet, slice, { ...named, path }, place)),
    isListed: walk.codes.lists,
    targetType: (reference) => targetType(walk, reference, place),
  };
  const members = new Map<ProfileNode, number>();
  for (const each of found) {
    const slice = sliceOf(node, each, judge);
    if (slice) {
      members.set(slice, (members.get(slice) ?? 0) + 1);
      checkValue(walk, slice, each, place);
    } else if (node.slicing?.rules === 'closed') {
      const names = node.slices.map(({ sliceName }) => sliceName).join(', ');
      walk.report(
        'structure',
        each.path,
        `is none of what the profile allows here; right would be one of ${names}`,
      );
    }
  }
  for (const slice of node.slices) checkCount(walk, slice, members.get(slice) ?? 0, path);
}

/** Whether a check finds nothing; what it finds is not reported. */
function isQuiet(walk: Walk, check: (quiet: Walk) => void): boolean {
  let found = 0;
  const report = (): void => {
    found += 1;
  };
  check({ ...walk, report, warn: () => {}, found: () => found });
  return found === 0;
}

function checkValue(walk: Walk, node: ProfileNode, found: Found, place: Place): void {
  const { value, extra, jsonName, path } = found;
  if (!node.allowedNames.has(jsonName)) {
    walk.report(
      'structure',
      path,
      `is given as ${jsonName}; the profile allows ${[...node.allowedNames].join(', ')}`,
    );
  }
  if (value !== undefined) checkGiven(walk, node, value, path, place);
  // A primitive's children are its extensions.
  const parent = isPrimitive(node.type) && !isObject(value) ? (extra ?? {}) : value;
  if (isObject(parent)) checkChildren(walk, node, parent, path, place);
}

function checkGiven(walk: Walk, node: ProfileNode, value: unknown, path: string, place: Place): void {
  if (node.fixed !== undefined && !equals(value, node.fixed)) {
    walk.report(
      'value',
      path,
      `differs from what the profile fixes; right would be ${JSON.stringify(node.fixed)}`,
    );
  }
  if (node.pattern !== undefined && !includes(value, node.pattern)) {
    walk.report(
      'value',
      path,
      `lacks what the profile demands; right would include ${JSON.stringify(node.pattern)}`,
    );
  }
  if (node.binding && !walk.codes.allows(node.binding, node.type, value)) {
    const right = walk.codes.describe(node.binding, node.type);
    walk.report('code-invalid', path, `has no code the profile allows; right would be ${right}`);
  }
  if (node.targets && isObject(value)) checkTarget(walk, node.targets, value, path, place);
  checkInvariants(walk, node.invariants, { type: node.type, value }, path, place);
}

function checkTarget(
  walk: Walk,
  targets: ReadonlySet<string>,
  value: JsonObject,
  path: string,
  place: Place,
): void {
  const type = targetType(walk, value, place);
  if (type === undefined || targets.has(type)) return;
  walk.report(
    'value',
    `${path}.reference`,
    `points to a ${type}; the profile allows ${[...targets].join(' or ')}`,
  );
}

function targetType(walk: Walk, { reference, type }: JsonObject, place: Place): string | undefined {
  if (typeof reference !== 'string')
    return typeof type === 'string' && walk.isResourceType(type) ? type : undefined;
  const target = referenceTarget(reference, walk.isResourceType);
  if (target.kind === 'typed') return target.type;
  if (target.kind !== 'contained') return undefined;
  const contained = place.container.contained.find(({ id }) => id === target.id)?.resourceType;
  return typeof contained === 'string' ? contained : undefined;
}
