// A history of any reach as a Bundle. https://hl7.org/fhir/R4/http.html#history
import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import { parseHistory } from '../fhir/history-query.ts';
import type { HistoryEntry, HistoryPlace } from '../store/dossier.ts';
import { type Answer, etagOf } from './answer.ts';
import type { Context } from './context.ts';
import { linksOf } from './links.ts';

/** Parameters as they stand in the URL. */
export type HistoryInput = Iterable<readonly [string, string]>;

export async function historyBundle(
  context: Context,
  place: HistoryPlace,
  parameters: HistoryInput,
): Promise<Answer> {
  const query = parseHistory(parameters);
  const page = await context.dossier.history(place, query);
  const path = [context.base, place.type, place.id, '_history']
    .filter((part) => part !== undefined)
    .join('/');
  const asked = query.written.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  const entry = page.entries.map((version) => entryOf(context, version));
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'history',
    total: page.total,
    link: linksOf(path, asked, query.page, page),
    entry: entry.length > 0 ? entry : undefined,
  };
  return { status: 200, resource: bundle };
}

function entryOf({ base }: Context, version: HistoryEntry): BundleEntry {
  const { type, id, versionId, lastUpdated, method, resource } = version;
  return {
    fullUrl: `${base}/${type}/${id}`,
    resource,
    request: { method, url: method === 'POST' ? type : `${type}/${id}` },
    response: { status: statusOf(version), etag: etagOf(versionId), lastModified: lastUpdated },
  };
}

function statusOf({ method, versionId }: HistoryEntry): string {
  if (method === 'DELETE') return '204 No Content';
  return versionId === '1' ? '201 Created' : '200 OK';
}
