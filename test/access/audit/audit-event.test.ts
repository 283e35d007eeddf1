import type { AuditEvent } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import type { AuditAction, AuditEntry } from '../../../src/access/audit/audit.ts';
import { toAuditEvent } from '../../../src/access/audit/audit-event.ts';
import { createValidator } from '../../../src/profiles/validate.ts';

const entry: AuditEntry = {
  t: '2026-03-01T10:00:00.000Z',
  c: 'coordinator',
  k: 'coordinator',
  n: 'IVH Heuvelrand',
  o: 'Organization/ivh-heuvelrand',
  r: 'Organization/ivh-heuvelrand',
  u: '9f3c',
  w: 'CAREMGT',
  j: '0b9e1c1e-6f0f-4a8f-9d57-6f6a2f6f1c11',
  x: 'request-1',
  tr: '0af7651916cd43dd8448eb211c80319c',
  ip: '192.0.2.1',
  e: [['R', 'Condition/1/_history/1']],
  b: ['urn:vroegdossier:rule:region-runs', 'Consent/12'],
  s: '0',
};
const host = 'https://dossier.example.org/fhir';
const eventOf = (more: Partial<AuditEntry> = {}, patient: string | undefined = 'alex'): AuditEvent =>
  toAuditEvent('alex.000000000001', patient, { ...entry, ...more }, host);
const profileOf = (event: AuditEvent): string | undefined =>
  event.meta?.profile?.[0]?.split('BasicAudit.')[1];
const typesOf = (event: AuditEvent): (string | undefined)[] =>
  event.agent.map(({ type }) => type?.coding?.[0]?.code ?? type?.text);
const ofType = (event: AuditEvent, code: string) =>
  (event.entity ?? []).filter(({ type }) => type?.code === code);

describe('an entry as AuditEvent', () => {
  const { validate } = createValidator();

  it.each<[AuditAction, string, readonly string[]]>([
    ['C', 'PatientCreate', ['110153', 'AUT', 'responsible organisation', '110152']],
    ['R', 'PatientRead', ['110152', 'IRCP', 'responsible organisation', '110153']],
    ['U', 'PatientUpdate', ['110153', 'AUT', 'responsible organisation', '110152']],
    ['D', 'PatientDelete', ['110150', 'AUT', 'responsible organisation', 'custodian']],
  ])('has BALP’s shape for %s', (action, profile, agents) => {
    const event = eventOf({ e: [[action, 'Condition/1/_history/1']] });
    expect([event.action, profileOf(event), typesOf(event)]).toEqual([action, profile, agents]);
    expect(validate(event).errors).toEqual([]);
  });

  it('has BALP’s shape for a search, what it showed told by type', () => {
    const event = eventOf({
      e: [
        ['E', 'Condition/1'],
        ['E', ''],
      ],
      q: ['Condition?code=x', 'Task?_id=1'],
    });
    expect([event.action, profileOf(event)]).toEqual(['E', 'PatientQuery']);
    const [query, ...more] = ofType(event, '2');
    expect([query?.query, more]).toEqual([Buffer.from('Condition?code=x').toString('base64'), []]);
    expect(ofType(event, 'Condition')).toHaveLength(1);
    expect(validate(event).errors).toEqual([]);
  });

  it('has one data object of BALP’s, however many were read', () => {
    const event = eventOf({
      e: [
        ['R', 'Condition/1/_history/1'],
        ['R', 'Task/2/_history/1'],
      ],
    });
    expect(ofType(event, '2').map(({ what }) => what?.reference)).toEqual(['Condition/1/_history/1']);
    expect(ofType(event, 'Task').map(({ what }) => what?.reference)).toEqual(['Task/2/_history/1']);
  });

  it('is a disclosure when it was an export', () => {
    const event = eventOf({ e: [['E', '']], q: ['Patient/$export'], op: 'export' });
    expect([event.type.code, event.action, profileOf(event)]).toEqual([
      '110106',
      'R',
      'PrivacyDisclosure.Source',
    ]);
    expect(event.subtype?.[0]?.code).toBe('disclose');
    expect(validate(event).errors).toEqual([]);
  });

  it('names the person as who asks, with role, purpose, ground and token, and the client’s address', () => {
    const [client, person, responsible, server] = eventOf().agent;
    expect(client).toMatchObject({ requestor: false, network: { address: '192.0.2.1', type: '2' } });
    expect(person).toMatchObject({
      requestor: true,
      who: { identifier: { value: '9f3c' } },
      role: [{ text: 'coordinator' }],
      policy: [
        'urn:vroegdossier:rule:region-runs',
        'Consent/12',
        'urn:uuid:0b9e1c1e-6f0f-4a8f-9d57-6f6a2f6f1c11',
      ],
    });
    expect(person?.purposeOfUse?.[0]?.coding?.[0]?.code).toBe('CAREMGT');
    expect(responsible?.who?.reference).toBe('Organization/ivh-heuvelrand');
    expect(server?.network).toEqual({ address: host, type: '5' });
  });

  it('names the client as who asks where no person does', () => {
    const event = eventOf({ u: undefined });
    expect(event.agent.filter(({ requestor }) => requestor).map(({ who }) => who?.identifier?.value)).toEqual(
      ['coordinator'],
    );
  });

  it('says why it was refused, and then claims no profile', () => {
    const event = eventOf({ s: '4', d: ['objection'], b: undefined });
    expect([event.outcome, event.outcomeDesc, profileOf(event)]).toEqual(['4', 'objection', undefined]);
    expect(validate(event).errors).toEqual([]);
  });

  it('is one of no patient outside any file', () => {
    const event = toAuditEvent('directory-2026-03-a.000000000001', undefined, entry, host);
    expect(profileOf(event)).toBe('Read');
    expect(ofType(event, '1')).toEqual([]);
  });

  it('tells the request and the trace it was part of', () => {
    const [transaction] = ofType(eventOf(), 'XrequestId');
    expect(transaction?.what?.identifier?.value).toBe('request-1');
    expect(transaction?.detail).toEqual([
      { type: 'trace-id', valueString: '0af7651916cd43dd8448eb211c80319c' },
    ]);
  });
});
