// URLs in resources are words: nothing here ever calls where they point.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox, type Sandbox } from './sandbox.ts';
import { child, observation } from './scenes.ts';

let sandbox: Sandbox;
let listener: Server;
let there: string;
let calls = 0;
beforeAll(async () => {
  sandbox = await openSandbox();
  listener = createServer((_, response) => {
    response.end('{}');
  });
  listener.on('connection', () => {
    calls += 1;
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  there = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(async () => {
  listener.close();
  await sandbox.close();
});

const subject = { reference: 'Patient/calm' };
/** Each with the address of the listener wherever a URL may stand. */
const resources = (url: string): Resource[] => [
  child({
    photo: [{ contentType: 'image/png', url: `${url}/photo.png` }],
    identifier: [{ system: `${url}/system`, value: '1' }],
    extension: [{ url: `${url}/extension`, valueUri: url }],
    meta: { profile: [`${url}/StructureDefinition/x`], tag: [{ system: `${url}/tag`, code: 'a' }] },
  }),
  {
    resourceType: 'DocumentReference',
    status: 'current',
    subject,
    content: [{ attachment: { contentType: 'application/pdf', url: `${url}/a.pdf` } }],
  },
  observation('calm', {
    code: { coding: [{ system: `${url}/codes`, code: 'a' }] },
    performer: [{ reference: `${url}/fhir/Organization/1` }],
    derivedFrom: [{ reference: `${url}/fhir/Observation/1` }],
  }),
  {
    resourceType: 'Communication',
    status: 'completed',
    subject,
    payload: [{ contentAttachment: { contentType: 'text/plain', url: `${url}/message` } }],
  },
  {
    resourceType: 'QuestionnaireResponse',
    status: 'completed',
    questionnaire: `${url}/Questionnaire/1`,
    subject,
  },
];

describe('a URL in a resource', () => {
  it('is called neither by writing, validating, reading, searching, exporting nor documents', async () => {
    const tester = await sandbox.as('tester');
    await tester.put('/fhir/Patient/calm', child({ id: 'calm' }));
    for (const resource of resources(there)) {
      const { resourceType } = resource;
      const made = await tester.post(`/fhir/${resourceType}`, resource);
      await tester.post(`/fhir/${resourceType}/$validate`, resource);
      await tester.post(
        `/fhir/${resourceType}/$validate?profile=${encodeURIComponent(`${there}/profile`)}`,
        resource,
      );
      if (made.status === 201) await tester.get(`/fhir/${resourceType}/${made.resource<Resource>().id}`);
      await tester.post('/fhir', {
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [
          { fullUrl: `${there}/${resourceType}/1`, resource, request: { method: 'POST', url: resourceType } },
        ],
      });
    }
    for (const path of [
      '/fhir/Patient/calm/$everything',
      `/fhir/Observation?code=${there}/codes|a&_include=*`,
      `/fhir/Observation?patient=${encodeURIComponent(`${there}/fhir/Patient/1`)}`,
      `/fhir/Observation?code:in=${encodeURIComponent(`${there}/ValueSet/1`)}`,
      `/fhir/ValueSet/$expand?url=${encodeURIComponent(`${there}/ValueSet/1`)}`,
      `/fhir/CodeSystem/$lookup?system=${encodeURIComponent(`${there}/codes`)}&code=a`,
      `/fhir/Patient?_profile=${encodeURIComponent(`${there}/StructureDefinition/x`)}`,
    ])
      await tester.get(path);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(calls).toBe(0);
  });

  it('would be noticed if it were called', async () => {
    await fetch(there);
    expect(calls).toBe(1);
  });
});
