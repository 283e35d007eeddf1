// The one way to write: validate every resource (all issues at once), then one commit.
import { within } from '../fhir/expression.ts';
import { FhirFailure, type Issue } from '../fhir/failure.ts';
import type { Operation, Write, Written } from '../store/dossier.ts';
import type { Context } from './context.ts';

/** Validates and commits; throws `invalid` naming every element at fault (below its entry, in a transaction). */
export async function submit(
  context: Context,
  writes: readonly Write[],
  operation?: Operation,
): Promise<Written[]> {
  const issues: Issue[] = [];
  for (const write of writes) {
    if (write.method === 'delete') continue;
    const { errors } = await context.validate(write.resource);
    issues.push(...errors.map((issue) => ({ ...issue, expression: within(write.at, issue.expression) })));
  }
  if (issues.length > 0) throw new FhirFailure('invalid', issues);
  return context.dossier.write(writes, operation);
}
