// Holds a reference against the resource types its element may point to. https://hl7.org/fhir/R4/references.html
import type { JsonObject } from './json.ts';
import { referenceTarget } from './reference.ts';
import type { Property } from './shape.ts';
import type { Place, Walk } from './walk.ts';

const canonicalBase = 'http://hl7.org/fhir/StructureDefinition/';

export function checkReference(
  walk: Walk,
  value: JsonObject,
  path: string,
  { targets }: Property,
  { container }: Place,
): void {
  const right = targets ? `a reference to ${[...targets].join(' or ')}` : 'a reference such as Patient/123';
  const said = saidType(walk, value);
  if (said && targets && !targets.has(said)) {
    walk.report('value', `${path}.type`, `says ${said}; right would be ${right}`);
  }
  if (typeof value.reference !== 'string') return;
  const at = `${path}.reference`;
  const target = referenceTarget(value.reference, walk.isResourceType);
  if (target.kind === 'wrong') {
    walk.report('value', at, `points to nothing R4 knows; right would be ${right}, by type and id`);
  } else if (target.kind === 'contained') {
    container.pointed.add(target.id);
    container.references.push({ id: target.id, path: at, targets });
  } else if (target.kind === 'typed' && targets && !targets.has(target.type)) {
    walk.report('value', at, `points to a ${target.type}; right would be ${right}`);
  } else if (target.kind === 'typed' && said && said !== target.type) {
    walk.report(
      'value',
      `${path}.type`,
      `says ${said}; right would be ${target.type}, as the reference does`,
    );
  }
}

/** Types of another version or of a logical model say nothing that can be checked. */
function saidType(walk: Walk, { type }: JsonObject): string | undefined {
  const name = typeof type === 'string' ? type.replace(canonicalBase, '') : '';
  return walk.isResourceType(name) ? name : undefined;
}
