// Who exercises a right, and who answers for the file: read off the child's own resources.
import type { EpisodeOfCare } from '@medplum/fhirtypes';
import { FhirFailure } from '../../fhir/failure.ts';
import { missing } from '../../fhir/parameters.ts';
import type { Context } from '../context.ts';
import type { OperationCall } from '../operation.ts';

export const parentsAndRegion = ['parent', 'coordinator'] as const;

/** For everybody else the answer is the same whichever child is asked for. */
export function onlyFor({ dossier }: Context, kinds: readonly string[]): void {
  if (kinds.includes(dossier.caller.kind)) return;
  throw new FhirFailure(
    'forbidden',
    `This is for ${kinds.join(' and ')}; the client is a ${dossier.caller.kind}.`,
  );
}

/** What parents write about a child stands in the body: URLs are kept where bodies are not. */
export function needBody({ query }: OperationCall): void {
  const [first] = query;
  if (!first) return;
  throw new FhirFailure('bad-parameter', [
    {
      text: `Give "${first[0].slice(0, 64)}" in a Parameters resource in the body, not in the URL.`,
      parameter: first[0].slice(0, 64),
    },
  ]);
}

/** `RelatedPerson/<id>` of the parent (or who represents the child) for whom a right is exercised: the caller, or the one the coordinator names. */
export async function parentFor(
  { dossier }: Context,
  patient: string,
  named: string | undefined,
): Promise<string> {
  if (dossier.caller.kind === 'parent') {
    const [self] = await dossier.custody.parentAs(patient);
    if (self) return self;
    throw new FhirFailure('forbidden', 'The caller is no active parent in this file.');
  }
  if (named === undefined) throw missing('parent', 'it names the RelatedPerson for whom this is done');
  const people = await dossier.file(patient, ['RelatedPerson']);
  if (people.some(({ id }) => `RelatedPerson/${id}` === named)) return named;
  throw new FhirFailure('bad-parameter', [
    { text: 'parent must be a RelatedPerson of this child, as RelatedPerson/<id>.', parameter: 'parent' },
  ]);
}

const open = ['active', 'onhold', 'waitlist', 'planned'];

/** `Organization/<id>` that runs the trajectory, else the last one that did, else the caller's region. */
export async function regionFor({ dossier }: Context, patient: string): Promise<string> {
  const episodes = (await dossier.file(patient, ['EpisodeOfCare'])).filter(
    (one): one is EpisodeOfCare => one.resourceType === 'EpisodeOfCare',
  );
  const present = episodes.find(({ status }) => open.includes(status)) ?? episodes.at(-1);
  return present?.managingOrganization?.reference ?? dossier.caller.region;
}

/** Another region's coordinator, asked for something, sees the file and decides nothing about it. */
export async function needRunning(context: Context, patient: string): Promise<void> {
  const region = await regionFor(context, patient);
  if (region === context.dossier.caller.organization) return;
  throw new FhirFailure('forbidden', `This is decided by the region that runs the trajectory, ${region}.`);
}
