// FHIR has no empty lists and objects: what removals leave empty goes too. https://hl7.org/fhir/R4/json.html#null
import { keepWriting } from '../exact-json.ts';

export function pruned<T>(value: T): T {
  const left: unknown = prune(value);
  return left as T;
}

function prune(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prune).filter((item) => !isEmpty(item));
  if (typeof value !== 'object' || value === null) return value;
  const left = Object.fromEntries(
    Object.entries(value)
      .map(([key, child]) => [key, prune(child)] as const)
      .filter(([, child]) => !isEmpty(child)),
  );
  return keepWriting(left, value);
}

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;
