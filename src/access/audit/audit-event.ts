// An entry of the trail as AuditEvent: the fields of NEN 7513 in the shapes of IHE BALP. https://profiles.ihe.net/ITI/BALP
import type { AuditEvent, AuditEventAgent, AuditEventEntity, CodeableConcept } from '@medplum/fhirtypes';
import { parseLocal } from '../../fhir/reference.ts';
import { type AuditAction, type AuditEntry, chiefAction } from './audit.ts';

const dicom = 'http://dicom.nema.org/resources/ontology/DCM';
const restful = 'http://hl7.org/fhir/restful-interaction';
const objectRole = 'http://terminology.hl7.org/CodeSystem/object-role';
const entityType = 'http://terminology.hl7.org/CodeSystem/audit-entity-type';
const participation = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType';
const reason = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
const balp = 'https://profiles.ihe.net/ITI/BALP';

const source = { system: dicom, code: '110153', display: 'Source Role ID' };
const destination = { system: dicom, code: '110152', display: 'Destination Role ID' };
const application = { system: dicom, code: '110150', display: 'Application' };
const custodian = {
  system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type',
  code: 'custodian',
  display: 'Custodian',
};
const recipient = { system: participation, code: 'IRCP', display: 'information recipient' };
const author = { system: participation, code: 'AUT', display: 'author (originator)' };
const systemObject = { system: entityType, code: '2', display: 'System Object' };

/** By action: BALP's profile, the interaction, and what the client, the server and the person are to it. */
const shapes = {
  C: { profile: 'Create', subtype: 'create', client: source, server: destination, user: author },
  R: { profile: 'Read', subtype: 'read', client: destination, server: source, user: recipient },
  U: { profile: 'Update', subtype: 'update', client: source, server: destination, user: author },
  D: { profile: 'Delete', subtype: 'delete', client: application, server: custodian, user: author },
  E: { profile: 'Query', subtype: 'search', client: source, server: destination, user: recipient },
} as const satisfies Record<AuditAction, unknown>;

const exported = {
  profile: 'PrivacyDisclosure.Source',
  client: destination,
  server: source,
  user: recipient,
} as const;

const isExport = ({ op }: AuditEntry): boolean => op === 'export';

/** The entry as a FHIR AuditEvent; `patient` undefined for accesses outside any file, `host` is where we are reached. */
export function toAuditEvent(
  id: string,
  patient: string | undefined,
  entry: AuditEntry,
  host: string,
): AuditEvent {
  const disclosure = patient !== undefined && isExport(entry);
  const action = disclosure ? 'R' : chiefAction(entry);
  const purpose = purposeOf(entry);
  const profile = profileOf(patient, entry);
  const lifecycle = 'http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle';
  return {
    resourceType: 'AuditEvent',
    id,
    meta: { versionId: '1', lastUpdated: entry.t, profile: profile ? [profile] : undefined },
    type: disclosure
      ? { system: dicom, code: '110106', display: 'Export' }
      : {
          system: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
          code: 'rest',
          display: 'RESTful Operation',
        },
    subtype: disclosure
      ? [{ system: lifecycle, code: 'disclose', display: 'Disclose Record Lifecycle Event' }]
      : [{ system: restful, code: shapes[action].subtype }],
    action,
    recorded: entry.t,
    outcome: entry.s,
    outcomeDesc: entry.d?.join(', '),
    purposeOfEvent: purpose,
    agent: agents(entry, disclosure ? exported : shapes[action], host),
    source: {
      site: entry.r,
      observer: { display: observer },
      type: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/security-source-type',
          code: '4',
          display: 'Application Server',
        },
      ],
    },
    entity: entities(patient, entry),
  };
}

const observer = 'Vroegdossier';

const purposeOf = ({ w }: AuditEntry): CodeableConcept[] | undefined =>
  w === undefined ? undefined : [{ coding: [{ system: reason, code: w }] }];

/** BALP describes what succeeded; refusals have the same fields and claim no profile. */
function profileOf(patient: string | undefined, entry: AuditEntry): string | undefined {
  const { profile } = patient !== undefined && isExport(entry) ? exported : shapes[chiefAction(entry)];
  const isWhole = entry.ip !== undefined && entry.e.some(([, reference]) => reference !== '');
  if (entry.s !== '0' || !(isWhole || entry.q)) return undefined;
  const of = patient === undefined || profile.startsWith('Privacy') ? '' : 'Patient';
  return `${balp}/StructureDefinition/IHE.BasicAudit.${of}${profile}`;
}

type Shape = Pick<(typeof shapes)[AuditAction], 'client' | 'server' | 'user'> | typeof exported;

/** The client's system, the person it acts for, the organisation that answers for both, and we. */
function agents(entry: AuditEntry, shape: Shape, host: string): AuditEventAgent[] {
  const person = entry.u ?? entry.p;
  const purposeOfUse = purposeOf(entry);
  const policy = [...(entry.b ?? []), ...(entry.j ? [tokenUri(entry.j)] : [])];
  const who: AuditEventAgent = {
    role: [{ text: entry.k }],
    purposeOfUse,
    policy: policy.length > 0 ? policy : undefined,
    requestor: true,
  };
  const client: AuditEventAgent = {
    ...(person ? { requestor: false } : who),
    type: { coding: [shape.client] },
    who: { identifier: { value: entry.c }, display: entry.n },
    name: entry.n,
    network: entry.ip ? { address: entry.ip, type: '2' } : undefined,
  };
  const user: AuditEventAgent = {
    ...who,
    type: { coding: [shape.user] },
    who: { reference: entry.p, identifier: entry.u ? { value: entry.u } : undefined },
  };
  const responsible: AuditEventAgent = {
    type: { text: 'responsible organisation' },
    who: { reference: entry.o },
    requestor: false,
  };
  const server: AuditEventAgent = {
    type: { coding: [shape.server] },
    who: { display: observer },
    requestor: false,
    network: { address: host, type: '5' },
  };
  return [client, ...(person ? [user] : []), ...(entry.o ? [responsible] : []), server];
}

const tokenUri = (jti: string): string =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(jti)
    ? `urn:uuid:${jti}`
    : `urn:jti:${encodeURIComponent(jti)}`;

/**
 * BALP knows one object or one query of an event; what else one request touched in the file is told by its type, so
 * that it is no second one of those.
 */
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
  const { q: queries = [] } = entry;
  const data = entry.e
    .filter(([, reference]) => reference !== '')
    .map(([, reference], index): AuditEventEntity => {
      const [type = ''] = reference.split('/');
      const isChief = index === 0 && queries.length === 0;
      return {
        // An attempt may have named a type alone, or what we do not serve.
        what: parseLocal(reference) ? { reference } : { display: reference },
        type: isChief ? systemObject : { system: 'http://hl7.org/fhir/resource-types', code: type },
        role: { system: objectRole, code: '4', display: 'Domain Resource' },
      };
    });
  const asked = queries.map(
    (query, index): AuditEventEntity => ({
      type: index === 0 ? systemObject : { system: entityType, code: '4', display: 'Other' },
      role: { system: objectRole, code: '24', display: 'Query' },
      query: Buffer.from(query).toString('base64'),
    }),
  );
  return [...about, ...data, ...asked, ...transaction(entry)];
}

const transaction = ({ x, op, tr }: AuditEntry): AuditEventEntity[] => [
  {
    what: { identifier: { value: x } },
    type: { system: `${balp}/CodeSystem/BasicAuditEntityType`, code: 'XrequestId' },
    detail: detailOf({ operation: op, 'trace-id': tr }),
  },
];

function detailOf(facts: Readonly<Record<string, string | undefined>>): AuditEventEntity['detail'] {
  const detail = Object.entries(facts).flatMap(([type, valueString]) =>
    valueString === undefined ? [] : [{ type, valueString }],
  );
  return detail.length > 0 ? detail : undefined;
}
