// Takes a request's body in: never more than the limit, and no longer than a client may be slow.
import type { IncomingMessage } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { bodyLimits, tooLarge } from '../edge/body.ts';
import { contentTypes } from '../edge/render.ts';
import { outcomeOf } from '../fhir/outcome.ts';

/** Whether Content-Length alone says that the body is over the limit. */
export const announcesTooMuch = ({ headers }: IncomingMessage): boolean =>
  Number(headers['content-length'] ?? 0) > bodyLimits.bytes;

/** `gone` when the client went away before the end. */
export async function readBody(request: IncomingMessage): Promise<Buffer | 'too much' | 'gone'> {
  // Nearly every GET comes without one, and starting to read costs more than looking.
  if (!request.headers['content-length'] && !request.headers['transfer-encoding']) return Buffer.alloc(0);
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve) => {
    const end = (answer: Buffer | 'too much' | 'gone'): void => {
      request.removeAllListeners('data');
      resolve(answer);
    };
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > bodyLimits.bytes) {
        request.pause();
        end('too much');
      }
    });
    request.once('end', () => end(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.once('error', () => end('gone'));
    request.once('close', () => end('gone'));
  });
}

/** Lets a body that was refused run out, for a while and up to a size: beyond that its sender deserves the hard end. */
export async function drain(request: IncomingMessage): Promise<void> {
  const patience = new AbortController();
  const swallow = async (): Promise<void> => {
    let size = 0;
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += chunk.length;
      if (size > 16 * bodyLimits.bytes) return;
    }
  };
  const late = setTimeout(2_000, undefined, { signal: patience.signal }).catch(() => undefined);
  await Promise.race([swallow().catch(() => undefined), late]);
  patience.abort();
}

/** The refusal, in the words of the API that was called. */
export function tooMuch(url: string): { headers: Readonly<Record<string, string>>; body: string } {
  const failure = tooLarge(bodyLimits.bytes);
  if (url.startsWith('/fhir'))
    return { headers: { 'Content-Type': contentTypes.json }, body: JSON.stringify(outcomeOf(failure)) };
  return {
    headers: { 'Content-Type': 'application/problem+json; charset=utf-8' },
    body: JSON.stringify({ title: failure.kind, status: 413, detail: failure.message }),
  };
}
