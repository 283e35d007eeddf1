// A child's file with two parents with authority, a trajectory, results and a plan; and clients beside those of the sandbox.
import { randomUUID } from 'node:crypto';
import type { Organization, Parameters, Patient, RelatedPerson, Resource, Task } from '@medplum/fhirtypes';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type Registration, register } from '../../src/access/tokens/registration.ts';
import { concept } from '../../src/ivh/codes.ts';
import { alexMotherBsn } from '../../src/local/sandbox-region.ts';
import type { Client, Reply, Sandbox } from '../end-to-end/sandbox.ts';
import { bsnSystem, child, episode, observation, parentOf, request, task } from '../end-to-end/scenes.ts';

const at = <T extends string>(reference: T) => ({ reference });
export const fatherBsn = '999990111';
export const otherRegion = 'Organization/ivh-waterrijk';

const authority = {
  url: 'https://vroegdossier.nl/fhir/StructureDefinition/ivh-ext-gezag',
  extension: [
    { url: 'gezag', valueBoolean: true },
    { url: 'bron', valueString: 'BRP' },
  ],
};

/** A client that the sandbox does not have, with a token by the real protocol. */
export async function clientFor(sandbox: Sandbox, more: Partial<Registration>): Promise<Client> {
  const { client = `extra-${randomUUID().slice(0, 8)}` } = more;
  const { privateKey, publicKey } = await generateKeyPair('ES384', { extractable: true });
  const key = { ...(await exportJWK(publicKey)), kid: '1', alg: 'ES384', use: 'sig' };
  await register(sandbox.table, {
    client,
    kind: 'jgz',
    name: client,
    region: otherRegion,
    scopes: ['system/*.cruds'],
    jwks: { keys: [key] },
    ...more,
  });
  const tokenUrl = `${sandbox.url}/auth/token`;
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: 'ES384', kid: '1', typ: 'JWT' })
    .setIssuer(client)
    .setSubject(client)
    .setAudience(tokenUrl)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('2m')
    .sign(privateKey);
  const response = await fetch(tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'system/*.cruds',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }),
  });
  const { access_token: token } = (await response.json()) as { access_token?: string };
  if (!token) throw new Error(`no token for ${client}`);
  return sandbox.withToken(token);
}

export const secondRegion: Organization = {
  resourceType: 'Organization',
  id: 'ivh-waterrijk',
  active: true,
  type: [
    { coding: [{ system: 'https://vroegdossier.nl/fhir/CodeSystem/ivh-organisatie', code: 'ivh-team' }] },
  ],
  name: 'Integrale Vroeghulp Waterrijk',
};

export interface FamilyScene {
  readonly patient: Patient & { id: string };
  readonly mother: RelatedPerson & { id: string };
  readonly father: RelatedPerson & { id: string };
  readonly episode: Resource & { id: string };
  /** What the hospital found. */
  readonly result: Resource & { id: string };
  readonly askedTask: Task & { id: string };
}

export async function openFamily(sandbox: Sandbox, bsn: string): Promise<FamilyScene> {
  const [jgz, hospital, coordinator] = await Promise.all(['jgz', 'hospital', 'coordinator'].map(sandbox.as));
  if (!jgz || !hospital || !coordinator) throw new Error('no clients');
  const patient = await jgz.made(child({ identifier: [{ system: bsnSystem, value: bsn }] }));
  const { id } = patient;
  await jgz.made(
    request(id, {
      requester: at('Organization/jgz-heuvelrand'),
      performer: [at('Organization/ivh-heuvelrand')],
    }),
  );
  const parent = (value: string, text: string) =>
    coordinator.made(
      parentOf(id, {
        extension: [authority],
        identifier: [{ system: bsnSystem, value }],
        name: [{ text }],
      }),
    );
  const mother = await parent(alexMotherBsn, 'Moeder Sandbox');
  const father = await parent(fatherBsn, 'Vader Sandbox');
  const trajectory = await coordinator.made(
    episode(id, {
      managingOrganization: at('Organization/ivh-heuvelrand'),
      careManager: at('Practitioner/casemanager-jansen'),
      period: { start: '2026-01-01' },
      type: [concept('trajectvorm', 'kort')],
    }),
  );
  const asked = await coordinator.made(
    request(id, { performer: [at('Organization/ziekenhuis-heuvelrand')] }),
  );
  const askedTask = await coordinator.made(
    task(id, {
      status: 'accepted',
      focus: at(`ServiceRequest/${asked.id}`),
      owner: at('Organization/ziekenhuis-heuvelrand'),
    }),
  );
  const result = await hospital.made(
    observation(id, {
      valueString: 'Speelt <b>alleen</b> & "graag"',
      basedOn: [at(`ServiceRequest/${asked.id}`)],
    }),
  );
  return { patient, mother, father, episode: trajectory, result, askedTask };
}

export const parameters = (values: Record<string, string>): Parameters => ({
  resourceType: 'Parameters',
  parameter: Object.entries(values).map(([name, value]) =>
    name === 'right' || name === 'decision'
      ? { name, valueCode: value }
      : name === 'reason' || name === 'ground' || name === 'statement'
        ? { name, valueString: value }
        : { name, valueUri: value },
  ),
});

export const call = (client: Client, path: string, values: Record<string, string> = {}): Promise<Reply> =>
  client.post(`/fhir/${path}`, parameters(values));
