// Bodies that are large, packed, slow, cut off or no text: over HTTP, as clients send them.
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Binary, OperationOutcome } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyLimits } from '../../src/edge/body.ts';
import { createXmlFormat } from '../../src/xml/format.ts';
import { type Client, openSandbox, type Sandbox, storesHere } from './sandbox.ts';
import { child } from './scenes.ts';

describe.each(await storesHere())('a large resource on %s', (store) => {
  let sandbox: Sandbox;
  let tester: Client;
  beforeAll(async () => {
    sandbox = await openSandbox(store);
    tester = await sandbox.as('tester');
    await tester.put('/fhir/Patient/known', child({ id: 'known' }));
  });
  afterAll(() => sandbox.close());

  it.each(['application/fhir+json', 'application/fhir+xml'])(
    'of 5 MB is stored and read as %s',
    async (type) => {
      const binary: Binary = {
        resourceType: 'Binary',
        contentType: 'application/octet-stream',
        securityContext: { reference: 'Patient/known' },
        data: Buffer.alloc(3_800_000, 'Vroeghulp').toString('base64'),
      };
      const body = type.endsWith('xml') ? createXmlFormat().write(binary, false) : JSON.stringify(binary);
      expect(body.length).toBeGreaterThan(5_000_000);
      const made = await tester.send('POST', '/fhir/Binary', { headers: { 'content-type': type }, body });
      expect([made.status, made.text.slice(0, 200)]).toEqual([201, expect.anything()]);
      const path = new URL(made.headers.get('location') ?? '').pathname;
      const read = await tester.get(path, { accept: 'application/fhir+json' });
      expect(read.resource<Binary>().data === binary.data).toBe(true);
    },
  );
});

describe('a body', () => {
  let sandbox: Sandbox;
  let tester: Client;
  beforeAll(async () => {
    sandbox = await openSandbox();
    tester = await sandbox.as('tester');
  });
  afterAll(() => sandbox.close());

  const post = (body: Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
    fetch(`${sandbox.url}/fhir/Patient`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tester.token}`,
        'content-type': 'application/fhir+json',
        ...headers,
      },
      body,
    });
  const answersStill = async (): Promise<void> => {
    expect((await tester.get('/fhir/Patient/none')).status).toBe(404);
  };

  it('is taken in gzip', async () => {
    const reply = await post(gzipSync(JSON.stringify(child())), { 'content-encoding': 'gzip' });
    expect(reply.status).toBe(201);
  });

  it('is refused when it is no UTF-8, as JSON and as XML, rather than changed', async () => {
    const json = Buffer.from(JSON.stringify(child({ name: [{ family: 'Désirée' }] })), 'latin1');
    const xml = Buffer.from(
      createXmlFormat().write(child({ name: [{ family: 'Désirée' }] }), false),
      'latin1',
    );
    for (const [bytes, type] of [
      [json, 'application/fhir+json'],
      [json, 'application/json'],
      [xml, 'application/fhir+xml'],
    ] as const) {
      const reply = await post(bytes, { 'content-type': type });
      const outcome = (await reply.json()) as OperationOutcome;
      expect([type, reply.status, outcome.issue[0]?.details?.text]).toEqual([
        type,
        400,
        expect.stringMatching(/UTF-8/),
      ]);
    }
  });

  it.each([
    ['application/fhir+json; charset=iso-8859-1', 415],
    ['application/fhir+json; fhirVersion=3.0', 415],
    ['application/fhir+json; charset=UTF-8; fhirVersion=4.0', 201],
    ['text/json', 201],
    ['application/x-ndjson', 415],
  ])('of type %s is answered %i', async (type, status) => {
    expect((await post(Buffer.from(JSON.stringify(child())), { 'content-type': type })).status).toBe(status);
  });

  it('over the limit is refused by its length alone, before it is sent', async () => {
    const { hostname, port } = new URL(sandbox.url);
    const request = httpRequest({
      hostname,
      port,
      method: 'POST',
      path: '/fhir/Patient',
      headers: { 'content-length': bodyLimits.bytes + 1, expect: '100-continue' },
    });
    request.on('continue', () => expect.fail('the server wants to see it'));
    request.flushHeaders();
    const [response] = await once(request, 'response');
    expect(response.statusCode).toBe(413);
    request.destroy();
    await answersStill();
  });

  it.each(['/fhir/Patient', '/ivh/referrals'])(
    'over the limit without a length is refused on %s',
    async (path) => {
      const chunk = new Uint8Array(500_000).fill(32);
      const stream = new ReadableStream({
        start: (controller) => {
          for (let sent = 0; sent <= bodyLimits.bytes; sent += chunk.length) controller.enqueue(chunk);
          controller.close();
        },
      });
      const init: RequestInit & { duplex: 'half' } = { method: 'POST', body: stream, duplex: 'half' };
      const reply = await fetch(`${sandbox.url}${path}`, init);
      expect(reply.status).toBe(413);
      expect(await reply.text()).toContain(String(bodyLimits.bytes));
      await answersStill();
    },
  );

  it('that breaks off leaves no trace and disturbs nobody', async () => {
    const { hostname, port } = new URL(sandbox.url);
    const logged = sandbox.log.length;
    const socket = connect(Number(port), hostname);
    socket.write('POST /fhir/Patient HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"resourceType"');
    await setTimeout(50);
    socket.resetAndDestroy();
    await setTimeout(50);
    await answersStill();
    expect(sandbox.log.slice(logged).filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('that never ends keeps no server from stopping', async () => {
    const other = await openSandbox();
    const { hostname, port } = new URL(other.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {});
    socket.write('POST /fhir/Patient HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{');
    await setTimeout(50);
    const began = performance.now();
    await other.close();
    expect(performance.now() - began).toBeLessThan(8_000);
  }, 15_000);

  it('of an answer over a megabyte comes packed to who can unpack it', async () => {
    const { id } = await tester.made(child());
    const made = await tester.made<Binary>({
      resourceType: 'Binary',
      contentType: 'text/plain',
      securityContext: { reference: `Patient/${id}` },
      data: Buffer.alloc(1_500_000, 'a').toString('base64'),
    });
    const path = `/fhir/Binary/${made.id}?_format=json`;
    expect((await tester.get(path)).headers.get('content-encoding')).toBe('gzip');
    const plain = await tester.get(path, { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(plain.resource<Binary>()).toEqual((await tester.get(path)).resource());
  });
});
