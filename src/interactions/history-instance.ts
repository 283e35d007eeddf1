// history of one resource: https://hl7.org/fhir/R4/http.html#history
import type { BundleEntry, ResourceType } from '@medplum/fhirtypes';
import { type Answer, etagOf } from './answer.ts';
import type { Context } from './context.ts';

const statuses = { POST: '201 Created', PUT: '200 OK', DELETE: '204 No Content' } as const;

export async function historyInstance(context: Context, type: ResourceType, id: string): Promise<Answer> {
  const versions = await context.dossier.history(type, id);
  const entry = versions.map(
    ({ versionId, lastUpdated, method, resource }): BundleEntry => ({
      fullUrl: `${context.base}/${type}/${id}`,
      resource,
      request: { method, url: method === 'POST' ? type : `${type}/${id}` },
      response: { status: statuses[method], etag: etagOf(versionId), lastModified: lastUpdated },
    }),
  );
  return {
    status: 200,
    resource: {
      resourceType: 'Bundle',
      type: 'history',
      total: entry.length,
      link: [{ relation: 'self', url: `${context.base}/${type}/${id}/_history` }],
      entry,
    },
  };
}
