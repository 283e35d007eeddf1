// The four calls of S3 that exported files need, behind node:http, so that the real client can be tested offline.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';

export interface BucketServer {
  readonly endpoint: string;
  readonly client: S3Client;
  readonly keys: () => string[];
  /** When set, every answer is this status. */
  broken?: number;
  stop(): Promise<void>;
}

export async function startBucketServer(): Promise<BucketServer> {
  const objects = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const url = new URL(request.url ?? '/', 'http://localhost');
    const key = decodeURIComponent(url.pathname).split('/').slice(2).join('/');
    const xml = (status: number, text: string): void => {
      response.writeHead(status, { 'Content-Type': 'application/xml' });
      response.end(`<?xml version="1.0" encoding="UTF-8"?>${text}`);
    };
    if (bucket.broken) return xml(bucket.broken, '<Error><Code>AccessDenied</Code></Error>');
    if (request.method === 'PUT') {
      objects.set(key, unchunked(Buffer.concat(chunks)));
      return response.end();
    }
    if (request.method === 'POST' && url.searchParams.has('delete')) {
      for (const [, name = ''] of Buffer.concat(chunks)
        .toString()
        .matchAll(/<Key>([^<]*)<\/Key>/g))
        objects.delete(name);
      return xml(200, '<DeleteResult></DeleteResult>');
    }
    if (url.searchParams.get('list-type') === '2') {
      const prefix = url.searchParams.get('prefix') ?? '';
      const found = [...objects.keys()].filter((name) => name.startsWith(prefix)).slice(0, 2);
      const contents = found.map((name) => `<Contents><Key>${name}</Key></Contents>`).join('');
      return xml(200, `<ListBucketResult>${contents}</ListBucketResult>`);
    }
    const object = objects.get(key);
    if (!object) return xml(404, '<Error><Code>NoSuchKey</Code><Message>none</Message></Error>');
    response.end(object);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new S3Client({
    endpoint,
    region: 'eu-central-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const bucket: BucketServer = {
    endpoint,
    client,
    keys: () => [...objects.keys()],
    stop: async () => {
      client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return bucket;
}

/** The client may send its body in `aws-chunked` pieces, each behind its size in hexadecimal. */
function unchunked(body: Buffer): Buffer {
  const [, size] = /^([0-9a-f]+)\r\n/.exec(body.subarray(0, 16).toString('latin1')) ?? [];
  if (size === undefined) return body;
  const start = size.length + 2;
  const end = start + Number.parseInt(size, 16);
  const rest = body.subarray(end + 2);
  return Buffer.concat([body.subarray(start, end), size === '0' ? Buffer.alloc(0) : unchunked(rest)]);
}
