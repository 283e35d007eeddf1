// Rules of resource types whose published FHIRPath the FHIRPath engine here cannot evaluate rightly. https://hl7.org/fhir/R4/resourcelist.html
import { checkBundle } from './bundle-rules.ts';
import { equals } from './given-value.ts';
import { isObject, type JsonObject, objectsIn } from './json.ts';
import { isSurelyAfter } from './partial-date.ts';
import { primitiveProblem } from './primitive.ts';
import { referenceTarget } from './reference.ts';
import type { Walk } from './walk.ts';

type Check = (walk: Walk, resource: JsonObject, path: string) => void;

export function checkResource(walk: Walk, type: string, resource: JsonObject, path: string): void {
  if (Object.hasOwn(checks, type)) checks[type]?.(walk, resource, path);
}

const checks: Readonly<Record<string, Check>> = {
  Observation: (walk, { code, component, ...rest }, path) => {
    const hasValue = Object.keys(rest).some((key) => /^_?value/.test(key));
    const own = isObject(code) ? objectsIn(code.coding) : [];
    const isSame = ({ code: other }: JsonObject): boolean =>
      isObject(other) && objectsIn(other.coding).some((coding) => own.some((each) => equals(coding, each)));
    if (!hasValue || !objectsIn(component).some(isSame)) return;
    const right = 'right would be the value in one place';
    walk.report(
      'invariant',
      path,
      `breaks rule obs-7: a component has the code of the observation; ${right}`,
    );
  },
  Questionnaire: (walk, resource, path) => {
    if (!hasDuplicates(allValues(resource, 'item', 'linkId'))) return;
    walk.report(
      'invariant',
      path,
      'breaks rule que-2: a linkId occurs twice; right would be one of its own per item',
    );
  },
  CodeSystem: (walk, resource, path) => {
    if (!hasDuplicates(allValues(resource, 'concept', 'code'))) return;
    walk.report(
      'invariant',
      path,
      'breaks rule csd-1: a code occurs twice; right would be one of its own each',
    );
  },
  Bundle: checkBundle,
  Task: (walk, { authoredOn, lastModified }, path) => {
    if (!isDateTime(authoredOn) || !isDateTime(lastModified) || !isSurelyAfter(authoredOn, lastModified))
      return;
    const right = 'right would be lastModified at or after authoredOn';
    walk.report('invariant', path, `breaks rule inv-1: it was modified before it was written; ${right}`);
  },
  CareTeam: (walk, { participant }, path) => {
    for (const [index, { onBehalfOf, member }] of objectsIn(participant).entries()) {
      const reference = isObject(member) && typeof member.reference === 'string' ? member.reference : '';
      const target = referenceTarget(reference, walk.isResourceType);
      if (onBehalfOf === undefined || target.kind !== 'typed' || target.type === 'Practitioner') continue;
      const right = 'right would be a Practitioner as member, or no onBehalfOf';
      walk.report('invariant', `${path}.participant[${index}]`, `breaks rule ctm-1: ${right}`);
    }
  },
  Parameters: (walk, { parameter }, path) => checkParameters(walk, parameter, `${path}.parameter`),
};

function checkParameters(walk: Walk, parameters: unknown, path: string): void {
  for (const [index, parameter] of objectsIn(parameters).entries()) {
    const at = `${path}[${index}]`;
    const hasValue = Object.keys(parameter).some((key) => /^_?value/.test(key));
    const given = [hasValue, parameter.resource !== undefined, parameter.part !== undefined];
    if (given.filter(Boolean).length !== 1) {
      walk.report('invariant', at, 'breaks rule inv-1: right would be one of a value, a resource or parts');
    }
    checkParameters(walk, parameter.part, `${at}.part`);
  }
}

/** The values of a property in every object of a tree, whose nesting is bounded before. */
function allValues(node: JsonObject, children: string, property: string): readonly unknown[] {
  return objectsIn(node[children]).flatMap((child) => {
    const value = child[property] === undefined ? [] : [child[property]];
    return [...value, ...allValues(child, children, property)];
  });
}

function hasDuplicates(values: readonly unknown[]): boolean {
  return new Set(values).size < values.length;
}

function isDateTime(value: unknown): value is string {
  return typeof value === 'string' && primitiveProblem('dateTime', value) === undefined;
}
