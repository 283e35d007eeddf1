// patch: https://hl7.org/fhir/R4/http.html#patch
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { FhirFailure } from '../fhir/failure.ts';
import type { Target } from '../store/dossier.ts';
import type { Answer, Return } from './answer.ts';
import type { Context } from './context.ts';
import { firstAnswer } from './create.ts';
import { submit } from './submit.ts';

/** A patch as sent: a list of JSON Patch operations, or the Parameters of a FHIRPath Patch. */
export interface Patch {
  readonly kind: 'json' | 'fhirpath';
  readonly document: unknown;
}

export type PatchInput = Target & {
  readonly type: ResourceType;
  readonly patch: Patch;
  /** versionId of If-Match. */
  readonly ifMatch?: string;
  readonly wanted: Return;
};

export async function patch(context: Context, { patch, wanted, ...input }: PatchInput): Promise<Answer> {
  const change = await changeOf(context, patch);
  return firstAnswer(context, await submit(context, [{ method: 'patch', ...input, change }]), wanted);
}

/** Reads the patch, so that what is wrong with it is said before anything is looked up. */
export async function changeOf(
  context: Context,
  { kind, document }: Patch,
): Promise<(current: Resource) => Promise<Resource>> {
  const { pruned } = await import('../fhir/patch/pruned.ts');
  if (kind === 'json') {
    const [{ parseJsonPatch }, { applyJsonPatch }] = await Promise.all([
      import('../fhir/patch/json-operations.ts'),
      import('../fhir/patch/json-patch.ts'),
    ]);
    const operations = parseJsonPatch(document);
    return async (current) => {
      applyJsonPatch(current, operations);
      return pruned(bounded(current));
    };
  }
  const [{ parsePathPatch }, { applyPathPatch }, elements] = await Promise.all([
    import('../fhir/patch/path-operations.ts'),
    import('../fhir/patch/path-patch.ts'),
    context.elements(),
  ]);
  const operations = parsePathPatch(document);
  return async (current) => {
    applyPathPatch(current, operations, elements);
    return pruned(bounded(current));
  };
}

const deepest = 128;

/** Operations can nest what they add in what was added before; what follows walks the whole of it. */
function bounded(resource: Resource): Resource {
  let level: unknown[] = [resource];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest)
      throw new FhirFailure('invalid', `The patch nests elements deeper than ${deepest} levels.`);
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
  return resource;
}
