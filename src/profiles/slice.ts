// Decides which slice of an element a value belongs to. https://hl7.org/fhir/R4/profiling.html#discriminator
import { equals, includes } from './given-value.ts';
import { isObject, type JsonObject } from './json.ts';
import type { ProfileNode } from './profile-node.ts';

/** A value and the JSON name it stands under, which tells the type of a choice. */
export interface NamedValue {
  readonly value: unknown;
  readonly jsonName: string;
}

/** What a slice does not say of itself. */
export interface Judge {
  /** Whether a value obeys everything the slice demands. */
  readonly conforms: (slice: ProfileNode, named: NamedValue) => boolean;
  readonly isListed: (valueSet: string, type: string, value: unknown) => boolean;
  /** The type of the resource a reference points to, as far as the reference tells. */
  readonly targetType: (reference: JsonObject) => string | undefined;
}

type Discriminator = { readonly type: string; readonly path: string };

const byType: readonly Discriminator[] = [{ type: 'type', path: '$this' }];
const byUrl: readonly Discriminator[] = [{ type: 'value', path: 'url' }];

export function sliceOf(node: ProfileNode, named: NamedValue, judge: Judge): ProfileNode | undefined {
  const discriminators = node.slicing?.discriminator ?? unsaid(node);
  if (discriminators.length === 0) return undefined;
  return node.slices.find((slice) =>
    discriminators.every((discriminator) => matches(slice, discriminator, named, judge)),
  );
}

/** A choice is sliced by type and an extension by url, said or not. */
function unsaid({ jsonNames, type }: ProfileNode): readonly Discriminator[] {
  if (type === 'Extension') return byUrl;
  return jsonNames.length > 1 ? byType : [];
}

const resolving = /^((?:[A-Za-z]+\.)*)resolve\(\)$/;

/** The discriminators `sliceOf` understands; others are refused when a profile is loaded. */
export function isSupported({ type, path }: Discriminator): boolean {
  if (type === 'type') return path === '$this';
  if (type === 'profile') return path === '$this' || resolving.test(path);
  return ['value', 'pattern', 'exists'].includes(type) && /^(\$this|[A-Za-z]+(\.[A-Za-z]+)*)$/.test(path);
}

function matches(
  slice: ProfileNode,
  { type, path }: Discriminator,
  named: NamedValue,
  judge: Judge,
): boolean {
  const { value, jsonName } = named;
  if (type === 'type') return slice.allowedNames.has(jsonName);
  if (type === 'profile')
    return path === '$this' ? judge.conforms(slice, named) : pointsAsSlice(slice, path, value, judge);
  const steps = path === '$this' ? [] : path.split('.');
  if (type === 'exists')
    return valuesAt(value, steps).length > 0 === nodeAt(slice, steps).some(({ min }) => min > 0);
  const expected = expectedAt(slice, steps, judge);
  return expected.length > 0 && expected.every((isExpected) => valuesAt(value, steps).some(isExpected));
}

/** References are not followed: what the slice's profiles are about is held against the type pointed to. */
function pointsAsSlice(slice: ProfileNode, path: string, value: unknown, judge: Judge): boolean {
  const steps = (resolving.exec(path)?.[1] ?? '').split('.').filter((step) => step !== '');
  const targets = new Set(nodeAt(slice, steps).flatMap((node) => [...(node.targets ?? [])]));
  return valuesAt(value, steps).some(
    (reference) => isObject(reference) && targets.has(judge.targetType(reference) ?? ''),
  );
}

function valuesAt(value: unknown, steps: readonly string[]): readonly unknown[] {
  const [step, ...rest] = steps;
  if (Array.isArray(value)) return value.flatMap((each) => valuesAt(each, steps));
  if (step === undefined) return value === undefined ? [] : [value];
  if (!isObject(value)) return [];
  const key = step in value ? step : Object.keys(value).find((each) => isChoiceOf(step, each));
  return key === undefined ? [] : valuesAt(value[key], rest);
}

function isChoiceOf(name: string, key: string): boolean {
  return key.startsWith(name) && /^[A-Z]/.test(key.slice(name.length));
}

function nodeAt(node: ProfileNode, steps: readonly string[]): readonly ProfileNode[] {
  const [step, ...rest] = steps;
  return step === undefined
    ? [node]
    : node.children.filter(({ name }) => name === step).flatMap((child) => nodeAt(child, rest));
}

/** What the slice demands at the discriminator's path, said there or by a fixed value or pattern further up. */
function expectedAt(
  node: ProfileNode,
  steps: readonly string[],
  judge: Judge,
): readonly ((value: unknown) => boolean)[] {
  const found: ((value: unknown) => boolean)[] = [];
  for (const fixed of valuesAt(node.fixed, steps)) found.push((value) => equals(value, fixed));
  for (const pattern of valuesAt(node.pattern, steps)) found.push((value) => includes(value, pattern));
  const [step, ...rest] = steps;
  const { binding, type } = node;
  if (step === undefined && binding) found.push((value) => judge.isListed(binding, type, value));
  if (step === undefined) return found;
  if (step === 'url' && node.extensionUrl) found.push((value) => value === node.extensionUrl);
  return [
    ...found,
    ...node.children.filter(({ name }) => name === step).flatMap((child) => expectedAt(child, rest, judge)),
  ];
}
