// Attempts that came to nothing, in the trail of the child they were about, where the server can tell whose that is.
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import * as z from 'zod';
import { findReferences, parseLocal } from '../../fhir/reference.ts';
import { isServedType } from '../../fhir/types.ts';
import type { Attempt, Write } from '../../store/dossier.ts';
import { type DossierStore, patientPartition } from '../../store/dossier-store.ts';
import { childOf } from '../judge.ts';
import type { AuditAction } from './audit.ts';
import { isAuditable, parseAuditId, type Trail } from './trail.ts';

export interface RefusalParts {
  readonly trail: Pick<Trail, 'noteRefusal'>;
  readonly store: DossierStore;
}

/** What somebody aimed at. */
interface Aim {
  readonly action: AuditAction;
  /** As the trail tells it. */
  readonly reference: string;
  readonly place?: { readonly type: ResourceType; readonly id: string };
  readonly patients: readonly string[];
  readonly resource?: Resource;
}

/** Of a huge transaction so many writes are told, and of a search for very many children so many. */
const mostAims = 50;

/** What was refused may be anything, not only what a resource can be. */
const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z0-9\-.]{1,64}$/.test(value);
const identifierSchema = z.object({ system: z.string().max(300), value: z.string().max(300) });
const tokensIn = ({ identifier }: { readonly identifier?: unknown }): string[] =>
  (Array.isArray(identifier) ? identifier.slice(0, mostAims) : []).flatMap((one: unknown) => {
    const { data } = identifierSchema.safeParse(one);
    return data && `${data.system}|${data.value}`.isWellFormed() ? `${data.system}|${data.value}` : [];
  });

export async function noteRefusedWrites(
  parts: RefusalParts,
  writes: readonly Write[],
  kind: string,
): Promise<void> {
  await noteAims(parts, writes.slice(0, mostAims).map(aimOf), kind);
}

export async function noteRefusedAttempt(
  parts: RefusalParts,
  { method, path, query = [] }: Attempt,
  kind: string,
): Promise<void> {
  const segments = path.replace(/^\/(fhir|ivh)\//, '').split('/');
  const [type = '', id] = segments;
  const isPlace = isServedType(type) && isId(id);
  const patients = query
    .filter(([name]) => /^(patient|subject)(:Patient)?$/.test(name))
    .flatMap(([, value]) => value.split(','))
    .map((text) => text.replace(/^Patient\//, ''));
  const aim: Aim = {
    action: actions[method] ?? (id === undefined ? 'E' : 'R'),
    reference: segments.join('/').slice(0, longest),
    place: isPlace ? { type, id } : undefined,
    patients,
  };
  await noteAims(parts, [aim], kind);
}

const longest = 200;
const actions: Readonly<Record<string, AuditAction>> = { POST: 'C', PUT: 'U', PATCH: 'U', DELETE: 'D' };

function aimOf(write: Write): Aim {
  const resource = 'resource' in write ? write.resource : undefined;
  const type = 'type' in write ? write.type : write.resource.resourceType;
  const named: unknown = write.method === 'create' ? undefined : 'type' in write ? write.id : resource?.id;
  const id = isId(named) ? named : undefined;
  const patients = resource
    ? findReferences(resource)
        .map(({ text }) => parseLocal(text))
        .flatMap((local) => (local?.type === 'Patient' ? local.id : []))
    : [];
  return {
    action: write.method === 'create' ? 'C' : write.method === 'delete' ? 'D' : 'U',
    reference: id === undefined ? type : `${type}/${id}`,
    place: id === undefined ? undefined : { type, id },
    patients,
    resource,
  };
}

async function noteAims({ trail, store }: RefusalParts, aims: readonly Aim[], kind: string): Promise<void> {
  for (const aim of aims) {
    const children = await childrenOf(store, aim);
    for (const child of children.size > 0 ? children : [undefined])
      trail.noteRefusal(child, aim.action, aim.reference, kind);
  }
}

/** The children whose file the attempt would have touched; what is not there is nobody's. */
async function childrenOf(store: DossierStore, { place, patients, resource }: Aim): Promise<Set<string>> {
  const children = new Set<string>();
  const entry = place?.type === 'AuditEvent' ? parseAuditId(place.id) : undefined;
  if (place && place.type !== 'AuditEvent') {
    const [record] = await store.load([place]);
    const child = record && childOf(record);
    if (child !== undefined) children.add(child);
  }
  const tokens = resource?.resourceType === 'Patient' ? tokensIn(resource) : [];
  for (const { id } of await store.byIdentifiers('Patient', tokens)) children.add(id);
  const named = [...new Set(entry ? [entry.trail] : patients)]
    .filter((id) => isId(id) && isAuditable(id) && !children.has(id))
    .slice(0, mostAims);
  const heads = await store.heads(named.map(patientPartition));
  for (const id of named) if ((heads.get(patientPartition(id))?.rowVersion ?? 0) > 0) children.add(id);
  return children;
}
