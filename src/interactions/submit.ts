// The one way to write: validate every resource (all issues at once), then one commit.
import { FhirFailure, type Issue } from '../fhir/failure.ts';
import type { Operation, Write, Written } from '../store/dossier.ts';
import type { Context } from './context.ts';

/** Validates and commits; throws `invalid` naming every element at fault (prefixed by the entry when there are several). */
export async function submit(
  context: Context,
  writes: readonly Write[],
  operation?: Operation,
): Promise<Written[]> {
  const issues = writes.flatMap((write, index) =>
    write.method === 'delete' ? [] : prefixed(context.validate(write.resource).errors, index, writes.length),
  );
  if (issues.length > 0) throw new FhirFailure('invalid', issues);
  return context.dossier.write(writes, operation);
}

function prefixed(issues: readonly Issue[], index: number, count: number): Issue[] {
  if (count === 1) return [...issues];
  return issues.map((issue) => ({
    ...issue,
    expression: `Bundle.entry[${index}].resource${issue.expression ? `.${issue.expression}` : ''}`,
  }));
}
