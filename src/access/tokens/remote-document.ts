// Fetches the few documents others publish for us: key sets of clients, and what identity providers say of themselves.

/** What was fetched is younger than this, or it is fetched anew. */
const shortest = 60_000;
const longest = 3_600_000;
/** After a fetch that failed nobody tries again for so long. */
const pause = 10_000;
const patience = 3_000;
const mostBytes = 65_536;
const mostKept = 1_000;

export interface RemoteParts {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly now: () => Date;
  /** Whether http on this very machine will do: in the sandbox alone. */
  readonly allowsLocal?: boolean;
}

/** `young` asks for a document fetched in the last minute: somebody met a key that an older one does not have. */
export interface Remote {
  readonly json: (url: string, young?: boolean) => Promise<unknown>;
}

export class RemoteUnavailable extends Error {
  override readonly name = 'RemoteUnavailable';
}

interface Kept {
  readonly value: Promise<unknown>;
  readonly at: number;
  /** Milliseconds since 1970 until which it may be used. */
  until: number;
}

export function openRemote(parts: RemoteParts): Remote {
  const kept = new Map<string, Kept>();
  return {
    json: (url, young = false) => {
      if (!mayFetch(url, parts.allowsLocal === true))
        return Promise.reject(new RemoteUnavailable('The address is not https on a public host.'));
      const now = parts.now().getTime();
      const known = kept.get(url);
      const limit = young ? Math.min(known?.until ?? 0, (known?.at ?? 0) + shortest) : (known?.until ?? 0);
      if (known && now < limit) return known.value;
      if (kept.size >= mostKept) kept.clear();
      const fetching = load(parts, url);
      const entry: Kept = { value: fetching.then(({ value }) => value), at: now, until: now + shortest };
      kept.set(url, entry);
      fetching.then(
        ({ life }) => {
          entry.until = now + life;
        },
        () => {
          entry.until = now + pause;
        },
      );
      return entry.value;
    },
  };
}

/** Names of the machine itself and bare addresses are for nobody outside the sandbox. */
export function mayFetch(text: string, allowsLocal: boolean): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') return false;
  const isLocal = /^(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])$/.test(url.hostname);
  if (isLocal) return allowsLocal && /^https?:$/.test(url.protocol);
  const isBare = /^[\d.]+$|^\[/.test(url.hostname) || !url.hostname.includes('.');
  return url.protocol === 'https:' && !isBare && !/\.(localhost|local|internal)\.?$/.test(url.hostname);
}

async function load({ fetch }: RemoteParts, url: string): Promise<{ value: unknown; life: number }> {
  try {
    const response = await fetch(url, {
      redirect: 'error',
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(patience),
    });
    if (response.status !== 200) throw new RemoteUnavailable(`It answered ${response.status}.`);
    const value: unknown = JSON.parse(await boundedText(response));
    return { value, life: lifeOf(response.headers.get('cache-control') ?? '') };
  } catch (cause) {
    if (cause instanceof RemoteUnavailable) throw cause;
    throw new RemoteUnavailable('It did not answer in time with JSON of at most 64 KB.', { cause });
  }
}

/** The body of an answer, up to 64 KB of it. */
export async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > mostBytes) throw new RemoteUnavailable('It is longer than 64 KB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Cache-Control within our bounds: a minute at least, as keys are asked for by every token; an hour at most. */
function lifeOf(cacheControl: string): number {
  if (/\bno-(store|cache)\b/i.test(cacheControl)) return shortest;
  const seconds = Number(/\bmax-age\s*=\s*"?(\d{1,9})/i.exec(cacheControl)?.[1] ?? 300);
  return Math.min(Math.max(seconds * 1000, shortest), longest);
}
