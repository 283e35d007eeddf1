// FHIRPath Patch: add, insert, delete, replace and move, all of them or none. https://hl7.org/fhir/R4/fhirpatch.html
import type { Resource } from '@medplum/fhirtypes';
import type { ElementShapes } from '../elements.ts';
import { FhirFailure } from '../failure.ts';
import { type Holder, isHolder, type Located, locate, locateOne } from './locate.ts';
import { Misfit } from './misfit.ts';
import type { PatchValue, PathOperation } from './path-operations.ts';
import { build, insertAt, listAt, propertyFor, put, set, takeAt } from './values.ts';

/** Changes the resource in place; throws `invalid` naming the operation that cannot be done. */
export function applyPathPatch(
  resource: Resource,
  operations: readonly PathOperation[],
  shapes: ElementShapes,
): void {
  for (const [index, operation] of operations.entries()) {
    try {
      apply(resource, operation, shapes);
    } catch (problem) {
      if (!(problem instanceof Misfit)) throw problem;
      const text = `Operation ${index + 1} (${operation.type} ${operation.path.slice(0, 200)}): ${problem.message}.`;
      throw new FhirFailure('invalid', [{ text, expression: resource.resourceType }], { cause: problem });
    }
  }
}

function apply(resource: Resource, operation: PathOperation, shapes: ElementShapes): void {
  const { path } = operation;
  switch (operation.type) {
    case 'add': {
      const { value, shape } = locateOne(resource, path, shapes);
      if (!isHolder(value) || !shape) throw new Misfit('the path selects a value that holds no elements');
      put(value, shape, operation.name, operation.value);
      return;
    }
    case 'insert': {
      const { holder, key, property, length } = listOf(resource, path, shapes, operation.value);
      if (operation.index > length)
        throw new Misfit(`index must be 0 to ${length}, as the list holds ${length}`);
      insertAt(holder, key, operation.index, build(property, operation.value));
      return;
    }
    case 'move': {
      const { holder, key, length } = listOf(resource, path, shapes);
      if (operation.source >= length || operation.destination >= length)
        throw new Misfit(`source and destination must be below ${length}, as the list holds ${length}`);
      insertAt(holder, key, operation.destination, takeAt(holder, key, operation.source));
      return;
    }
    case 'delete': {
      const [one, ...more] = locate(resource, path, shapes);
      if (more.length > 0) throw new Misfit(`the path selects ${more.length + 1} elements; delete takes one`);
      if (one) remove(one);
      return;
    }
    case 'replace':
      replace(locateOne(resource, path, shapes), operation.value);
  }
}

interface List {
  readonly holder: Holder;
  readonly key: string;
  readonly property: ReturnType<typeof propertyFor>[1];
  readonly length: number;
}

/** The list that a path names, which may not be there yet: `Patient.name`, `Patient.contact[0].telecom`. */
function listOf(resource: Resource, path: string, shapes: ElementShapes, sent?: PatchValue): List {
  const [, before, name] = /^(?:(.+)\.)?([A-Za-z]\w*)$/.exec(path.trim()) ?? [];
  if (!name) throw new Misfit('the path must end in the name of a list, for example Patient.name');
  const { value, shape } = locateOne(resource, before ?? resource.resourceType, shapes);
  if (!isHolder(value) || !shape) throw new Misfit('the path selects a value that holds no elements');
  const property = sent ? propertyFor(shape, name, sent)[1] : shape.properties.get(name);
  if (!property) throw new Misfit(`there is no element ${name.slice(0, 64)} here`);
  if (!property.rule.isArray) throw new Misfit(`${name} is no list`);
  return { holder: value, key: name, property, length: listAt(value, name).length };
}

function remove({ spot }: Located): void {
  if (!spot) throw new Misfit('the whole resource is deleted by a DELETE, not by a patch');
  const { holder, key, index } = spot;
  if (index === undefined) set(holder, key, { value: undefined });
  else takeAt(holder, key, index);
}

/** Of a choice the new value may be of another type, and then stands under another name. */
function replace({ spot }: Located, sent: PatchValue): void {
  if (!spot) throw new Misfit('the whole resource is replaced by a PUT, not by a patch');
  const { holder, key, index, within, property } = spot;
  const [name, fitting] = propertyFor(within, property.rule.name, sent);
  const built = build(fitting, sent);
  if (index === undefined) {
    set(holder, key, { value: undefined });
    set(holder, name, built);
    return;
  }
  takeAt(holder, key, index);
  insertAt(holder, key, index, built);
}
