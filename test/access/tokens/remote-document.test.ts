import { describe, expect, it } from 'vitest';
import { mayFetch, openRemote, RemoteUnavailable } from '../../../src/access/tokens/remote-document.ts';

const url = 'https://keys.example.org/jwks';

/** A web of one document, and a clock. */
function web(answer: (count: number) => Response | Promise<Response>) {
  let time = Date.parse('2026-11-22T09:00:00Z');
  const asked: RequestInit[] = [];
  const remote = openRemote({
    now: () => new Date(time),
    fetch: async (_, init) => {
      asked.push(init);
      return answer(asked.length);
    },
  });
  return { remote, asked, later: (seconds: number) => (time += seconds * 1000) };
}
const json = (value: unknown, cacheControl?: string) =>
  new Response(JSON.stringify(value), {
    headers: cacheControl === undefined ? {} : { 'cache-control': cacheControl },
  });

describe('a document of somebody else', () => {
  it.each<[string | undefined, number, number]>([
    [undefined, 299, 301],
    ['max-age=600', 599, 601],
    ['public, max-age="900"', 899, 901],
    ['max-age=0', 59, 61],
    ['no-store', 59, 61],
    ['max-age=99999999', 3599, 3601],
  ])('with Cache-Control %s is kept %d seconds and fetched anew after %d', async (control, held, over) => {
    const { remote, asked, later } = web((count) => json(count, control));
    expect(await remote.json(url)).toBe(1);
    later(held);
    expect(await remote.json(url)).toBe(1);
    later(over - held);
    expect(await remote.json(url)).toBe(2);
    expect(asked).toHaveLength(2);
  });

  it('is fetched anew for a key not met before, once a minute at most', async () => {
    const { remote, asked, later } = web((count) => json(count, 'max-age=3600'));
    await remote.json(url);
    later(59);
    expect(await remote.json(url, true)).toBe(1);
    later(2);
    expect(await remote.json(url, true)).toBe(2);
    expect(await remote.json(url, true)).toBe(2);
    expect(asked).toHaveLength(2);
  });

  it('is fetched once for all who ask at the same time', async () => {
    const { remote, asked } = web((count) => json(count));
    expect(await Promise.all([remote.json(url), remote.json(url), remote.json(url)])).toEqual([1, 1, 1]);
    expect(asked).toHaveLength(1);
  });

  it('is asked for without following redirects, and not for ever', async () => {
    const { remote, asked } = web(() => json({}));
    await remote.json(url);
    expect(asked[0]?.redirect).toBe('error');
    expect(asked[0]?.signal).toBeInstanceOf(AbortSignal);
  });

  it.each<[string, () => Response | Promise<Response>]>([
    ['is not found', () => new Response('{}', { status: 404 })],
    ['is no JSON', () => new Response('<html>')],
    ['is longer than 64 KB', () => new Response(JSON.stringify('x'.repeat(70_000)))],
    [
      'has no end',
      () => new Response(new ReadableStream({ pull: (out) => out.enqueue(new Uint8Array(10_000)) })),
    ],
    ['cannot be reached', () => Promise.reject(new TypeError('fetch failed'))],
  ])('that %s is unavailable, and is not asked for again for a while', async (_, answer) => {
    const { remote, asked, later } = web(answer);
    await expect(remote.json(url)).rejects.toThrow(RemoteUnavailable);
    await expect(remote.json(url)).rejects.toThrow(RemoteUnavailable);
    expect(asked).toHaveLength(1);
    later(11);
    await expect(remote.json(url)).rejects.toThrow(RemoteUnavailable);
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['https://keys.example.org/jwks', true],
    ['http://keys.example.org/jwks', false],
    [`https://${'user:word'}@keys.example.org/jwks`, false],
    ['https://localhost/jwks', false],
    ['http://127.0.0.1:8080/jwks', false],
    ['https://169.254.169.254/latest', false],
    ['https://[::1]/jwks', false],
    ['https://[fd00::1]/jwks', false],
    ['https://0x7f000001/jwks', false],
    ['https://2130706433/jwks', false],
    ['https://metadata/jwks', false],
    ['https://printer.local/jwks', false],
    ['file:///etc/passwd', false],
    ['data:application/json,{}', false],
    ['nonsense', false],
  ])('may lie at %s: %s', async (address, allowed) => {
    expect(mayFetch(address, false)).toBe(allowed);
    const { remote, asked } = web(() => json({}));
    await remote.json(address).catch(() => undefined);
    expect(asked).toHaveLength(allowed ? 1 : 0);
  });

  it('may lie on this very machine in the sandbox, and on no other without TLS', () => {
    expect(mayFetch('http://127.0.0.1:8080/jwks', true)).toBe(true);
    expect(mayFetch('http://192.168.1.1/jwks', true)).toBe(false);
  });
});
