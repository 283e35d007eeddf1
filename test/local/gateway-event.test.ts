import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventOf } from '../../src/local/gateway-event.ts';
import { readBody } from '../../src/local/request-body.ts';

const events: APIGatewayProxyEventV2[] = [];
const server = createServer(async (request, response) => {
  const body = await readBody(request);
  if (typeof body !== 'string') events.push(eventOf(request, '/fhir/Patient', 'a=b', body));
  response.end();
});

describe('the event of a request', () => {
  let url = '';
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  const eventFor = async (
    type: string | undefined,
    body?: string,
  ): Promise<APIGatewayProxyEventV2 | undefined> => {
    await fetch(url, {
      method: 'POST',
      headers: type === undefined ? {} : { 'content-type': type },
      body: body === undefined ? undefined : Buffer.from(body),
    });
    return events.pop();
  };

  it.each([
    'application/json',
    'Application/JSON; charset=utf-8',
    'application/xml',
    'text/xml',
    'text/plain',
  ])('carries %s as text', async (type) => {
    expect(await eventFor(type, 'é')).toMatchObject({ body: 'é', isBase64Encoded: false });
  });

  it.each([
    'application/fhir+json',
    'application/fhir+xml',
    'application/x-www-form-urlencoded',
    'image/png',
    undefined,
  ])('carries %s in Base64, as API Gateway does', async (type) => {
    expect(await eventFor(type, 'é')).toMatchObject({ body: 'w6k=', isBase64Encoded: true });
  });

  it('has no body where none was sent', async () => {
    const event = await eventFor('application/fhir+json');
    expect([event?.body, event?.isBase64Encoded]).toEqual([undefined, false]);
  });
});
