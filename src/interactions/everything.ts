// Patient/$everything: the child's whole file as the caller may see it. https://hl7.org/fhir/R4/patient-operation-everything.html

import { FhirFailure } from '../fhir/failure.ts';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';
import type { OperationCall, OperationSpec } from './operation.ts';

export const everythingOperation: OperationSpec = {
  name: 'everything',
  definition: 'http://hl7.org/fhir/OperationDefinition/Patient-everything',
  levels: ['instance'],
  types: ['Patient'],
  affectsState: false,
  serve: everything,
};

async function everything(context: Context, { id = '', query }: OperationCall): Promise<Answer> {
  const [unknown] = query;
  if (unknown)
    throw new FhirFailure('bad-parameter', `The parameter "${unknown[0].slice(0, 64)}" is not known here.`);
  const resources = await context.dossier.file(id);
  return {
    status: 200,
    resource: {
      resourceType: 'Bundle',
      type: 'searchset',
      total: resources.length,
      link: [{ relation: 'self', url: `${context.base}/Patient/${id}/$everything` }],
      entry: resources.map((resource) => ({
        fullUrl: `${context.base}/${resource.resourceType}/${resource.id}`,
        resource,
        search: { mode: 'match' },
      })),
    },
  };
}
