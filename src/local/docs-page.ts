// The API reference page at /docs: Swagger UI over /openapi.json, served from the installed package.
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { safeHeadersFor } from '../edge/safe-headers.ts';

const files: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const start = `window.ui = SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true });`;

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Vroegdossier API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

/** The page takes scripts and styles of its own alone; Swagger UI writes styles into the page and images as data. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

type Headers = IncomingMessage['headers'];

/** Serves `/docs` and its files; false for any other path. */
export async function serveDocs(
  path: string,
  { headers }: { readonly headers: Headers },
  response: ServerResponse,
): Promise<boolean> {
  const send = (type: string, body: string | Buffer): true => answer(response, headers, type, body);
  if (path === '/docs' || path === '/docs/') return send('text/html; charset=utf-8', page);
  if (path === '/docs/start.js') return send('text/javascript; charset=utf-8', start);
  const name = path.startsWith('/docs/') ? path.slice('/docs/'.length) : '';
  const type = Object.hasOwn(files, name) ? files[name] : undefined;
  return type ? send(type, await readFile(join(folder, name))) : false;
}

function answer(response: ServerResponse, headers: Headers, type: string, body: string | Buffer): true {
  response.writeHead(200, {
    'Content-Type': type,
    ...safeHeadersFor(headers),
    'Content-Security-Policy': policy,
    'Cache-Control': 'max-age=300',
  });
  response.end(body);
  return true;
}
