// search in a compartment, which is a child's file: https://hl7.org/fhir/R4/http.html#vsearch
import type { ResourceType } from '@medplum/fhirtypes';
import { compartmentTypes, otherCompartments } from '../fhir/compartment.ts';
import { FhirFailure } from '../fhir/failure.ts';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';
import { readSearch, type SearchInput, searchBundle } from './search-bundle.ts';

/** What is searched of which compartment; `*` for every type. */
export interface CompartmentPlace {
  readonly compartment: ResourceType;
  readonly id: string;
  readonly of: ResourceType | '*';
}

export async function searchCompartment(
  context: Context,
  { compartment, id, of }: CompartmentPlace,
  { parameters, handling }: SearchInput,
): Promise<Answer> {
  if (compartment !== 'Patient') throw notServed(compartment, id, of);
  if (of !== '*') {
    checkType(of, id);
    const query = await readSearch(context, of, { parameters, handling });
    return searchBundle(context, query, `/Patient/${id}/${of}`, id);
  }
  const asked = [...parameters];
  // The trail is no part of the file: it is read by asking for it.
  const all = compartmentTypes.filter((type) => type !== 'AuditEvent').join(',');
  if (!asked.some(([name]) => name === '_type')) asked.push(['_type', all]);
  const query = await readSearch(context, 'Resource', { parameters: asked, handling });
  for (const type of query.types ?? []) checkType(type, id);
  return searchBundle(context, query, `/Patient/${id}/*`, id);
}

function checkType(type: ResourceType, id: string): void {
  if (compartmentTypes.some((one) => one === type)) return;
  const instead: Partial<Record<ResourceType, string>> = {
    Task: `search Task?patient=Patient/${id}`,
    Group: `search Group?member=Patient/${id}`,
  };
  throw new FhirFailure('not-supported', [
    {
      text: `${type} is not searched in a Patient's compartment; ${instead[type] ?? `its types are ${compartmentTypes.join(', ')}`}.`,
      parameter: type,
    },
  ]);
}

function notServed(compartment: ResourceType, id: string, of: string): FhirFailure {
  const what = otherCompartments.has(compartment)
    ? `The compartment of ${compartment} is not served; search ${of === '*' ? 'a type' : of} by the parameters that refer to ${compartment}/${id}.`
    : `${compartment} has no compartment; Patient has: Patient/<id>/${of}.`;
  return new FhirFailure('not-found', what);
}
