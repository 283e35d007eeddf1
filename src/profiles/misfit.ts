// Words for what does not fit the shape of its type: what is wrong and what would be right.
import { nearestName } from './nearest.ts';
import { envelopeTypes, storedTypes } from './served.ts';
import type { Rule, Shape } from './shape.ts';
import type { Walk } from './walk.ts';

const served = [...storedTypes, ...envelopeTypes];

export function reportType(walk: Walk, type: unknown, path: string): void {
  if (type === undefined) {
    walk.report('structure', path, 'has no resourceType; right would be the name of an R4 resource type');
  } else if (typeof type === 'string' && walk.isResourceType(type)) {
    walk.report('not-supported', path, `is a ${type}, which is not served here; right would be another type`);
  } else {
    const near = typeof type === 'string' ? nearestName(type, served) : undefined;
    const right = near ? `right would be ${near}` : 'right would be the name of an R4 resource type';
    walk.report('structure', path, `has a resourceType that R4 does not know; ${right}`);
  }
}

export function reportMissing(walk: Walk, rule: Rule, path: string): void {
  const names = rule.jsonNames.length > 1 ? `one of ${listed(rule)}` : rule.name;
  walk.report('required', `${path}.${rule.name}`, `is missing; ${names} is required`);
}

export function reportUnknown(walk: Walk, shape: Shape, key: string, path: string): void {
  const name = key.slice(0, 64);
  const choice = [...shape.properties.values()].find(
    ({ rule }) => rule.jsonNames.length > 1 && key.startsWith(rule.name),
  );
  const near = nearestName(name.replace(/^_/, ''), shape.properties.keys());
  const right = choice
    ? `one of ${listed(choice.rule)}`
    : `${near ? `${near} or another` : 'an'} element of ${shape.type}, or an extension`;
  walk.report('structure', `${path}.${name}`, `is not an element here; right would be ${right}`);
}

export function reportConflict(walk: Walk, path: string, first: string, second: string): void {
  walk.report('structure', path, `has both ${first} and ${second}; right would be one of them`);
}

/** Codes are no secret of a person, so the wrong one may be repeated. */
export function reportCode(walk: Walk, valueSet: string, type: string, value: unknown, path: string): void {
  const what = typeof value === 'string' ? `'${value.slice(0, 64)}' is not allowed` : 'has no allowed code';
  walk.report('code-invalid', path, `${what}; right would be ${walk.codes.describe(valueSet, type)}`);
}

function listed(rule: Rule): string {
  const shown = rule.jsonNames.slice(0, 12).join(', ');
  return rule.jsonNames.length > 12 ? `${shown}, …` : shown;
}
