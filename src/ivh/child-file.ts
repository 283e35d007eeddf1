// Reading a child's file: resources of one type, typed, and the ones the concepts start from.
import type { EpisodeOfCare, Resource, ResourceType, Task } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import type { Context } from '../interactions/context.ts';
import { kindOf } from './kinds.ts';
import { idIn, referenceOf } from './references.ts';
import { openEpisode } from './states.ts';

const isOfType = <T extends ResourceType>(
  resource: Resource,
  type: T,
): resource is Extract<Resource, { resourceType: T }> => resource.resourceType === type;

export const ofType = <T extends ResourceType>(
  resources: readonly Resource[],
  type: T,
): Extract<Resource, { resourceType: T }>[] => resources.filter((resource) => isOfType(resource, type));

/** Reads one resource; what is there but is no such concept answers as absent. */
export async function readAs<T extends ResourceType>(
  context: Context,
  type: T,
  id: string,
  isIt: (resource: Resource) => boolean = () => true,
): Promise<Extract<Resource, { resourceType: T }>> {
  const resource = await context.dossier.read(type, id);
  if (isOfType(resource, type) && isIt(resource)) return resource;
  throw new FhirFailure('not-found', `no such ${type}: ${id}`);
}

/** The child whose resource this is; a resource of no child answers as absent. */
export function childOf(resource: Resource): string {
  const holder =
    'subject' in resource
      ? resource.subject
      : 'patient' in resource
        ? resource.patient
        : 'for' in resource
          ? resource.for
          : undefined;
  const child = holder !== undefined && 'reference' in holder ? idIn('Patient', holder) : undefined;
  if (child !== undefined) return child;
  throw new FhirFailure('not-found', `${referenceOf(resource)} is part of no child’s file`);
}

/** Resources of the file by their reference. */
export const byReference = (resources: readonly Resource[]): ReadonlyMap<string, Resource> =>
  new Map(resources.map((resource) => [referenceOf(resource), resource]));

/** The resources of one type behind references, in their order; what the caller may not see is not there. */
export const behind = <T extends ResourceType>(
  resources: readonly Resource[],
  type: T,
  references: readonly ({ reference?: string } | undefined)[] | undefined,
): Extract<Resource, { resourceType: T }>[] => {
  const known = byReference(resources);
  return ofType(
    (references ?? []).flatMap((each) => known.get(each?.reference ?? '') ?? []),
    type,
  );
};

export const openEpisodeIn = (file: readonly Resource[]): EpisodeOfCare | undefined =>
  ofType(file, 'EpisodeOfCare').find((each) => kindOf(each) === 'episode' && openEpisode.has(each.status));

/** The traject that meetings, teams and plans belong to. */
export function demandOpenEpisode(file: readonly Resource[]): EpisodeOfCare {
  const episode = openEpisodeIn(file);
  if (episode !== undefined) return episode;
  throw new FhirFailure('business-rule', [
    {
      text: 'the child has no open traject: refer the child first, or reopen the traject',
      expression: 'child',
    },
  ]);
}

export const tasksFor = (file: readonly Resource[], focus: string): Task[] =>
  ofType(file, 'Task').filter((task) => task.focus?.reference === focus);

/** The Task of the referral that started a traject. */
export const referralTaskOf = (file: readonly Resource[], episode: EpisodeOfCare): Task | undefined =>
  (episode.referralRequest ?? [])
    .flatMap((each) => tasksFor(file, each.reference ?? ''))
    .find((task) => kindOf(task) === 'referral-task');
