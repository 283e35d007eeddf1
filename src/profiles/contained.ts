// Holds a resource and what it contains together: local references resolve, nothing contained is loose. https://hl7.org/fhir/R4/references.html#contained
import { isObject, type JsonObject, objectsIn } from './json.ts';
import type { Walk } from './walk.ts';

export interface Container {
  readonly path: string;
  readonly contained: readonly JsonObject[];
  /** Every `#id` met in a reference or canonical anywhere inside. */
  readonly pointed: Set<string>;
  /** Literal references among them, which have to resolve. */
  readonly references: {
    readonly id: string;
    readonly path: string;
    readonly targets?: ReadonlySet<string>;
  }[];
}

export function createContainer(resource: JsonObject, path: string): Container {
  return { path, contained: objectsIn(resource.contained), pointed: new Set(), references: [] };
}

export function noteLocalReference(container: Container, type: string, value: string): void {
  if (value.startsWith('#') && (type === 'canonical' || type === 'uri' || type === 'url')) {
    container.pointed.add(value.slice(1));
  }
}

export function checkContained(walk: Walk, container: Container): void {
  const byId = new Map(container.contained.map((resource) => [resource.id, resource]));
  for (const { id, path, targets } of container.references) {
    const type = byId.get(id)?.resourceType;
    if (!byId.has(id) && id !== '') {
      const right = 'right would be the id of a resource in contained';
      walk.report('not-found', path, `points to a contained resource that is not there; ${right}`);
    } else if (targets && typeof type === 'string' && !targets.has(type)) {
      walk.report('value', path, `points to a ${type}; right would be ${[...targets].join(' or ')}`);
    }
  }
  for (const [index, resource] of container.contained.entries()) {
    const path = `${container.path}.contained[${index}]`;
    checkBareness(walk, resource, path);
    checkId(walk, container, resource, path);
    if (byId.get(resource.id) !== resource && resource.id !== undefined) {
      walk.report(
        'structure',
        `${path}.id`,
        'is used twice; right would be one id for each contained resource',
      );
    }
  }
}

/** A contained resource has no life of its own: no version, no security, nothing contained in turn. */
function checkBareness(walk: Walk, { contained, meta }: JsonObject, path: string): void {
  const breaks = (rule: string, name: string): void => {
    walk.report('invariant', path, `breaks rule ${rule}: a contained resource has no ${name}`);
  };
  if (contained !== undefined) breaks('dom-2', 'contained resources');
  if (!isObject(meta)) return;
  if ('versionId' in meta) breaks('dom-4', 'meta.versionId');
  if ('lastUpdated' in meta) breaks('dom-4', 'meta.lastUpdated');
  if ('security' in meta) breaks('dom-5', 'meta.security');
}

function checkId(walk: Walk, { pointed }: Container, resource: JsonObject, path: string): void {
  const { id } = resource;
  if (id === undefined) {
    walk.report('required', `${path}.id`, 'is missing; a contained resource needs an id to point to');
  } else if (typeof id === 'string' && !pointed.has(id) && !pointsToContainer(resource)) {
    const right = 'right would be a reference to its id after a #';
    walk.report('invariant', path, `breaks rule dom-3: nothing refers to this contained resource; ${right}`);
  }
}

/** The nesting is bounded before, so recursion is. */
function pointsToContainer(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(pointsToContainer);
  if (!isObject(value)) return false;
  return value.reference === '#' || Object.values(value).some(pointsToContainer);
}
