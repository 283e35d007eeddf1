// The API reference page at /docs: Swagger UI over /openapi.json, served from the installed package.
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

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

/** Serves `/docs` and its files; false for any other path. */
export async function serveDocs(path: string, response: ServerResponse): Promise<boolean> {
  if (path === '/docs' || path === '/docs/') return send(response, 'text/html; charset=utf-8', page);
  if (path === '/docs/start.js') return send(response, 'text/javascript; charset=utf-8', start);
  const name = path.startsWith('/docs/') ? path.slice('/docs/'.length) : '';
  const type = Object.hasOwn(files, name) ? files[name] : undefined;
  return type ? send(response, type, await readFile(join(folder, name))) : false;
}

function send(response: ServerResponse, type: string, body: string | Buffer): true {
  response.writeHead(200, {
    'Content-Type': type,
    'Content-Security-Policy': "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(body);
  return true;
}
