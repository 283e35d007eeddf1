import type { Communication, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import type { Caller, CallerKind } from '../../../src/access/caller.ts';
import { type Decision, decide, type Question, ruleUri } from '../../../src/access/policy/decide.ts';
import { policy } from '../../../src/access/policy/policy.ts';
import { relationsOf } from '../../../src/access/policy/relations.ts';
import { registrableKinds } from '../../../src/access/tokens/registration.ts';
import type { Head } from '../../../src/store/head.ts';
import { adviceCode } from '../../end-to-end/file-scene.ts';
import {
  carePlan,
  careTeam,
  child,
  condition,
  episode,
  observation,
  request,
  task,
} from '../../end-to-end/scenes.ts';
import { closedAccess, decided, headWith, parent } from '../consent-scene.ts';

const now = new Date('2026-06-01T12:00:00Z');
const me = { reference: 'Organization/me' };
const patient = child({ id: '1' });
const mother = parent('mother');
const father = parent('father');

const callerOf = (kind: CallerKind, more: Partial<Caller> = {}): Caller => ({
  client: 'c',
  kind,
  name: kind,
  organization: 'Organization/me',
  region: 'Organization/ivh',
  purpose: kind === 'parent' ? 'PATRQT' : kind === 'analyst' ? 'HOPERAT' : 'CAREMGT',
  scopes: ['system/*.cruds'],
  ...more,
});

/** Files in which `Organization/me` is what the name says. */
const files: Readonly<Record<string, readonly Resource[]>> = {
  nothing: [],
  asked: [task('1', { id: 't', status: 'requested', owner: me })],
  performer: [task('1', { id: 't', status: 'accepted', owner: me })],
  finished: [task('1', { id: 't', status: 'completed', owner: me })],
  team: [careTeam('1', { id: 'c', participant: [{ member: me }] })],
  municipality: [
    episode('1', {
      id: 'e',
      managingOrganization: { reference: 'Organization/ivh' },
      extension: [
        { url: 'https://vroegdossier.nl/fhir/StructureDefinition/ivh-ext-gemeente', valueReference: me },
      ],
    }),
  ],
  referrer: [request('1', { id: 'r', requester: me })],
};

const question = (
  caller: Caller,
  head: Head,
  resource: Resource,
  more: Partial<Question> = {},
): Question => ({
  caller,
  action: 'r',
  type: resource.resourceType,
  id: resource.id,
  resource,
  origin: 'Organization/other',
  head,
  relations: relationsOf(head, caller, now),
  newFile: false,
  now,
  ...more,
});

const asked = (
  kind: CallerKind,
  file: readonly Resource[],
  resource: Resource,
  more: Partial<Question> & { readonly caller?: Caller } = {},
): Decision =>
  decide(
    policy,
    question(more.caller ?? callerOf(kind), headWith(mother, father, patient, ...file), resource, more),
  );

/** `view`, `all`, or why not. */
const told = (decision: Decision): string => (decision.allow ? (decision.view ?? 'all') : decision.reason);

const diagnosis = condition('1');
const plan = carePlan('1');
const adviceRequest = request('1', { intent: 'proposal', category: [adviceCode] });
const bothPermit = [decided('1', { by: 'mother' }), decided('1', { by: 'father' })];
const oneObjects = [decided('1', { by: 'father', type: 'deny' })];

describe('what each kind reads of a child', () => {
  it.each<[CallerKind, string, string, string, string]>([
    // kind, is, Patient, Condition of another, CarePlan
    ['jgz', 'nothing', 'no-tie', 'no-tie', 'no-tie'],
    ['jgz', 'referrer', 'all', 'not-this-one', 'not-this-one'],
    ['gp', 'asked', 'asked', 'not-this-one', 'not-this-one'],
    ['hospital', 'performer', 'all', 'not-this-one', 'not-this-one'],
    ['hospital', 'finished', 'no-tie', 'no-tie', 'no-tie'],
    ['provider', 'team', 'all', 'all', 'all'],
    ['school', 'asked', 'asked', 'not-this-one', 'not-this-one'],
    ['school', 'team', 'asked', 'not-this-one', 'consent-missing'],
    ['childcare', 'performer', 'asked', 'not-this-one', 'consent-missing'],
    ['municipality', 'team', 'asked', 'not-this-one', 'consent-missing'],
    ['municipality', 'municipality', 'plan-for-municipality', 'no-tie', 'plan-for-municipality'],
    ['municipality', 'nothing', 'no-tie', 'no-tie', 'no-tie'],
    ['analyst', 'team', 'no-rule', 'no-rule', 'no-rule'],
    ['child-support', 'team', 'no-tie', 'no-tie', 'no-tie'],
    ['coordinator', 'nothing', 'no-tie', 'no-tie', 'no-tie'],
    ['coordinator', 'asked', 'all', 'all', 'all'],
    ['case-manager', 'team', 'no-tie', 'no-tie', 'no-tie'],
  ])('a %s that is %s', (kind, is, onPatient, onDiagnosis, onPlan) => {
    const file = files[is] ?? [];
    expect([patient, diagnosis, plan].map((one) => told(asked(kind, file, one)))).toEqual([
      onPatient,
      onDiagnosis,
      onPlan,
    ]);
  });

  it.each<[CallerKind, string, string, string]>([
    // kind, is, Condition, CarePlan
    ['school', 'team', 'no-tie', 'handover'],
    ['school', 'performer', 'no-tie', 'handover'],
    ['municipality', 'municipality', 'no-tie', 'plan-with-consent'],
    ['provider', 'nothing', 'no-tie', 'no-tie'],
  ])('a %s that is %s, when both parents permit all', (kind, is, onDiagnosis, onPlan) => {
    const file = [...(files[is] ?? []), ...bothPermit];
    expect([told(asked(kind, file, diagnosis)), told(asked(kind, file, plan))]).toEqual([
      onDiagnosis === 'no-tie' && is !== 'nothing' && kind === 'school' ? 'not-this-one' : onDiagnosis,
      onPlan,
    ]);
  });

  it('a party named by both parents, as far as its kind goes', () => {
    const named = ['mother', 'father'].map((by) => decided('1', { by, actors: ['Organization/me'] }));
    expect(told(asked('gp', named, diagnosis))).toBe('all');
    expect(told(asked('child-support', named, diagnosis))).toBe('all');
    expect(told(asked('school', named, plan))).toBe('handover');
    expect(told(asked('gp', named.slice(0, 1), diagnosis))).toBe('consent-missing');
  });

  it.each<CallerKind>(['jgz', 'gp', 'hospital', 'provider', 'school', 'municipality'])(
    'nothing but what it wrote itself for a %s to whom one parent objects',
    (kind) => {
      for (const file of Object.values(files))
        for (const one of [patient, diagnosis, plan, adviceRequest]) {
          expect(asked(kind, [...file, ...oneObjects], one).allow).toBe(false);
          expect(told(asked(kind, [...file, ...oneObjects], one, { origin: 'Organization/me' }))).toBe('all');
        }
    },
  );

  it('all but who looked and what parents decided, for a team member', () => {
    const sharing = decided('1');
    expect(told(asked('provider', files.team ?? [], sharing))).toBe('not-this-one');
    const event: Resource = {
      resourceType: 'AuditEvent',
      type: {},
      recorded: '',
      agent: [{ requestor: true }],
      source: { observer: {} },
    };
    expect(told(asked('provider', files.team ?? [], event))).toBe('not-this-one');
    expect(told(asked('provider', files.team ?? [], event, { origin: 'Organization/me' }))).toBe(
      'not-this-one',
    );
  });
});

describe('the municipality', () => {
  const file = files.municipality ?? [];
  const payer = callerOf('municipality', { purpose: 'HPAYMT' });

  it('sees less as payer than as access desk', () => {
    const of = (caller: Caller) =>
      [patient, plan, adviceRequest].map((one) => told(asked('municipality', file, one, { caller })));
    expect(of(callerOf('municipality'))).toEqual(Array(3).fill('plan-for-municipality'));
    expect(of(payer)).toEqual(['payer', 'purpose', 'payer']);
  });

  it('sees no more as payer when the parents permit all', () => {
    expect(told(asked('municipality', [...file, ...bothPermit], adviceRequest, { caller: payer }))).toBe(
      'payer',
    );
    expect(told(asked('municipality', [...file, ...bothPermit], diagnosis, { caller: payer }))).toBe(
      'purpose',
    );
  });

  it('sees no draft of a plan and no request that is no advice', () => {
    expect(told(asked('municipality', file, carePlan('1', { status: 'draft' })))).toBe('not-this-one');
    expect(told(asked('municipality', file, request('1')))).toBe('not-this-one');
  });
});

describe('a purpose', () => {
  it.each(['HPAYMT', 'HOPERAT', '', 'treat'])(
    'other than care (%s) opens no file to those in it',
    (purpose) => {
      for (const kind of registrableKinds.filter((one) => one !== 'parent' && one !== 'municipality'))
        for (const file of Object.values(files))
          for (const one of [patient, diagnosis, plan]) {
            const caller = callerOf(kind, { purpose, practitioner: 'Practitioner/me' });
            expect(asked(kind, file, one, { caller }).allow).toBe(false);
          }
    },
  );
});

describe('a parent', () => {
  const as = (id: string) => callerOf('parent', { organization: undefined, person: `urn:test:person|${id}` });
  const read = (file: readonly Resource[], id = 'father') =>
    told(decide(policy, question(as(id), headWith(patient, ...file), diagnosis)));

  it('sees the whole file, with or without authority', () => {
    expect(read([father])).toBe('all');
    expect(read([parent('father', { extension: [] })])).toBe('all');
  });

  it('sees nothing when not active, no parent of this child, or when access was closed', () => {
    expect(read([parent('father', { active: false })])).toBe('no-tie');
    expect(read([mother])).toBe('no-tie');
    expect(read([parent('father', { extension: [closedAccess] })])).toBe('parent-closed');
    expect(read([parent('father', { active: false, extension: [closedAccess] })])).toBe('parent-closed');
  });

  it('stays closed out when somebody names the same person again', () => {
    const again = parent('father-again', { identifier: father.identifier });
    expect(read([parent('father', { extension: [closedAccess] }), again])).toBe('parent-closed');
  });

  it('needs no consent of the other parent', () => {
    expect(read([mother, father, decided('1', { by: 'mother', type: 'deny' })])).toBe('all');
  });

  it('writes down decisions about sharing, and no other Consent', () => {
    const head = headWith(patient, father);
    const make = (resource: Resource) =>
      told(decide(policy, question(as('father'), head, resource, { action: 'c' })));
    expect(make(decided('1', { by: 'father' }))).toBe('all');
    const other = { ...decided('1', { by: 'father' }), scope: { text: 'treatment' } };
    expect(make(other)).toBe('not-this-one');
    expect(make(diagnosis)).toBe('no-rule');
  });
});

describe('a case manager', () => {
  it('sees the children he guides, in person', () => {
    const caller = callerOf('case-manager', { practitioner: 'Practitioner/jansen' });
    const guided = episode('1', { careManager: { reference: 'Practitioner/jansen' } });
    expect(told(asked('case-manager', [guided], diagnosis, { caller }))).toBe('all');
    expect(told(asked('case-manager', [guided], diagnosis))).toBe('no-tie');
  });
});

describe('an emergency', () => {
  const broken = (sent: string): Communication => ({
    resourceType: 'Communication',
    id: 'm',
    status: 'completed',
    category: [
      { coding: [{ system: 'https://vroegdossier.nl/fhir/CodeSystem/ivh-melding', code: 'noodtoegang' }] },
    ],
    subject: { reference: 'Patient/1' },
    sent,
    sender: me,
  });

  it('opens the file for four hours, whatever parents permit', () => {
    const file = [broken('2026-06-01T08:00:00Z'), ...oneObjects];
    expect(asked('hospital', file, diagnosis)).toEqual({
      allow: true,
      view: undefined,
      rule: 'emergency-reads',
      basis: [ruleUri('emergency-reads'), 'Communication/m'],
    });
    expect(told(asked('hospital', [broken('2026-06-01T07:59:59Z')], diagnosis))).toBe('no-tie');
    expect(told(asked('hospital', [broken('2026-06-01T12:00:01Z')], diagnosis))).toBe('no-tie');
  });

  it('lets nothing be written, and who looked not be seen', () => {
    const file = [broken('2026-06-01T11:00:00Z')];
    expect(asked('hospital', file, observation('1'), { action: 'c' }).allow).toBe(false);
    expect(asked('hospital', file, { ...diagnosis, id: '1' }, { action: 'u' }).allow).toBe(false);
  });

  it('is nothing that a school, childcare, provider or municipality has', () => {
    for (const kind of ['school', 'childcare', 'provider', 'municipality'] as const)
      expect(told(asked(kind, [broken('2026-06-01T11:00:00Z')], diagnosis))).toBe('no-tie');
  });
});

describe('a restricted file', () => {
  const head = (): Head => ({
    ...headWith(mother, father, patient, ...(files.team ?? [])),
    rights: { 'Flag/1': { is: 'restriction' } },
  });

  it('is read by parents and coordinator alone', () => {
    const read = (caller: Caller, more: Partial<Question> = {}) =>
      told(decide(policy, question(caller, head(), diagnosis, more)));
    expect(read(callerOf('provider'))).toBe('restricted');
    expect(read(callerOf('provider'), { origin: 'Organization/me' })).toBe('restricted');
    expect(read(callerOf('parent', { organization: undefined, person: 'urn:test:person|mother' }))).toBe(
      'all',
    );
  });
});

describe('the policy as a whole', () => {
  it('has a name of its own for each rule', () => {
    expect(new Set(policy.map(({ name }) => name)).size).toBe(policy.length);
  });

  it('names rule, ties and consents as the ground of a decision', () => {
    const decision = asked('school', [...(files.team ?? []), ...bothPermit], plan);
    expect(decision).toEqual({
      allow: true,
      view: 'handover',
      rule: 'handed-over',
      basis: [ruleUri('handed-over'), 'CareTeam/c', 'Consent/4', 'Consent/5'],
    });
  });

  it('names the objection when that is why', () => {
    const decision = asked('provider', [...(files.team ?? []), ...oneObjects], plan);
    expect(decision).toEqual({ allow: false, reason: 'objection', basis: ['Consent/4'] });
  });

  it('asks nobody’s consent of parents and of those who run the trajectory, and of all others for what others wrote', () => {
    const free = policy.filter(
      ({ consent, tie, actions }) => consent === 'none' && typeof tie === 'object' && /[rs]/.test(actions),
    );
    expect(free.map(({ name }) => name)).toEqual([
      'coordinator-runs-trajectory',
      'case-manager-guides',
      'parent-reads',
      'emergency-reads',
      'emergency-reads-in-person',
    ]);
  });

  it('has nothing for a kind it does not know', () => {
    const kinds = new Set(policy.flatMap((rule) => rule.kinds));
    expect([...kinds].filter((kind) => !registrableKinds.some((one) => one === kind))).toEqual([]);
  });
});
