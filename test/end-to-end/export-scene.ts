// Many children, each known to others for other reasons, and a client's way through a bulk export.
import type { BundleEntry, OperationOutcome, Resource } from '@medplum/fhirtypes';
import { alexMotherBsn } from '../../src/local/sandbox-region.ts';
import { adviceCode } from './file-scene.ts';
import type { Client, Reply, Sandbox } from './sandbox.ts';
import {
  bsnSource,
  bsnSystem,
  carePlan,
  careTeam,
  child,
  condition,
  episode,
  observation,
  parentOf,
  request,
} from './scenes.ts';

const at = <T extends string>(reference: T) => ({ reference });

/** What is in the file of the n-th child, its Patient aside. */
function fileOf(n: number, patient: string): Resource[] {
  const file: Resource[] = [
    episode(patient, {
      managingOrganization: at(n % 5 === 0 ? 'Organization/umc-heuvelrand' : 'Organization/ivh-heuvelrand'),
      careManager: n % 4 === 0 ? at('Practitioner/casemanager-jansen') : undefined,
      extension:
        n % 3 === 0
          ? [
              {
                url: 'https://vroegdossier.nl/fhir/StructureDefinition/ivh-ext-gemeente',
                valueReference: at('Organization/gemeente-zonnedal'),
              },
            ]
          : undefined,
    }),
    observation(patient, { valueString: `Waarneming ${n}` }),
    condition(patient, `Vermoeden ${n}`),
    carePlan(patient, { title: `Plan ${n}`, description: 'Niet voor de gemeente' }),
    carePlan(patient, { title: `Concept ${n}`, status: 'draft' }),
    request(patient, { intent: 'proposal', category: [adviceCode], code: { text: 'Logopedie' } }),
  ];
  if (n % 2 === 0) file.push(request(patient, { requester: at('Organization/jgz-heuvelrand') }));
  if (n % 6 === 0) file.push(request(patient, { performer: [at('Organization/ziekenhuis-heuvelrand')] }));
  if (n % 7 === 0)
    file.push(parentOf(patient, { identifier: [{ system: bsnSystem, value: alexMotherBsn }] }));
  if (n % 10 === 0)
    file.push(
      careTeam(patient, {
        participant: [
          { member: at('Practitioner/orthopedagoog-visser'), onBehalfOf: at('Organization/mkd-het-kompas') },
        ],
      }),
    );
  return file;
}

/** Ids of so many new children, in the order they were made. */
export async function openFiles(sandbox: Sandbox, count: number, start = 999930000): Promise<string[]> {
  const tester = await sandbox.as('tester');
  const nextBsn = bsnSource(start);
  const ids: string[] = [];
  for (let n = 1; n <= count; n += 1) {
    const patient = child({ identifier: [{ system: bsnSystem, value: nextBsn() }] });
    const urn = `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
    const file = JSON.parse(
      JSON.stringify(fileOf(n, 'urn')).replaceAll('"Patient/urn"', `"${urn}"`),
    ) as Resource[];
    const entry: BundleEntry[] = [
      { fullUrl: urn, resource: patient, request: { method: 'POST', url: 'Patient' } },
      ...file.map(
        (resource): BundleEntry => ({
          resource,
          request: { method: 'POST', url: resource.resourceType as string },
        }),
      ),
    ];
    const reply = await tester.post('/fhir', { resourceType: 'Bundle', type: 'transaction', entry });
    const location = reply.status === 200 ? reply.bundle().entry?.[0]?.response?.location : undefined;
    const [, id] = /Patient\/([^/]+)/.exec(location ?? '') ?? [];
    if (!id) throw new Error(`the file was not taken: ${reply.status} ${reply.text}`);
    ids.push(id);
  }
  return ids;
}

export interface ManifestFile {
  readonly type: string;
  readonly url: string;
  readonly count: number;
}
export interface Manifest {
  readonly transactionTime: string;
  readonly request: string;
  readonly requiresAccessToken: boolean;
  readonly output: readonly ManifestFile[];
  readonly deleted: readonly ManifestFile[];
  readonly error: readonly ManifestFile[];
}

export const respondAsync = { prefer: 'respond-async' };

export const pathOf = (url: string | null): string => (url ?? '').replace(/^https?:\/\/[^/]+/, '');

export const kickOff = (client: Client, path: string): Promise<Reply> => client.get(path, respondAsync);

/** Asks until the export is over one way or the other. */
export async function whenOver(client: Client, status: string): Promise<Reply> {
  for (let tries = 0; tries < 400; tries += 1) {
    const reply = await client.get(status);
    if (reply.status !== 202) return reply;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the export does not end');
}

export async function manifestOf(client: Client, started: Reply): Promise<Manifest> {
  if (started.status !== 202) throw new Error(`the export did not start: ${started.text}`);
  const over = await whenOver(client, pathOf(started.headers.get('content-location')));
  if (over.status !== 200) throw new Error(`the export failed: ${over.status} ${over.text}`);
  return JSON.parse(over.text) as Manifest;
}

export async function linesIn(client: Client, files: readonly ManifestFile[]): Promise<Resource[]> {
  const all: Resource[] = [];
  for (const { type, url, count } of files) {
    const reply = await client.get(pathOf(url), { accept: 'application/fhir+ndjson' });
    const lines = reply.text.split('\n').filter((line) => line !== '');
    if (reply.status !== 200 || lines.length !== count)
      throw new Error(`${url} holds ${lines.length} of ${count}: ${reply.status}`);
    const resources = lines.map((line) => JSON.parse(line) as Resource);
    if (resources.some(({ resourceType }) => resourceType !== type)) throw new Error(`${url} mixes types`);
    all.push(...resources);
  }
  return all;
}

export const exported = async (client: Client, path: string): Promise<Resource[]> =>
  linesIn(client, (await manifestOf(client, await kickOff(client, path))).output);

export const issuesOf = (reply: Reply): string[] =>
  (reply.resource<OperationOutcome>().issue ?? []).map(({ diagnostics }) => diagnostics ?? '');

/** By reference and version, so that two readings can be compared whatever their order. */
export const byReference = (resources: readonly Resource[]): Map<string, Resource> =>
  new Map(
    resources
      .map((one): [string, Resource] => [`${one.resourceType}/${one.id}/${one.meta?.versionId}`, one])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
