// JSON bodies: the right media type, and well-formed JSON that says nothing twice.
import { parseJsonExactly } from '../fhir/exact-json.ts';
import { FhirFailure } from '../fhir/failure.ts';
import { refuseLongLists } from '../fhir/list-limit.ts';
import { bodyLimits, contentTypeOf, textOf } from './body.ts';
import type { HttpRequest } from './http.ts';

/** The body of a concept route. */
export function jsonBody(request: HttpRequest): unknown {
  const type = contentTypeOf(request);
  if (type !== 'application/json' && type !== 'text/json') throw notRead(type, 'application/json');
  return parseJson(textOf(request));
}

export const notRead = (type: string, right: string): FhirFailure =>
  new FhirFailure(
    'unsupported-media-type',
    `Content-Type ${type === '' ? 'is missing' : `"${type.slice(0, 64)}" is not read here`}; send ${right}.`,
  );

/** Throws `syntax` and `too-large`; never quotes the body. */
export function parseJson(body: string): unknown {
  if (body.trim() === '') throw new FhirFailure('syntax', 'The body is empty; send a JSON object.');
  if (depthOf(body) > bodyLimits.depth)
    throw new FhirFailure('syntax', `The JSON is nested deeper than ${bodyLimits.depth} levels.`);
  let parsed: unknown;
  try {
    parsed = parseJsonExactly(body);
  } catch (cause) {
    throw new FhirFailure('syntax', `The body is not well-formed JSON: ${placeOf(cause)}`, { cause });
  }
  refuseLongLists(parsed);
  refuseRepeatedKeys(body, parsed);
  if (/\\u[dD][89a-fA-F]/.test(body) && !isWellFormed(parsed))
    throw new FhirFailure('syntax', 'A text in the body holds half a surrogate pair, which is no character.');
  return parsed;
}

/** Deepest nesting of braces and brackets outside strings; stops counting once over the limit. */
function depthOf(body: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < body.length && deepest <= bodyLimits.depth; at += 1) {
    const char = body.charCodeAt(at);
    if (quoted) {
      if (char === 92) at += 1;
      else if (char === 34) quoted = false;
    } else if (char === 34) quoted = true;
    else if (char === 123 || char === 91) {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (char === 125 || char === 93) depth -= 1;
  }
  return deepest;
}

/** V8 quotes the input in its message; only where it stopped is passed on. */
function placeOf(cause: unknown): string {
  const found =
    cause instanceof Error ? /position \d+(?: \(line \d+ column \d+\))?/.exec(cause.message) : undefined;
  return found ? `it breaks off at ${found[0]}.` : 'it ends too early or has a token where none may be.';
}

/** JSON.parse silently keeps the last of repeated keys; a resource that says one thing twice is refused. */
function refuseRepeatedKeys(body: string, parsed: unknown): void {
  if (countKeys(parsed) === countWrittenKeys(body)) return;
  throw new FhirFailure('syntax', 'An object in the body has the same key twice; every key may stand once.');
}

function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, child]) => key.isWellFormed() && isWellFormed(child));
}

function countKeys(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countKeys(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  let sum = 0;
  for (const key in value) sum += 1 + countKeys((value as Record<string, unknown>)[key]);
  return sum;
}

/** Outside strings every colon follows a key. */
function countWrittenKeys(body: string): number {
  let colons = 0;
  let quoted = false;
  for (let at = 0; at < body.length; at += 1) {
    const char = body.charCodeAt(at);
    if (quoted) {
      if (char === 92) at += 1;
      else if (char === 34) quoted = false;
    } else if (char === 34) quoted = true;
    else if (char === 58) colons += 1;
  }
  return colons;
}
