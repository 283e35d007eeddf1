// Everything we write: the examples of the profiles, those of the concept API, and what the three journeys leave in the store.
import type { Resource } from '@medplum/fhirtypes';
import type { Fit } from '../../../fhir-profiles/nl-core/verdicts.ts';
import * as concepts from '../../../src/ivh/examples.ts';
import { referralWrites } from '../../../src/ivh/referral/to-fhir.ts';
import { withoutEmpty } from '../../../src/ivh/writes.ts';
import { fillRegion } from '../../../src/local/fill-region.ts';
import { search, wholeFile } from '../../../src/local/journeys/look.ts';
import { openWire } from '../../../src/local/journeys/send.ts';
import { organisations, professionals } from '../../../src/local/sandbox-region.ts';
import { openSandbox } from '../../local/sandbox-server.ts';
import { validExamples } from '../generated-files.ts';

async function leftByJourneys(): Promise<Resource[]> {
  const server = await openSandbox();
  try {
    await fillRegion({ ...server, now: new Date(), say: () => {} });
    const send = openWire(server);
    const children = await search(send, 'coordinator', '/fhir/Patient');
    const files = children.map(({ id }) => wholeFile(send, 'coordinator', id));
    return (await Promise.all(files)).flat() as Resource[];
  } finally {
    await server.stop();
  }
}

function writtenByConcepts(): Resource[] {
  let last = 0;
  const newId = (): string => {
    last += 1;
    return `id-${last}`;
  };
  const setting = { now: '2026-04-01T10:00:00.000Z', region: 'Organization/ivh-1', newId };
  return referralWrites(concepts.referral, setting).flatMap((write) =>
    'resource' in write ? [withoutEmpty(write.resource)] : [],
  );
}

export async function everythingWritten(): Promise<Resource[]> {
  return [
    ...validExamples.values(),
    ...organisations,
    ...professionals,
    ...writtenByConcepts(),
    ...(await leftByJourneys()),
  ];
}

interface Coded {
  readonly coding?: readonly { readonly system?: string; readonly code?: string }[];
}

const codesOf = (concept: Coded | readonly Coded[] | undefined): string[] =>
  [concept ?? []]
    .flat()
    .flatMap(({ coding = [] }: Coded) => coding.map(({ system, code }) => `${system}|${code}`));

/** Whether a resource is of the type, and has the code where one is named. */
export function isOf(resource: Resource, { type, code }: Fit): boolean {
  if (resource.resourceType !== type) return false;
  const codes = [
    ...codesOf('code' in resource ? (resource.code as Coded) : undefined),
    ...codesOf('category' in resource ? (resource.category as Coded[]) : undefined),
  ];
  return code === undefined || codes.includes(code);
}
