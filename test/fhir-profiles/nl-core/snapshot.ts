// Gives a profile that was published as a differential alone its snapshot. https://hl7.org/fhir/R4/profiling.html#snapshot
import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';

export type Find = (canonical: string) => StructureDefinition | undefined;

/** `find` knows the published profiles and, with their snapshots, the R4 definitions below them. */
export function createSnapshots(find: Find): Find {
  const made = new Map<string, StructureDefinition>();
  const withSnapshot: Find = (canonical) => {
    const url = canonical.split('|')[0] ?? canonical;
    const known = made.get(url) ?? find(url);
    if (known === undefined || known.snapshot) return known;
    const complete = { ...known, snapshot: { element: merged(known, withSnapshot) } };
    made.set(url, complete);
    return complete;
  };
  return withSnapshot;
}

function merged(profile: StructureDefinition, find: Find): ElementDefinition[] {
  const base = find(profile.baseDefinition ?? '');
  if (!base?.snapshot)
    throw new Error(`${profile.url} is built on ${profile.baseDefinition}, which is not here`);
  const elements = base.snapshot.element.map((element) => ({ ...element }));
  for (const change of profile.differential?.element ?? []) {
    const element = ensure(elements, change.id ?? change.path, find);
    Object.assign(element, change, {
      binding: change.binding ? { ...element.binding, ...change.binding } : element.binding,
      constraint: [...(element.constraint ?? []), ...(change.constraint ?? [])],
    });
  }
  return elements;
}

/** The element with this id, made of the one it slices or unfolded from its parent's type where it is not there yet. */
function ensure(elements: ElementDefinition[], id: string, find: Find): ElementDefinition {
  const present = elements.find((element) => element.id === id);
  if (present) return present;
  const dot = id.lastIndexOf('.');
  const colon = id.lastIndexOf(':');
  if (colon > dot) {
    const whole = ensure(elements, id.slice(0, colon), find);
    const slice = {
      ...whole,
      id,
      sliceName: id.slice(colon + 1),
      slicing: undefined,
      min: 0,
      constraint: [],
    };
    insert(elements, whole.id ?? '', [slice]);
    return slice;
  }
  const parent = ensure(elements, id.slice(0, dot), find);
  insert(elements, parent.id ?? '', childrenOf(elements, parent, find));
  const unfolded = elements.find((element) => element.id === id);
  if (!unfolded) throw new Error(`${id} is not an element of ${parent.type?.map(({ code }) => code).join()}`);
  return unfolded;
}

/** A slice of a backbone element has the elements of the whole; anything else has those of its type or type's profile. */
function childrenOf(
  elements: readonly ElementDefinition[],
  parent: ElementDefinition,
  find: Find,
): ElementDefinition[] {
  const id = parent.id ?? '';
  const unsliced = id.replace(/:[^.:]+$/, '');
  const own = unsliced === id ? [] : below(elements, unsliced);
  const type = parent.type?.[0];
  const definition =
    find(type?.profile?.[0] ?? '') ?? find(`http://hl7.org/fhir/StructureDefinition/${type?.code}`);
  const source = own.length > 0 ? own : below(definition?.snapshot?.element ?? [], definition?.type ?? '');
  const prefix = own.length > 0 ? unsliced : (definition?.type ?? '');
  return source.map((element) => ({
    ...element,
    id: id + (element.id ?? element.path).slice(prefix.length),
    path: parent.path + element.path.slice(prefix.replaceAll(/:[^.]+/g, '').length),
  }));
}

const below = (elements: readonly ElementDefinition[], id: string): ElementDefinition[] =>
  elements.filter((element) => (element.id ?? element.path).startsWith(`${id}.`));

/** Behind the element and everything that belongs to it. */
function insert(elements: ElementDefinition[], id: string, added: readonly ElementDefinition[]): void {
  const last = elements.findLastIndex((element) =>
    [id, `${id}.`, `${id}:`].some((start, index) =>
      index === 0 ? element.id === start : element.id?.startsWith(start),
    ),
  );
  elements.splice(last + 1, 0, ...added);
}
