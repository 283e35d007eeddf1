// Patient/$everything: the child's whole file as the caller may see it. https://hl7.org/fhir/R4/patient-operation-everything.html
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';

export async function everything(context: Context, patientId: string): Promise<Answer> {
  const resources = await context.dossier.file(patientId);
  return {
    status: 200,
    resource: {
      resourceType: 'Bundle',
      type: 'searchset',
      total: resources.length,
      link: [{ relation: 'self', url: `${context.base}/Patient/${patientId}/$everything` }],
      entry: resources.map((resource) => ({
        fullUrl: `${context.base}/${resource.resourceType}/${resource.id}`,
        resource,
        search: { mode: 'match' },
      })),
    },
  };
}
