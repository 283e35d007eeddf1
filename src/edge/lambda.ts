// The one way in and out of every door: middleware order, log line, exit of failures.
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Door } from '../doors.ts';
import { FhirFailure } from '../fhir/failure.ts';
import { type HttpRequest, type HttpResponse, requestOf, resultOf } from './http.ts';
import { type LogLine, routeOf } from './log.ts';
import { fitAnswer } from './payload.ts';
import { safeHeadersFor } from './safe-headers.ts';

export type LambdaHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** How a door's failures look: OperationOutcome for FHIR, problem details elsewhere. */
export interface FailureExit {
  expected(failure: FhirFailure, request: HttpRequest): HttpResponse | Promise<HttpResponse>;
  unexpected(request: HttpRequest): HttpResponse | Promise<HttpResponse>;
}

interface DoorParts {
  readonly door: Door;
  readonly log: (line: LogLine) => void;
  readonly exit: FailureExit;
  serve(request: HttpRequest): Promise<HttpResponse>;
}

type Middleware = middy.MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, unknown>;

export function lambdaDoor({ door, log, exit, serve }: DoorParts): LambdaHandler {
  const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, unknown>()
    .use(requestLog(door, log))
    .use(failureExit(exit))
    .handler(async (event) => {
      const request = requestOf(event);
      return answerTo(request, await fitAnswer(await serve(request), request));
    });
  return (event) => Promise.resolve(handler(event, lambdaContext(event)));
}

const answerTo = ({ requestId, headers }: HttpRequest, response: HttpResponse) =>
  resultOf(response, requestId, safeHeadersFor(headers));

/** Middy wants a context; nothing here reads more of it than the request's id. */
const lambdaContext = (event: APIGatewayProxyEventV2): never =>
  ({ awsRequestId: event.requestContext.requestId }) as never;

function requestLog(door: Door, log: (line: LogLine) => void): Middleware {
  const started = new WeakMap<APIGatewayProxyEventV2, number>();
  return {
    before: ({ event }) => {
      started.set(event, performance.now());
    },
    // A middleware that returns something ends the chain with it; these only look.
    after: ({ event, response }) => {
      log(lineOf(event, response?.statusCode ?? 500));
    },
    onError: ({ event, response, error }) => {
      const unexpected = error instanceof FhirFailure ? {} : ({ level: 'error', error } as const);
      log({ ...lineOf(event, response?.statusCode ?? 500), ...unexpected });
    },
  };

  function lineOf(event: APIGatewayProxyEventV2, status: number): LogLine {
    const { http, requestId } = event.requestContext;
    const duration = Math.round((performance.now() - (started.get(event) ?? 0)) * 10) / 10;
    return {
      level: 'info',
      requestId,
      door,
      method: http.method,
      route: routeOf(event.rawPath),
      status,
      duration,
    };
  }
}

function failureExit(exit: FailureExit): Middleware {
  return {
    onError: async (failed) => {
      const request = requestOf(failed.event);
      const { error } = failed;
      const response =
        error instanceof FhirFailure ? exit.expected(error, request) : exit.unexpected(request);
      failed.response = answerTo(request, await response);
    },
  };
}
