// Places inside places, organisations inside organisations: `:above` and `:below` on references. https://hl7.org/fhir/R4/search.html#recursive
import type { Resource } from '@medplum/fhirtypes';
import { asElement, textOf } from './element.ts';
import type { Parameter } from './parameter.ts';
import type { HierarchyCriterion, ReferenceValue, SearchValue } from './query.ts';
import { localName } from './reference-text.ts';
import { bad, quoteList, unoffered } from './refusal.ts';

/** Types that name what they are part of in `partOf`. */
const nested: readonly string[] = ['Location', 'Organization'];

/** The types of a hierarchy that a reference may point into. */
export const nestedTargets = ({ targets }: Pick<Parameter, 'targets'>): readonly string[] =>
  targets.length === 0 ? nested : nested.filter((type) => targets.includes(type));

/** Undefined where the values are canonicals, whose versions alone are compared. */
export function hierarchyOf(
  asked: Omit<HierarchyCriterion, 'kind' | 'anyOf'>,
  values: readonly SearchValue[],
  canFollow: boolean | undefined,
): HierarchyCriterion | undefined {
  const { name, parameter, direction } = asked;
  const references = values.filter((value): value is ReferenceValue => value.kind === 'reference');
  const byUrl = references.filter(({ url }) => url !== undefined);
  if (byUrl.length === references.length && parameter.leaves.has('canonical')) return undefined;
  const types = nestedTargets(parameter);
  if (byUrl.length > 0) {
    const right =
      types.length > 0 ? `the id of a ${types.join(' or ')} of this server` : 'a canonical URL with |version';
    throw bad(name, `:${direction} takes ${right}, not '${byUrl[0]?.url}'`);
  }
  if (types.length === 0)
    throw bad(name, `:${direction} of ${parameter.code} takes a canonical URL with |version`);
  const other = references.find(({ type }) => type !== undefined && !types.includes(type));
  if (other) throw bad(name, `${other.type} is no hierarchy; :${direction} goes along ${quoteList(types)}`);
  if (!canFollow) throw unoffered(name, `:${direction} on references is not offered here`);
  const anyOf = references.flatMap(({ type, id }) =>
    (type === undefined ? types : [type]).map((one) => `${one}/${id}`),
  );
  return { ...asked, kind: 'hierarchy', anyOf };
}

type Resolve = (reference: string, from: Resource) => Resource | undefined;

/** `below`: the reference, or something it is part of, is asked for; `above`: what is asked for lies in the reference. */
export function meetsHierarchy(
  resource: Resource,
  { parameter, direction, anyOf }: HierarchyCriterion,
  resolve: Resolve,
  base: string | undefined,
): boolean {
  const names = parameter.extract(resource, resource).flatMap(({ value }) => {
    const text = textOf(asElement(value), 'reference');
    const local = text === undefined ? undefined : localName(text, base);
    return local ? [`${local.type}/${local.id}`] : [];
  });
  if (direction === 'below') return names.some((name) => climb(name, (at) => anyOf.includes(at), resource));
  return anyOf.some((name) => climb(name, (at) => names.includes(at), resource));

  /** From one place to all that holds it; a circle ends the way. */
  function climb(start: string, isThere: (name: string) => boolean, from: Resource): boolean {
    const seen = new Set<string>();
    for (let at: string | undefined = start, holder = from; at !== undefined && !seen.has(at); ) {
      if (isThere(at)) return true;
      seen.add(at);
      const next = resolve(at, holder);
      const text = textOf(asElement(asElement(next).partOf), 'reference');
      const local = text === undefined ? undefined : localName(text, base);
      at = local && `${local.type}/${local.id}`;
      holder = next ?? holder;
    }
    return false;
  }
}
