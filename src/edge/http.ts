// Where the AWS shape ends: API Gateway's HTTP API events in, plain requests and responses inside.
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { certificateOf } from './client-certificate.ts';
import { safeHeaders } from './safe-headers.ts';

export interface HttpRequest {
  readonly method: string;
  /** Path without the query, as sent. */
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As the event carries it; `textOf` and `bytesOf` read it. */
  readonly body?: string;
  /** Whether the body came in Base64, as all do that API Gateway does not know as text. */
  readonly isBase64?: boolean;
  readonly requestId: string;
  readonly sourceIp?: string;
  /** Thumbprint of the client's certificate, where it showed one. */
  readonly certificate?: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes travel in Base64. */
  readonly body?: string | Uint8Array;
}

export function requestOf(event: APIGatewayProxyEventV2): HttpRequest {
  const { http, requestId } = event.requestContext;
  return {
    method: http.method,
    path: event.rawPath,
    query: event.rawQueryString ? [...new URLSearchParams(event.rawQueryString)] : [],
    headers: event.headers,
    body: event.body,
    isBase64: event.isBase64Encoded,
    requestId,
    sourceIp: http.sourceIp,
    certificate: certificateOf(event),
  };
}

/** `safe` are the headers that hold unless the response has its own. */
export function resultOf(
  response: HttpResponse,
  requestId: string,
  safe: Readonly<Record<string, string>> = safeHeaders,
): APIGatewayProxyStructuredResultV2 {
  const { status, headers, body } = response;
  const isText = body === undefined || typeof body === 'string';
  return {
    statusCode: status,
    headers: { ...safe, 'X-Request-Id': requestId, ...headers },
    body: isText ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64'),
    isBase64Encoded: !isText,
  };
}
