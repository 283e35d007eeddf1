// API Gateway's part on one machine: matches the route table, turns node:http requests into the events doors take.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Door, type Route, routes } from '../doors.ts';
import { bodyLimits } from '../edge/json-body.ts';
import type { LambdaHandler } from '../edge/lambda.ts';

/** The route API Gateway would pick: an exact path before `{proxy+}`, the longer prefix before the shorter. */
export const routeFor = (method: string, path: string): Route | undefined =>
  byRank.find((route) => (route.method === 'ANY' || route.method === method) && fits(route.path, path));

const greedy = '/{proxy+}';

function fits(pattern: string, path: string): boolean {
  if (!pattern.endsWith(greedy)) return pattern === path || `${pattern}/` === path;
  const prefix = pattern.slice(0, -greedy.length);
  return path.startsWith(`${prefix}/`) && path.length > prefix.length + 1;
}

const rank = (pattern: string): number =>
  pattern.endsWith(greedy) ? pattern.length - greedy.length : 10_000;

const byRank = routes.toSorted((a, b) => rank(b.path) - rank(a.path));

/** Answers one request through its door. `extra` serves what only the local server has. */
export async function serve(
  doors: Readonly<Record<Door, LambdaHandler>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = '/', query = ''] = splitUrl(request.url ?? '/');
  const route = routeFor(request.method ?? 'GET', path);
  if (!route) {
    send(response, {
      statusCode: 404,
      headers: { 'Content-Type': 'application/json' },
      body: '{"message":"Not Found"}',
    });
    return;
  }
  const body = await readBody(request);
  if (body === undefined) {
    response.setHeader('Connection', 'close');
    send(response, tooLarge(path));
    return;
  }
  send(response, await doors[route.door](eventOf(request, path, query, body)));
}

function splitUrl(url: string): [string, string] {
  const cut = url.indexOf('?');
  return cut === -1 ? [url, ''] : [url.slice(0, cut), url.slice(cut + 1)];
}

/** The body as text; undefined once it is over the limit. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  // Nearly every GET comes without one, and starting to read costs more than looking.
  if (!request.headers['content-length'] && !request.headers['transfer-encoding']) return '';
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimits.bytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLarge(path: string): APIGatewayProxyStructuredResultV2 {
  const text = `The body is over ${bodyLimits.bytes} bytes, which is the most this server takes.`;
  if (path.startsWith('/fhir')) {
    const issue = [{ severity: 'error', code: 'too-long', details: { text }, diagnostics: text }];
    return {
      statusCode: 413,
      headers: { 'Content-Type': 'application/fhir+json; charset=utf-8' },
      body: JSON.stringify({ resourceType: 'OperationOutcome', issue }),
    };
  }
  return {
    statusCode: 413,
    headers: { 'Content-Type': 'application/problem+json; charset=utf-8' },
    body: JSON.stringify({ title: 'too-large', status: 413, detail: text }),
  };
}

function eventOf(
  request: IncomingMessage,
  path: string,
  query: string,
  body: string,
): APIGatewayProxyEventV2 {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const now = Date.now();
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers,
    requestContext: {
      accountId: 'local',
      apiId: 'local',
      domainName: headers.host ?? 'localhost',
      domainPrefix: 'local',
      http: {
        method: request.method ?? 'GET',
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: new Date(now).toISOString(),
      timeEpoch: now,
    },
    body: body === '' ? undefined : body,
    isBase64Encoded: false,
  };
}

function send(response: ServerResponse, result: APIGatewayProxyStructuredResultV2): void {
  const headers = Object.fromEntries(
    Object.entries(result.headers ?? {}).map(([name, value]) => [name, String(value)]),
  );
  const body = result.body ?? '';
  response.writeHead(result.statusCode ?? 500, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}
