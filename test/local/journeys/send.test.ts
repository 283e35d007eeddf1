import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { openWire, type Send, type Sent, StepFailed } from '../../../src/local/journeys/send.ts';
import { openSandbox, type SandboxServer } from '../sandbox-server.ts';

let server: SandboxServer;
let send: Send;
const sent: Sent[] = [];

beforeAll(async () => {
  server = await openSandbox();
  send = openWire({ ...server, onSent: (one) => sent.push(one) });
});
afterAll(() => server.stop());

const look = { who: 'gp', tells: 'looks for a child', method: 'GET' as const, path: '/fhir/Patient/nobody' };

describe('sending a step', () => {
  it('gives the answer in its shape and says that it was sent', async () => {
    const answer = z.object({ resourceType: z.literal('Bundle') });
    const step = { ...look, path: '/fhir/Organization', answer };
    expect(await send(step)).toEqual({ resourceType: 'Bundle' });
    expect(sent.at(-1)).toMatchObject({ step, status: 200 });
  });

  it('fails with who, what, status and answer when it is refused', async () => {
    const failure = await send(look).catch((problem: unknown) => problem);
    expect(failure).toBeInstanceOf(StepFailed);
    expect(String(failure)).toMatch(
      /gp, "looks for a child": GET \/fhir\/Patient\/nobody answered 404: .*Patient\/nobody is not here/,
    );
  });

  it('takes a refusal that was expected', async () => {
    expect(await send({ ...look, status: 404 })).toMatchObject({ resourceType: 'OperationOutcome' });
  });

  it('fails when a refusal was expected and did not come', async () => {
    const step = { ...look, path: '/fhir/Organization', status: 404 };
    await expect(send(step)).rejects.toThrow('(expected 404)');
  });

  it('fails when the answer has another shape', async () => {
    const step = { ...look, path: '/fhir/Organization', answer: z.object({ board: z.string() }) };
    await expect(send(step)).rejects.toThrow('answered in another shape');
  });
});
