// Literal references: finding them in a resource, reading them, rewriting them. https://hl7.org/fhir/R4/references.html
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { isServedType } from './types.ts';

/** A reference as found: the FHIRPath expression of the element that holds it, and its text. */
export interface FoundReference {
  readonly expression: string;
  readonly text: string;
}

/** A relative literal reference, taken apart. */
export interface LocalReference {
  readonly type: ResourceType;
  readonly id: string;
  readonly versionId?: string;
}

const relative = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/([A-Za-z0-9\-.]{1,64}))?$/;

/** `Task/1` or `Task/1/_history/2`; undefined for anything else (contained, absolute, urn, conditional). */
export function parseLocal(text: string): LocalReference | undefined {
  const found = relative.exec(text);
  const [, type, id, versionId] = found ?? [];
  if (!type || !id || !isServedType(type)) return undefined;
  return { type, id, versionId };
}

/** `Type?query`, allowed in transactions; undefined for anything else. */
export function parseConditional(text: string): { type: ResourceType; query: string } | undefined {
  const found = /^([A-Z][A-Za-z]+)\?(.+)$/.exec(text);
  const [, type, query] = found ?? [];
  return type && query && isServedType(type) ? { type, query } : undefined;
}

/** Every `reference` element of a resource, contained resources included; a stored Bundle is closed in itself. */
export function findReferences(resource: Resource): FoundReference[] {
  if (resource.resourceType === 'Bundle') return [];
  const found: FoundReference[] = [];
  visit(resource, resource.resourceType, (holder, expression) => {
    if (typeof holder.reference === 'string')
      found.push({ expression: `${expression}.reference`, text: holder.reference });
  });
  return found;
}

/** A copy of the resource with every reference text passed through `change`; the same object if none changed. */
export function rewriteReferences<R extends Resource>(resource: R, change: (text: string) => string): R {
  if (resource.resourceType === 'Bundle') return resource;
  const rewritten = rewrite(resource, change);
  return rewritten as R;
}

function visit(
  value: unknown,
  expression: string,
  see: (holder: Record<string, unknown>, expression: string) => void,
): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      visit(item, `${expression}[${index}]`, see);
    });
  } else if (typeof value === 'object' && value !== null) {
    const holder = value as Record<string, unknown>;
    see(holder, expression);
    for (const key in holder) {
      const child = holder[key];
      if (typeof child === 'object') visit(child, `${expression}.${key}`, see);
    }
  }
}

function rewrite(value: unknown, change: (text: string) => string): unknown {
  if (Array.isArray(value)) {
    let changed = false;
    const copy = value.map((item) => {
      const next = rewrite(item, change);
      changed ||= next !== item;
      return next;
    });
    return changed ? copy : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  let copy: Record<string, unknown> | undefined;
  for (const [key, child] of Object.entries(value)) {
    const next = key === 'reference' && typeof child === 'string' ? change(child) : rewrite(child, change);
    if (next !== child) {
      copy ??= { ...value };
      copy[key] = next;
    }
  }
  return copy ?? value;
}
