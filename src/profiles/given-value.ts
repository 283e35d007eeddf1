// Compares a value with the one a definition fixes or gives as a pattern. https://hl7.org/fhir/R4/elementdefinition.html#ElementDefinition.pattern_x_
import { isObject } from './json.ts';

/** Fixed: the same in every part. */
export function equals(value: unknown, fixed: unknown): boolean {
  if (Array.isArray(fixed)) {
    return (
      Array.isArray(value) &&
      value.length === fixed.length &&
      fixed.every((each, index) => equals(value[index], each))
    );
  }
  if (!isObject(fixed)) return value === fixed;
  if (!isObject(value)) return false;
  const keys = new Set([...Object.keys(fixed), ...Object.keys(value)]);
  return [...keys].every((key) => equals(value[key], fixed[key]));
}

/** Pattern: everything the pattern says is there, each array item somewhere in the value's array. */
export function includes(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern)) {
    return Array.isArray(value) && pattern.every((each) => value.some((item) => includes(item, each)));
  }
  if (!isObject(pattern)) return value === pattern;
  return isObject(value) && Object.entries(pattern).every(([key, each]) => includes(value[key], each));
}
