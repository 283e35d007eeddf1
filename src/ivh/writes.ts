// Makes the writes of a commit: without undefined or empty elements, and guarded by the version that was read.
import type { Resource } from '@medplum/fhirtypes';
import type { Write } from '../store/dossier.ts';

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/** FHIR has no empty elements: what is undefined, an empty list or an empty object is left out, at any depth. */
export function withoutEmpty<T>(value: T): T {
  const clean: unknown = strip(value);
  return clean as T;
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip).filter((each) => !isEmpty(each));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, strip(each)] as const);
  return Object.fromEntries(entries.filter(([, each]) => !isEmpty(each)));
}

export const create = (resource: Resource, fullUrl?: string, ifNoneExist?: string): Write => ({
  method: 'create',
  resource: withoutEmpty(resource),
  ...(fullUrl === undefined ? {} : { fullUrl }),
  ...(ifNoneExist === undefined ? {} : { ifNoneExist }),
});

/** A create that is refused when the condition meets anything, whoever came first. */
export const createOnly = (resource: Resource, fullUrl: string, ifNoneExist: string | undefined): Write => ({
  ...create(resource, fullUrl, ifNoneExist),
  ...(ifNoneExist === undefined ? {} : { mustBeNew: true }),
});

/** An update of something read: whoever changed it meanwhile makes this a version-conflict. */
export const update = (resource: Resource): Write => ({
  method: 'update',
  resource: withoutEmpty(resource),
  ...(resource.meta?.versionId === undefined ? {} : { ifMatch: resource.meta.versionId }),
});
