// Purpose-bound views: what a caller with a view does not get of a resource. https://hl7.org/fhir/R4/v3/ObservationValue/cs.html (SUBSETTED)
import type { Resource } from '@medplum/fhirtypes';
import { subsetted } from '../fhir/subsetted.ts';

/** Per view and type, the paths of the elements left out. */
const leftOut = {
  /** The plan, its advice and how far they are, without diagnoses, reasons and notes. */
  'plan-for-municipality': {
    CarePlan: [
      'addresses',
      'supportingInfo',
      'note',
      'text',
      'contained',
      'description',
      'activity.progress',
      'activity.outcomeCodeableConcept',
      'activity.outcomeReference',
      'activity.detail.reasonCode',
      'activity.detail.reasonReference',
      'activity.detail.description',
    ],
    ServiceRequest: [
      'reasonCode',
      'reasonReference',
      'supportingInfo',
      'note',
      'text',
      'contained',
      'patientInstruction',
    ],
    Task: ['note', 'input', 'output', 'text', 'contained', 'reasonCode', 'reasonReference', 'description'],
  },
} as const satisfies Record<string, Partial<Record<Resource['resourceType'], readonly string[]>>>;

export type ViewName = keyof typeof leftOut;

/** The resource as the view shows it, marked SUBSETTED; a type the view does not name is not shown at all. */
export function project(resource: Resource, view: ViewName): Resource | undefined {
  const table: Partial<Record<string, readonly string[]>> = leftOut[view];
  const names = table[resource.resourceType];
  if (!names) return undefined;
  const shown = without(resource, names) as Resource;
  return { ...shown, meta: { ...resource.meta, tag: [...(resource.meta?.tag ?? []), subsetted] } };
}

function without(value: unknown, paths: readonly string[]): unknown {
  if (paths.length === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => without(item, paths));
  const kept = Object.entries(value).flatMap(([key, child]): [string, unknown][] => {
    const name = key.replace(/^_/, '');
    if (paths.includes(name)) return [];
    const below = paths.filter((path) => path.startsWith(`${name}.`));
    return [
      [
        key,
        without(
          child,
          below.map((path) => path.slice(name.length + 1)),
        ),
      ],
    ];
  });
  return Object.fromEntries(kept);
}
