// The one way to write: validate every resource (all issues at once), then one commit.
import type { Resource } from '@medplum/fhirtypes';
import { withinEntry } from '../fhir/expression.ts';
import { FhirFailure, type Issue } from '../fhir/failure.ts';
import { storedBundleIssues } from '../fhir/stored-bundle.ts';
import type { Operation, Write, Written } from '../store/dossier.ts';
import type { Context } from './context.ts';

/** Validates and commits; throws `invalid` naming every element at fault (below its entry, in a transaction). */
export async function submit(
  context: Context,
  writes: readonly Write[],
  operation?: Operation,
): Promise<Written[]> {
  const issues = await misfits(context, writes);
  if (issues.length > 0) return refuse(context, writes, issues);
  return commit(context, writes, operation);
}

/** Throws `invalid`; who tried what stays in the trail. */
export async function refuse(
  { dossier }: Context,
  writes: readonly Write[],
  issues: readonly Issue[],
): Promise<never> {
  const problem = new FhirFailure('invalid', issues);
  await dossier.refuseWrites(writes, problem);
  throw problem;
}

/** The commit of writes in which `misfits` found nothing. */
export async function commit(
  context: Context,
  writes: readonly Write[],
  operation?: Operation,
): Promise<Written[]> {
  return context.dossier.write(
    writes.map((write) => validated(context, write)),
    operation,
  );
}

/** All that is wrong with the resources sent. */
export async function misfits(context: Context, writes: readonly Write[]): Promise<Issue[]> {
  const issues: Issue[] = [];
  for (const write of writes) {
    if (!('resource' in write)) continue;
    const found = await faultsOf(context, write.resource);
    issues.push(...found.map((issue) => ({ ...issue, expression: withinEntry(write.at, issue.expression) })));
  }
  return issues;
}

/** What keeps a resource from being stored, however it came about. */
async function faultsOf(context: Context, resource: Resource): Promise<Issue[]> {
  const { errors } = await context.validate(resource, { stored: true });
  return [...errors, ...(resource.resourceType === 'Bundle' ? storedBundleIssues(resource) : [])];
}

/** What a patch makes can be looked at only where it is made, within the commit's plan. */
function validated(context: Context, write: Write): Write {
  if (write.method !== 'patch') return write;
  const { at, change } = write;
  return {
    ...write,
    change: async (current) => {
      const { resourceType, id } = current;
      const next = await change(current);
      refuseOther({ resourceType, id }, next, at);
      const faults = await faultsOf(context, next);
      if (faults.length === 0) return next;
      throw new FhirFailure(
        'invalid',
        faults.map((issue) => ({
          ...issue,
          text: `After the change: ${issue.text}`,
          expression: at ?? issue.expression,
        })),
      );
    },
  };
}

function refuseOther(
  current: Pick<Resource, 'resourceType' | 'id'>,
  next: Resource,
  at: string | undefined,
): void {
  for (const element of ['resourceType', 'id'] as const) {
    if (next[element] === current[element]) continue;
    throw new FhirFailure('invalid', [
      {
        text: `The ${element} stays ${current[element]}; a patch does not change it.`,
        expression: at ?? `${current.resourceType}.${element}`,
      },
    ]);
  }
}
