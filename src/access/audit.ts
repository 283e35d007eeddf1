// The audit trail: short entries per request and child, read back as AuditEvent (IHE BALP shapes, NEN 7513 fields).
import type { AuditEvent, AuditEventAgent, AuditEventEntity } from '@medplum/fhirtypes';
import type { Caller } from './caller.ts';

/** create, read, update, delete, query. */
export type AuditAction = 'C' | 'R' | 'U' | 'D' | 'E';

/** What one request did to one child's file (or, without a child, to the directory). */
export interface AuditEntry {
  /** When, an instant. */
  readonly t: string;
  /** Client, kind, organisation, region, professional. */
  readonly c: string;
  readonly k: string;
  readonly n: string;
  readonly o?: string;
  readonly r: string;
  readonly p?: string;
  /** Request id and the network address the request came from. */
  readonly x: string;
  readonly ip?: string;
  /** Action per resource: `[action, 'Task/1/_history/2']`. */
  readonly e: readonly (readonly [AuditAction, string])[];
  /** Search strings used. */
  readonly q?: readonly string[];
  /** Named concept operation. */
  readonly op?: string;
  /** FHIR outcome code: 0 success, 4 refused. */
  readonly s: '0' | '4';
}

/** About the request, for every entry it makes. */
export interface RequestInfo {
  readonly requestId: string;
  readonly sourceIp?: string;
}

export const describeCaller = (
  caller: Caller,
  request: RequestInfo,
): Pick<AuditEntry, 'c' | 'k' | 'n' | 'o' | 'r' | 'p' | 'x' | 'ip'> => ({
  c: caller.client,
  k: caller.kind,
  n: caller.name,
  o: caller.organization,
  r: caller.region,
  p: caller.practitioner,
  x: request.requestId,
  ip: request.sourceIp,
});

const dicom = 'http://dicom.nema.org/resources/ontology/DCM';
const eventType = 'http://terminology.hl7.org/CodeSystem/audit-event-type';
const restful = 'http://hl7.org/fhir/restful-interaction';
const objectRole = 'http://terminology.hl7.org/CodeSystem/object-role';
const entityType = 'http://terminology.hl7.org/CodeSystem/audit-entity-type';
const profiles: Readonly<Record<AuditAction, string>> = {
  C: 'PatientCreate',
  R: 'PatientRead',
  U: 'PatientUpdate',
  D: 'PatientDelete',
  E: 'PatientQuery',
};
const subtypes: Readonly<Record<AuditAction, string>> = {
  C: 'create',
  R: 'read',
  U: 'update',
  D: 'delete',
  E: 'search',
};

/** The gravest action names the event: a change outweighs a query, a query a read. */
function chiefAction(entry: AuditEntry): AuditAction {
  const actions = new Set(entry.e.map(([action]) => action));
  return (['D', 'U', 'C', 'E'] as const).find((action) => actions.has(action)) ?? 'R';
}

/** The entry as a FHIR AuditEvent; `patient` undefined for accesses outside any file. */
export function toAuditEvent(id: string, patient: string | undefined, entry: AuditEntry): AuditEvent {
  const action = chiefAction(entry);
  return {
    resourceType: 'AuditEvent',
    id,
    meta: {
      versionId: '1',
      lastUpdated: entry.t,
      profile: patient
        ? [`https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.${profiles[action]}`]
        : undefined,
    },
    type: { system: eventType, code: 'rest', display: 'RESTful Operation' },
    subtype: [{ system: restful, code: subtypes[action] }],
    action,
    recorded: entry.t,
    outcome: entry.s,
    agent: agents(entry),
    source: {
      site: entry.r,
      observer: { display: 'Vroegdossier' },
      type: [{ system: 'http://terminology.hl7.org/CodeSystem/security-source-type', code: '4' }],
    },
    entity: entities(patient, entry),
  };
}

function agents(entry: AuditEntry): AuditEventAgent[] {
  const client: AuditEventAgent = {
    type: { coding: [{ system: dicom, code: '110153', display: 'Source Role ID' }] },
    who: { identifier: { value: entry.c }, display: entry.n, reference: entry.p ?? entry.o },
    name: entry.n,
    role: [{ text: entry.k }],
    requestor: true,
    network: entry.ip ? { address: entry.ip, type: '2' } : undefined,
    purposeOfUse: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'TREAT' }] },
    ],
  };
  const server: AuditEventAgent = {
    type: { coding: [{ system: dicom, code: '110152', display: 'Destination Role ID' }] },
    who: { display: 'Vroegdossier' },
    requestor: false,
  };
  if (!entry.o || !entry.p) return [client, server];
  return [client, { who: { reference: entry.o }, requestor: false }, server];
}

function entities(patient: string | undefined, entry: AuditEntry): AuditEventEntity[] {
  const about: AuditEventEntity[] = patient
    ? [
        {
          what: { reference: `Patient/${patient}` },
          type: { system: entityType, code: '1', display: 'Person' },
          role: { system: objectRole, code: '1', display: 'Patient' },
        },
      ]
    : [];
  const data = entry.e
    .filter(([, reference]) => reference !== '')
    .map(
      ([, reference]): AuditEventEntity => ({
        what: { reference },
        type: { system: entityType, code: '2', display: 'System Object' },
        role: { system: objectRole, code: '4', display: 'Domain Resource' },
      }),
    );
  const queries = (entry.q ?? []).map(
    (query): AuditEventEntity => ({
      type: { system: entityType, code: '2', display: 'System Object' },
      role: { system: objectRole, code: '24', display: 'Query' },
      query: Buffer.from(query).toString('base64'),
    }),
  );
  const transaction: AuditEventEntity = {
    what: { identifier: { value: entry.x } },
    type: { system: 'https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType', code: 'XrequestId' },
    detail: entry.op ? [{ type: 'operation', valueString: entry.op }] : undefined,
  };
  return [...about, ...data, ...queries, transaction];
}
