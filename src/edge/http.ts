// Where the AWS shape ends: API Gateway's HTTP API events in, plain requests and responses inside.
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

export interface HttpRequest {
  readonly method: string;
  /** Path without the query, as sent. */
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly requestId: string;
  readonly sourceIp?: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export function requestOf(event: APIGatewayProxyEventV2): HttpRequest {
  const { http, requestId } = event.requestContext;
  return {
    method: http.method,
    path: event.rawPath,
    query: event.rawQueryString ? [...new URLSearchParams(event.rawQueryString)] : [],
    headers: event.headers,
    body:
      event.isBase64Encoded && event.body ? Buffer.from(event.body, 'base64').toString('utf8') : event.body,
    requestId,
    sourceIp: http.sourceIp,
  };
}

/** Answers are personal data: nothing on the way may keep them, and no browser may guess at them. */
const always = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=31536000',
};

export const resultOf = (response: HttpResponse, requestId: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode: response.status,
  headers: { ...always, 'X-Request-Id': requestId, ...response.headers },
  body: response.body,
});
