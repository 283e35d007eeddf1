// Binary content as it is, over HTTP: stored, read, hidden from whom it does not concern.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Binary, Bundle, DocumentReference, OperationOutcome } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyLimits } from '../../src/edge/body.ts';
import { createXmlFormat } from '../../src/xml/format.ts';
import { type Client, openSandbox, type Sandbox, storesHere } from './sandbox.ts';
import { child } from './scenes.ts';

const pdf = Buffer.from([0x25, 0x50, 0x44, 0x46, 0x00, 0xff, 0xfe, 0x0d, 0x0a, 0x80]);
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe.each(await storesHere())('a Binary on %s', (store) => {
  let sandbox: Sandbox;
  let tester: Client;
  let context: string;
  const send = (
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: Uint8Array<ArrayBuffer>,
  ) =>
    fetch(`${sandbox.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${tester.token}`, ...headers },
      body,
    });
  const upload = (bytes: Uint8Array<ArrayBuffer>, contentType: string, more: Record<string, string> = {}) =>
    send(
      'POST',
      '/fhir/Binary',
      { 'content-type': contentType, 'x-security-context': context, ...more },
      bytes,
    );
  const made = async (bytes: Uint8Array<ArrayBuffer>, contentType: string): Promise<string> => {
    const reply = await upload(bytes, contentType);
    if (reply.status !== 201) throw new Error(await reply.text());
    return new URL(reply.headers.get('location') ?? '').pathname.replace(/\/_history\/1$/, '');
  };
  const bytesAt = async (path: string, accept = '*/*'): Promise<Uint8Array> =>
    new Uint8Array(await (await send('GET', path, { accept })).arrayBuffer());

  beforeAll(async () => {
    sandbox = await openSandbox(store);
    tester = await sandbox.as('tester');
    context = `Patient/${(await tester.made(child())).id}`;
  });
  afterAll(() => sandbox.close());

  it('takes content as it is and gives it back to the byte', async () => {
    const reply = await upload(pdf, 'application/pdf');
    expect([reply.status, reply.headers.get('etag'), await reply.text()]).toEqual([201, 'W/"1"', '']);
    const path = new URL(reply.headers.get('location') ?? '').pathname;
    for (const place of [path, path.replace('/_history/1', '')]) {
      const back = await send('GET', place, { accept: 'application/pdf' });
      expect(back.status).toBe(200);
      expect(Object.fromEntries(back.headers)).toMatchObject({
        'content-type': 'application/pdf',
        'content-length': String(pdf.length),
        'content-disposition': 'attachment',
        'x-content-type-options': 'nosniff',
        'x-security-context': context,
        'cache-control': 'no-store',
        etag: 'W/"1"',
      });
      expect(Buffer.from(await back.arrayBuffer())).toEqual(pdf);
    }
  });

  it.each([
    ['application/fhir+json', 'application/fhir+json; charset=utf-8'],
    ['application/fhir+xml', 'application/fhir+xml; charset=utf-8'],
  ])('is a resource for who asks for %s', async (accept, contentType) => {
    const path = await made(pdf, 'application/pdf');
    const reply = await tester.get(path, { accept });
    const resource = accept.endsWith('json') ? reply.resource<Binary>() : createXmlFormat().read(reply.text);
    expect(reply.headers.get('content-type')).toBe(contentType);
    expect(resource).toMatchObject({
      resourceType: 'Binary',
      contentType: 'application/pdf',
      securityContext: { reference: context },
      data: pdf.toString('base64'),
    });
  });

  it('is content, not text, when it is text', async () => {
    const latin = Buffer.from('Désirée', 'latin1');
    expect(Buffer.from(await bytesAt(await made(latin, 'text/plain; charset=iso-8859-1')))).not.toEqual(
      Buffer.from('Désirée'),
    );
    const utf8 = Buffer.from('Désirée');
    expect(Buffer.from(await bytesAt(await made(utf8, 'text/plain; charset=utf-8')))).toEqual(utf8);
  });

  it('may be XML or JSON of another kind', async () => {
    const cda = Buffer.from('<ClinicalDocument xmlns="urn:hl7-org:v3"/>');
    const json = Buffer.from('{"resourceType":"Patient"}');
    expect(Buffer.from(await bytesAt(await made(cda, 'application/xml')))).toEqual(cda);
    expect(Buffer.from(await bytesAt(await made(json, 'application/fhir+json')))).toEqual(json);
  });

  it('is the resource where the body is one, in either format', async () => {
    const binary: Binary = {
      resourceType: 'Binary',
      contentType: 'text/plain',
      securityContext: { reference: context },
      data: Buffer.from('hallo').toString('base64'),
    };
    const bodies = [
      ['application/fhir+json', JSON.stringify(binary)],
      ['application/fhir+xml', createXmlFormat().write(binary, false)],
    ] as const;
    for (const [type, body] of bodies) {
      for (const headers of [{}, { 'x-security-context': context }] as Record<string, string>[]) {
        const reply = await tester.send('POST', '/fhir/Binary', {
          headers: { 'content-type': type, ...headers },
          body,
        });
        const { id } = (
          await tester.get(new URL(reply.headers.get('location') ?? '').pathname, {
            accept: 'application/fhir+json',
          })
        ).resource<Binary>();
        expect(Buffer.from(await bytesAt(`/fhir/Binary/${id}`)).toString()).toBe('hallo');
      }
    }
  });

  it.each([
    ['by Accept', '', { accept: 'application/fhir+json, */*; q=0.1' }, /^\{"resourceType":"Binary"/],
    ['in XML', '', { accept: 'application/fhir+xml' }, /<Binary xmlns="http:\/\/hl7.org\/fhir">/],
    ['by _format', '?_format=json', { accept: '*/*' }, /^\{"resourceType":"Binary"/],
    ['by Prefer', '', { prefer: 'return=representation' }, /^\{"resourceType":"Binary"/],
  ])('is answered to who sent it as a resource when asked for %s', async (_name, query, more, body) => {
    for (const [method, path, status] of [
      ['POST', '/fhir/Binary', 201],
      ['PUT', `/fhir/Binary/${randomUUID()}`, 201],
    ] as const) {
      const headers = { 'content-type': 'application/pdf', 'x-security-context': context, ...more };
      const reply = await send(method, `${path}${query}`, headers, pdf);
      expect([reply.status, await reply.text()]).toEqual([status, expect.stringMatching(body)]);
    }
  });

  it.each<[string, Record<string, string>]>([
    ['anything will do', { accept: '*/*' }],
    ['FHIR is what it cannot take', { accept: 'application/fhir+json;q=0, */*' }],
    ['nothing is wanted', { accept: 'application/fhir+json', prefer: 'return=minimal' }],
    ['only the handling is chosen', { prefer: 'handling=strict' }],
  ])('is not sent back to who sent it when %s', async (_name, more) => {
    const reply = await upload(pdf, 'application/pdf', more);
    expect([reply.status, await reply.text()]).toEqual([201, '']);
  });

  it('is updated under its id, with the versions before it kept', async () => {
    const headers = { 'content-type': 'image/png', 'x-security-context': context };
    const path = '/fhir/Binary/picture';
    expect((await send('PUT', path, headers, pdf)).status).toBe(201);
    expect((await send('PUT', path, { ...headers, 'if-match': 'W/"1"' }, Buffer.from('later'))).status).toBe(
      200,
    );
    expect((await send('PUT', path, { ...headers, 'if-match': 'W/"1"' }, pdf)).status).toBe(412);
    expect(Buffer.from(await bytesAt(`${path}/_history/1`))).toEqual(pdf);
    expect(Buffer.from(await bytesAt(path)).toString()).toBe('later');
  });

  it('is reached from a DocumentReference with the same token', async () => {
    const path = await made(pdf, 'application/pdf');
    const document = await tester.made<DocumentReference>({
      resourceType: 'DocumentReference',
      status: 'current',
      subject: { reference: context },
      content: [
        { attachment: { contentType: 'application/pdf', url: path.replace('/fhir/', '') } },
        { attachment: { contentType: 'text/plain', data: 'aGFsbG8=' } },
      ],
    });
    const [first, second] = document.content;
    expect(second?.attachment?.data).toBe('aGFsbG8=');
    expect(Buffer.from(await bytesAt(`/fhir/${first?.attachment?.url}`))).toEqual(pdf);
  });

  it('is a resource in a search and in a batch', async () => {
    const id = (await made(pdf, 'application/pdf')).split('/').at(-1);
    const bundle: Bundle = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [{ request: { method: 'GET', url: `Binary/${id}` } }],
    };
    const found = (await tester.get(`/fhir/Binary?_id=${id}`)).bundle().entry?.[0]?.resource;
    const batched = (await tester.post('/fhir', bundle)).bundle().entry?.[0]?.resource;
    expect([found, batched]).toEqual(
      Array(2).fill(expect.objectContaining({ data: pdf.toString('base64') })),
    );
  });

  it('holds as many bytes as published, and no more', async () => {
    const most = randomBytes(bodyLimits.rawBytes);
    const path = await made(most, 'application/octet-stream');
    expect(hashOf(await bytesAt(path))).toBe(hashOf(most));
    const reply = await upload(randomBytes(bodyLimits.rawBytes + 1), 'application/octet-stream');
    expect([reply.status, ((await reply.json()) as OperationOutcome).issue[0]?.code]).toEqual([
      413,
      'too-long',
    ]);
  });

  it.each([
    ['no child named', { 'x-security-context': '' }, pdf, 400, /X-Security-Context/],
    ['a child that is not there', { 'x-security-context': 'Patient/none' }, pdf, 422, /Patient\/none/],
    ['no content', {}, Buffer.alloc(0), 400, /empty/],
    ['a content type that is none', { 'content-type': 'pdf' }, pdf, 415, /application\/pdf/],
  ])('is refused with %s', async (_name, headers, bytes, status, text) => {
    const reply = await upload(bytes, 'application/pdf', headers);
    const outcome = (await reply.json()) as OperationOutcome;
    expect([reply.status, outcome.issue[0]?.details?.text]).toEqual([status, expect.stringMatching(text)]);
  });

  it('is refused as something it is not', async () => {
    const reply = await send('GET', await made(pdf, 'application/pdf'), { accept: 'image/png' });
    expect(reply.status).toBe(406);
  });

  it('runs nothing in a browser, whatever it says it is', async () => {
    const script = Buffer.from('<script>alert(1)</script>');
    const reply = await send('GET', await made(script, 'text/html'), {});
    expect(reply.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(reply.headers.get('content-disposition')).toBe('attachment');
  });

  it('is not there for who does not know the child, whatever is asked for', async () => {
    const path = await made(pdf, 'application/pdf');
    const stranger = await sandbox.as('hospital');
    for (const accept of ['application/pdf', 'image/png', 'application/fhir+json', '*/*']) {
      const [hidden, absent] = [
        await stranger.get(path, { accept }),
        await stranger.get('/fhir/Binary/none', { accept }),
      ];
      expect([hidden.status, absent.status]).toEqual([404, 404]);
      expect(hidden.text.replaceAll(path.slice(6), '')).toBe(absent.text.replaceAll('Binary/none', ''));
    }
  });
});
