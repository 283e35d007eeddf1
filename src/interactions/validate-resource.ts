// $validate: whether a resource is right, and whether storing or deleting it would be taken. https://hl7.org/fhir/R4/resource-operation-validate.html
import type { OperationOutcome, Resource, ResourceType } from '@medplum/fhirtypes';
import { catalogue, FhirFailure, type Issue } from '../fhir/failure.ts';
import { outcomeOf } from '../fhir/outcome.ts';
import { type Given, missing } from '../fhir/parameters.ts';
import { storedBundleIssues } from '../fhir/stored-bundle.ts';
import { subsetted } from '../fhir/subsetted.ts';
import { isServedType } from '../fhir/types.ts';
import type { Write } from '../store/dossier.ts';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';
import type { OperationCall, OperationSpec } from './operation.ts';
import { inputOf } from './operation-input.ts';

const table = { resource: 'Resource', mode: 'code', profile: 'uri' } as const;

const modes = ['create', 'update', 'delete', 'profile'] as const;
type Mode = (typeof modes)[number];

export const validateOperation: OperationSpec = {
  name: 'validate',
  definition: 'http://hl7.org/fhir/OperationDefinition/Resource-validate',
  levels: ['system', 'type', 'instance'],
  types: 'all',
  affectsState: false,
  documentation: `Takes resource, mode (${modes.join(', ')}) and profile; stores nothing.`,
  serve: validate,
};

async function validate(context: Context, call: OperationCall): Promise<Answer> {
  const asked = await inputOf(context, call, table, { bare: 'resource' });
  const mode = modeOf(asked);
  if (call.versionId !== undefined)
    throw new FhirFailure('not-found', 'Validate the resource itself, not one of its versions.');
  const issues =
    mode === 'delete' ? await ofDelete(context, call, asked) : await ofContent(context, call, asked, mode);
  return { status: 200, resource: verdict(issues) };
}

function modeOf({ mode, profile }: Given<typeof table>): Mode | undefined {
  const found = modes.find((one) => one === mode);
  if (mode !== undefined && !found)
    throw new FhirFailure('bad-parameter', [
      { text: `The mode is one of ${modes.join(', ')}.`, parameter: 'mode' },
    ]);
  if (found === 'profile' && profile === undefined)
    throw missing('profile', 'mode=profile holds against one');
  return found;
}

async function ofContent(
  context: Context,
  call: OperationCall,
  { resource, profile }: Given<typeof table>,
  mode: Mode | undefined,
): Promise<Issue[]> {
  const sent = resource === undefined ? await stored(context, call) : resource;
  const { errors, warnings } = await context.validate(sent, {
    profiles: profile === undefined ? [] : [profile],
    stored: mode === 'create' || mode === 'update',
  });
  const found = [...errors, ...misplaced(sent, call, mode), ...warnings.map(asWarning), ...asSeen(sent)];
  if (mode === undefined || mode === 'profile' || found.some(isError) || !isResource(sent)) return found;
  return [...found, ...(await refusals(context, writeOf(sent, call, mode)))];
}

async function stored(context: Context, { type, id }: OperationCall): Promise<Resource> {
  if (type !== undefined && id !== undefined) return context.dossier.read(type, id);
  throw missing('resource', 'it is what to validate; only Type/<id>/$validate can do without');
}

/** The same rules that a create or update holds the URL and the id to. */
function misplaced(resource: unknown, { type, id }: OperationCall, mode: Mode | undefined): Issue[] {
  if (!isResource(resource)) return [];
  if (type !== undefined && resource.resourceType !== type)
    return [
      {
        text: `The resource is a ${resource.resourceType}, the URL says ${type}.`,
        expression: 'resourceType',
      },
    ];
  const at = `${resource.resourceType}.id`;
  if (mode === 'create' && id !== undefined)
    return [
      { text: `${type}/${id} names a resource that is there; a create goes to ${type}.`, expression: at },
    ];
  if (mode === 'create' && resource.id !== undefined)
    return [
      {
        text: 'A create gives an id of its own; the one sent is not kept. Leave it out, or update to choose it.',
        expression: at,
        severity: 'information',
        code: 'informational',
      },
    ];
  if (id !== undefined && resource.id !== id && (mode === 'update' || resource.id !== undefined))
    return [{ text: `The id must be the one in the URL, ${id}.`, expression: at }];
  if (mode === 'update' && resource.id === undefined)
    return [{ text: 'An update needs the id of the resource.', expression: at, code: 'required' }];
  return [];
}

const writeOf = (resource: Resource, { id }: OperationCall, mode: 'create' | 'update' | 'delete'): Write =>
  mode === 'create'
    ? { method: 'create', resource }
    : { method: 'update', resource: { ...resource, id: resource.id ?? id } };

async function ofDelete(
  context: Context,
  { type, id }: OperationCall,
  { resource, profile }: Given<typeof table>,
): Promise<Issue[]> {
  if (type === undefined || id === undefined)
    throw new FhirFailure('bad-parameter', [
      { text: 'mode=delete is asked of Type/<id>/$validate.', parameter: 'mode' },
    ]);
  if (resource !== undefined || profile !== undefined)
    throw new FhirFailure('bad-parameter', 'mode=delete takes neither resource nor profile.');
  return refusals(context, { method: 'delete', type, id });
}

/** What the store would say to this write; it is planned and dropped. */
async function refusals(context: Context, write: Write): Promise<Issue[]> {
  try {
    const misfits =
      'resource' in write && write.resource.resourceType === 'Bundle'
        ? storedBundleIssues(write.resource)
        : [];
    if (misfits.length > 0) return misfits;
    await context.dossier.rehearse([write]);
    return [];
  } catch (problem) {
    if (!(problem instanceof FhirFailure)) throw problem;
    const { issue } = catalogue[problem.kind];
    return problem.issues.map((one) => ({ ...one, code: one.code ?? issue }));
  }
}

const asWarning = (issue: Issue): Issue => ({ ...issue, severity: 'warning' });

const isError = ({ severity = 'error' }: Issue): boolean => severity === 'error';

/** What the caller sees but in part can seem wrong for want of the rest. */
function asSeen(resource: unknown): Issue[] {
  if (!isResource(resource) || !resource.meta?.tag?.some(({ code }) => code === subsetted.code)) return [];
  const text = 'The resource is tagged SUBSETTED: it was validated without the elements left out.';
  return [{ text, expression: `${resource.resourceType}.meta.tag`, severity: 'warning', code: 'incomplete' }];
}

const isResource = (value: unknown): value is Resource & { resourceType: ResourceType } =>
  typeof value === 'object' &&
  value !== null &&
  'resourceType' in value &&
  typeof value.resourceType === 'string' &&
  isServedType(value.resourceType);

function verdict(issues: readonly Issue[]): OperationOutcome {
  const right: Issue = { text: 'Nothing is wrong.', severity: 'information', code: 'informational' };
  return outcomeOf(new FhirFailure('invalid', issues.some(isError) ? issues : [right, ...issues]));
}
