// Holds what an attachment says of its data against the data. https://hl7.org/fhir/R4/datatypes.html#Attachment
import { createHash } from 'node:crypto';
import type { JsonObject } from './json.ts';
import { primitiveProblem } from './primitive.ts';
import type { Walk } from './walk.ts';

/** More belongs in a Binary of its own, which is fetched only by who wants it. */
export const attachmentLimit = 4 * 1024 * 1024;

const sha1Length = 20;

export function checkAttachment(walk: Walk, attachment: JsonObject, path: string): void {
  const { data, contentType, size, hash } = attachment;
  if (
    typeof hash === 'string' &&
    !primitiveProblem('base64Binary', hash) &&
    bytesOf(hash).length !== sha1Length
  )
    walk.report('value', `${path}.hash`, 'is no SHA-1 hash; right would be its 20 bytes in base64');
  if (typeof data !== 'string') return;
  if (contentType === undefined)
    walk.report('invariant', path, 'breaks rule att-1: data needs a contentType');
  if (primitiveProblem('base64Binary', data)) return;
  checkData(walk, bytesOf(data), size, hash, path);
}

function checkData(walk: Walk, bytes: Buffer, size: unknown, hash: unknown, path: string): void {
  const { length } = bytes;
  if (length > attachmentLimit) {
    const right = `right would be at most ${attachmentLimit}, or a url to a Binary`;
    walk.report('too-long', `${path}.data`, `has ${length} bytes; ${right}`);
    return;
  }
  if (typeof size === 'number' && size !== length)
    walk.report('value', `${path}.size`, `is not the size of the data; right would be ${length} or no size`);
  if (typeof hash !== 'string' || bytesOf(hash).length !== sha1Length) return;
  const right = createHash('sha1').update(bytes).digest('base64');
  if (bytesOf(hash).toString('base64') !== right)
    walk.report(
      'value',
      `${path}.hash`,
      `is not the SHA-1 hash of the data; right would be ${right} or no hash`,
    );
}

const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64');
