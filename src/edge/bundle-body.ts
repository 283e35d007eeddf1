// The Bundle a client posts to the base: a transaction or a batch whose entries can be read without surprise. https://hl7.org/fhir/R4/bundle.html
import type { Bundle } from '@medplum/fhirtypes';
import { FhirFailure, type Issue } from '../fhir/failure.ts';

/** Elements of the request part, and of the entry itself, that are text; resources are validated where they are stored. */
const requestTexts = ['method', 'url', 'ifMatch', 'ifNoneExist', 'ifNoneMatch', 'ifModifiedSince'] as const;

export function bundleOf(body: unknown): Bundle {
  if (!isObject(body) || body.resourceType !== 'Bundle') {
    throw new FhirFailure('syntax', [
      { text: 'The base takes a Bundle of type transaction or batch.', expression: 'Bundle' },
    ]);
  }
  if (body.type !== 'transaction' && body.type !== 'batch')
    throw invalid([{ text: 'Bundle.type must be transaction or batch.', expression: 'Bundle.type' }]);
  if (body.entry === undefined) return { resourceType: 'Bundle', type: body.type };
  if (!Array.isArray(body.entry) || !body.entry.every(isObject))
    throw invalid([{ text: 'Bundle.entry must be a list of objects.', expression: 'Bundle.entry' }]);
  const issues = body.entry.flatMap((entry: Record<string, unknown>, index) =>
    misfits(entry, `Bundle.entry[${index}]`),
  );
  if (issues.length > 0) throw invalid(issues);
  return { resourceType: 'Bundle', type: body.type, entry: body.entry };
}

function misfits(entry: Record<string, unknown>, at: string): Issue[] {
  const { request, resource, fullUrl } = entry;
  const issues: Issue[] = [];
  const want = (holds: boolean, expression: string, what: string): void => {
    if (!holds) issues.push({ text: `${expression} must be ${what}.`, expression });
  };
  want(fullUrl === undefined || isText(fullUrl), `${at}.fullUrl`, 'a URL, for example urn:uuid:<uuid>');
  want(resource === undefined || isObject(resource), `${at}.resource`, 'a resource');
  want(request === undefined || isObject(request), `${at}.request`, 'an object with method and url');
  if (isObject(request)) {
    for (const name of requestTexts)
      want(request[name] === undefined || isText(request[name]), `${at}.request.${name}`, 'a text');
  }
  return issues;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (issues: readonly Issue[]): FhirFailure => new FhirFailure('invalid', issues);
