import { describe, expect, it } from 'vitest';
import { fhirFailures } from '../../src/edge/fhir-failures.ts';
import { type FailureExit, lambdaDoor } from '../../src/edge/lambda.ts';
import type { LogLine } from '../../src/edge/log.ts';
import { problemDetails } from '../../src/edge/problem.ts';
import { loadXml } from '../../src/xml/load.ts';

const secrets = ['Jansen', '999911120', 'stack', '.ts:'];
const requestId = '0f0f0f0f-0000-4000-8000-000000000000';

/** A door whose work fails with what no one expected. */
function failing(exit: FailureExit, headers: Record<string, string> = {}) {
  const log: LogLine[] = [];
  const door = lambdaDoor({
    door: 'fhir',
    log: (line) => {
      log.push(line);
    },
    exit,
    serve: () => Promise.reject(new TypeError('no Jansen with 999911120')),
  });
  const path = '/fhir/Patient/jansen-1';
  const answer = door({
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: 'family=Jansen',
    headers,
    requestContext: {
      accountId: '1',
      apiId: 'api',
      domainName: 'dossier.example.org',
      domainPrefix: 'dossier',
      http: { method: 'GET', path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'Jansen' },
      requestId,
      routeKey: '$default',
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    isBase64Encoded: false,
  });
  return { answer, log };
}

describe('what a client is told of an error nobody expected', () => {
  it.each([
    ['as OperationOutcome', fhirFailures(loadXml), {}],
    ['as OperationOutcome in XML', fhirFailures(loadXml), { accept: 'application/fhir+xml' }],
    ['as problem details', problemDetails, {}],
  ] as const)('is the id of the request and nothing of the error, %s', async (_, exit, headers) => {
    const { statusCode, body, headers: sent } = await failing(exit, headers).answer;
    expect([statusCode, body]).toEqual([500, expect.stringContaining(requestId)]);
    for (const secret of secrets) expect(JSON.stringify([body, sent])).not.toContain(secret);
  });

  it('carries the headers of every answer', async () => {
    const { headers } = await failing(problemDetails, { 'x-forwarded-proto': 'https' }).answer;
    expect(headers).toMatchObject({
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
      'X-Request-Id': requestId,
    });
  });
});

describe('the log line of an error nobody expected', () => {
  it('has the error for whoever writes it, and says no more of the request than any line', async () => {
    const { answer, log } = failing(problemDetails);
    await answer;
    expect(log).toEqual([
      {
        level: 'error',
        requestId,
        door: 'fhir',
        method: 'GET',
        route: '/fhir/Patient/:id',
        status: 500,
        duration: expect.any(Number),
        error: expect.any(TypeError),
      },
    ]);
  });
});
