// API Gateway's part on one machine: matches the route table, turns node:http requests into the events doors take.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Door, type Route, routes } from '../doors.ts';
import type { LambdaHandler } from '../edge/lambda.ts';
import { safeHeadersFor } from '../edge/safe-headers.ts';
import { eventOf } from './gateway-event.ts';
import { announcesTooMuch, drain, readBody, tooMuch } from './request-body.ts';

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

/** Answers one request through its door; a client that goes away before its body is in gets no answer. */
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
      headers: { ...safeHeadersFor(request.headers), 'Content-Type': 'application/json' },
      body: '{"message":"Not Found"}',
    });
    return;
  }
  const body = announcesTooMuch(request) ? 'too much' : await readBody(request);
  if (body === 'gone') return;
  if (body === 'too much') {
    await refuse(request, response);
    return;
  }
  send(response, await doors[route.door](eventOf(request, path, query, body)));
}

function splitUrl(url: string): [string, string] {
  const cut = url.indexOf('?');
  return cut === -1 ? [url, ''] : [url.slice(0, cut), url.slice(cut + 1)];
}

/** The answer first, then the end of the connection: a client still sending would take an early end for a fault. */
async function refuse(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { headers, body } = tooMuch(request.url ?? '');
  response.writeHead(413, {
    ...safeHeadersFor(request.headers),
    ...headers,
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  });
  response.write(body);
  // Who asked first (Expect: 100-continue) sends nothing more.
  if (request.headers.expect === undefined) await drain(request);
  response.end();
}

function send(response: ServerResponse, result: APIGatewayProxyStructuredResultV2): void {
  const { statusCode = 500, headers = {}, body = '', isBase64Encoded } = result;
  const texts = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  // A text goes out in one write with the headers; bytes would take a second.
  const sent = isBase64Encoded ? Buffer.from(body, 'base64') : body;
  const length =
    statusCode === 204 || statusCode === 304 ? {} : { 'Content-Length': Buffer.byteLength(sent) };
  response.writeHead(statusCode, { ...texts, ...length });
  response.end(sent);
}
