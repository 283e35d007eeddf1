// The event API Gateway makes of a request. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { mediaTypeOf } from '../edge/media-type.ts';

/** What an HTTP API takes for text; every other body, FHIR's own types and forms among them, travels in Base64. */
const isText = (contentType: string | undefined): boolean =>
  /^(?:text\/.*|application\/(?:json|xml|javascript))$/.test(mediaTypeOf(contentType));

export function eventOf(
  request: IncomingMessage,
  path: string,
  query: string,
  body: Buffer,
): APIGatewayProxyEventV2 {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  // Node keeps the first of several; API Gateway joins them, and so nobody can be two at once.
  const authorizations = request.headersDistinct.authorization;
  if (authorizations) headers.authorization = authorizations.join(',');
  const now = Date.now();
  const inBase64 = body.length > 0 && !isText(headers['content-type']);
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
    body: body.length === 0 ? undefined : body.toString(inBase64 ? 'base64' : 'utf8'),
    isBase64Encoded: inBase64,
  };
}
