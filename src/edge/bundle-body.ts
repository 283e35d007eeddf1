// The Bundle a client posts to the base: a transaction or a batch whose entries can be read without surprise. https://hl7.org/fhir/R4/bundle.html
import type { Bundle } from '@medplum/fhirtypes';
import { FhirFailure, type Issue } from '../fhir/failure.ts';

const everywhere = ['id', 'extension'];
/** What the parts of a Bundle that is to be processed may hold; a resource is validated where it is stored. */
const parts = {
  Bundle: 'resourceType meta language identifier type timestamp entry link signature'.split(' '),
  entry: ['fullUrl', 'resource', 'request', 'link'],
  request: ['method', 'url', 'ifMatch', 'ifNoneExist', 'ifNoneMatch', 'ifModifiedSince'],
} as const;

export function bundleOf(body: unknown): Bundle {
  if (!isObject(body) || body.resourceType !== 'Bundle') {
    throw new FhirFailure('syntax', [
      { text: 'The base takes a Bundle of type transaction or batch.', expression: 'Bundle' },
    ]);
  }
  if (body.type !== 'transaction' && body.type !== 'batch')
    throw invalid([{ text: 'Bundle.type must be transaction or batch.', expression: 'Bundle.type' }]);
  const { type, entry = [] } = body;
  if (!Array.isArray(entry) || !entry.every(isObject))
    throw invalid([{ text: 'Bundle.entry must be a list of objects.', expression: 'Bundle.entry' }]);
  const issues = [
    ...foreign(body, parts.Bundle, 'Bundle'),
    ...entry.flatMap((one: Record<string, unknown>, index) => misfits(one, `Bundle.entry[${index}]`)),
  ];
  if (issues.length > 0) throw invalid(issues);
  return entry.length === 0 ? { resourceType: 'Bundle', type } : { resourceType: 'Bundle', type, entry };
}

function misfits(entry: Record<string, unknown>, at: string): Issue[] {
  const { request, resource, fullUrl } = entry;
  const issues = foreign(entry, parts.entry, at);
  const want = (holds: boolean, expression: string, what: string): void => {
    if (!holds) issues.push({ text: `${expression} must be ${what}.`, expression });
  };
  want(
    fullUrl === undefined || (isText(fullUrl) && !fullUrl.includes('/_history/')),
    `${at}.fullUrl`,
    'a URL without a version, for example urn:uuid:<uuid>',
  );
  want(resource === undefined || isObject(resource), `${at}.resource`, 'a resource');
  want(request === undefined || isObject(request), `${at}.request`, 'an object with method and url');
  if (isObject(request)) {
    issues.push(...foreign(request, parts.request, `${at}.request`));
    for (const name of parts.request)
      want(request[name] === undefined || isText(request[name]), `${at}.request.${name}`, 'a text');
  }
  return issues;
}

/** A misspelt ifNoneExist must not become a plain create. */
function foreign(holder: Record<string, unknown>, known: readonly string[], at: string): Issue[] {
  const names = [...known, ...everywhere];
  return Object.keys(holder)
    .filter((key) => !names.includes(key.replace(/^_/, '')))
    .map((key) => ({
      text: `${key.slice(0, 64)} has no meaning here; the elements are ${known.join(', ')}.`,
      expression: /^\w{1,64}$/.test(key) ? `${at}.${key}` : at,
    }));
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (issues: readonly Issue[]): FhirFailure => new FhirFailure('invalid', issues);
