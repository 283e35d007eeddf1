// For each constraint that is evaluated as FHIRPath and not already met by a broken resource: one that breaks it, one that does not.

export interface ConstraintCase {
  readonly broken: object;
  readonly sound: object;
}

const patient = { resourceType: 'Patient' };
const bundle = (type: string, more: object) => ({ resourceType: 'Bundle', type, ...more });
const document = (more: object) =>
  bundle('document', {
    identifier: { system: 'urn:s', value: '1' },
    timestamp: '2024-01-01T00:00:00Z',
    entry: [{ fullUrl: 'https://example.org/fhir/Basic/1', resource: patient }],
    ...more,
  });
const capability = (more: object) => ({
  resourceType: 'CapabilityStatement',
  status: 'draft',
  date: '2024',
  kind: 'instance',
  implementation: { description: 'x' },
  fhirVersion: '4.0.1',
  format: ['json'],
  rest: [{ mode: 'server' }],
  ...more,
});
const condition = (more: object) => ({
  resourceType: 'Condition',
  subject: { reference: 'Patient/1' },
  ...more,
});
const composition = (section: object) => ({
  resourceType: 'Composition',
  status: 'final',
  type: { text: 'x' },
  date: '2024',
  author: [{ reference: 'Practitioner/1' }],
  title: 'x',
  section: [section],
});
const value = (more: object) => ({
  resourceType: 'Patient',
  extension: [{ url: 'https://example.org/x', ...more }],
});
const ucum = 'http://unitsofmeasure.org';
const item = (more: object) => ({
  resourceType: 'Questionnaire',
  status: 'draft',
  item: [{ linkId: '1', type: 'string', ...more }],
});
const repeat = (more: object) => value({ valueTiming: { repeat: more } });
const contain = (contained: object) => ({
  ...condition({ evidence: [{ detail: [{ reference: '#c' }] }] }),
  contained: [{ id: 'c', ...contained }],
});
const group = (more: object) => contain({ resourceType: 'Group', type: 'person', actual: false, ...more });
const include = (more: object) =>
  contain({ resourceType: 'ValueSet', status: 'draft', compose: { include: [more] } });
const contains = (more: object) =>
  contain({ resourceType: 'ValueSet', status: 'draft', expansion: { timestamp: '2024', contains: [more] } });
const codeSystem = (concept: object) =>
  contain({ resourceType: 'CodeSystem', status: 'draft', content: 'complete', concept: [concept] });
const history = (more: object) =>
  contain({
    resourceType: 'FamilyMemberHistory',
    status: 'completed',
    patient: { reference: 'Patient/1' },
    relationship: { text: 'moeder' },
    ...more,
  });
const requirement = (more: object) => value({ valueDataRequirement: { type: 'Patient', ...more } });
const trigger = (more: object) =>
  value({ valueTriggerDefinition: { type: 'data-added', data: [{ type: 'Patient' }], ...more } });

export const constraintCases: Readonly<Record<string, ConstraintCase>> = {
  'bdl-1': { broken: bundle('collection', { total: 1 }), sound: bundle('searchset', { total: 1 }) },
  'bdl-2': {
    broken: bundle('collection', { entry: [{ resource: patient, search: { mode: 'match' } }] }),
    sound: bundle('searchset', { entry: [{ resource: patient, search: { mode: 'match' } }] }),
  },
  'bdl-4': {
    broken: bundle('collection', { entry: [{ response: { status: '200' } }] }),
    sound: bundle('batch-response', { entry: [{ response: { status: '200' } }] }),
  },
  'bdl-5': {
    broken: bundle('collection', { entry: [{ id: 'x' }] }),
    sound: bundle('collection', { entry: [{ resource: patient }] }),
  },
  'bdl-8': {
    broken: bundle('collection', {
      entry: [{ fullUrl: 'https://example.org/Patient/1/_history/1', resource: patient }],
    }),
    sound: bundle('collection', { entry: [{ fullUrl: 'https://example.org/Patient/1', resource: patient }] }),
  },
  'bdl-12': {
    broken: bundle('message', { entry: [{ resource: patient }] }),
    sound: bundle('collection', { entry: [{ resource: patient }] }),
  },
  'cmp-1': {
    broken: composition({ title: 'Leeg' }),
    sound: composition({ title: 'Vol', entry: [{ reference: 'Observation/1' }] }),
  },
  'cmp-2': {
    broken: composition({ emptyReason: { text: 'x' }, entry: [{ reference: 'Observation/1' }] }),
    sound: composition({
      emptyReason: { text: 'x' },
      section: [{ entry: [{ reference: 'Observation/1' }] }],
    }),
  },
  'cpb-1': { broken: capability({ rest: undefined }), sound: capability({}) },
  'cpb-2': {
    broken: capability({ kind: 'requirements', implementation: undefined }),
    sound: capability({ kind: 'requirements', implementation: undefined, description: 'x' }),
  },
  'cpb-3': {
    broken: capability({
      kind: 'capability',
      implementation: undefined,
      software: { name: 'x' },
      messaging: [{ endpoint: [{ protocol: { code: 'http' }, address: 'https://example.org' }] }],
    }),
    sound: capability({
      messaging: [{ endpoint: [{ protocol: { code: 'http' }, address: 'https://example.org' }] }],
    }),
  },
  'cpb-7': {
    broken: capability({
      document: ['a', 'a'].map((profile) => ({
        mode: 'producer',
        profile: `https://example.org/${profile}`,
      })),
    }),
    sound: capability({
      document: ['a', 'b'].map((profile) => ({
        mode: 'producer',
        profile: `https://example.org/${profile}`,
      })),
    }),
  },
  'cpb-9': {
    broken: capability({ rest: [{ mode: 'server', resource: [{ type: 'Task' }, { type: 'Task' }] }] }),
    sound: capability({ rest: [{ mode: 'server', resource: [{ type: 'Task' }, { type: 'Goal' }] }] }),
  },
  'cpb-12': {
    broken: capability({
      rest: [
        {
          mode: 'server',
          resource: [{ type: 'Task', searchParam: ['a', 'a'].map((name) => ({ name, type: 'token' })) }],
        },
      ],
    }),
    sound: capability({
      rest: [
        {
          mode: 'server',
          resource: [{ type: 'Task', searchParam: ['a', 'b'].map((name) => ({ name, type: 'token' })) }],
        },
      ],
    }),
  },
  'cpb-14': { broken: capability({ implementation: undefined, description: 'x' }), sound: capability({}) },
  'cpb-15': {
    broken: capability({ kind: 'capability', implementation: undefined, description: 'x' }),
    sound: capability({ kind: 'capability', implementation: undefined, software: { name: 'x' } }),
  },
  'cpb-16': {
    broken: capability({ kind: 'requirements' }),
    sound: capability({ kind: 'requirements', implementation: undefined, description: 'x' }),
  },
  'con-1': {
    broken: condition({ stage: [{ type: { text: 'x' } }] }),
    sound: condition({ stage: [{ summary: { text: 'x' } }] }),
  },
  'con-2': {
    broken: condition({ evidence: [{ id: 'x' }] }),
    sound: condition({ evidence: [{ code: [{ text: 'x' }] }] }),
  },
  'cnt-3': {
    broken: value({ valueCount: { value: 1.5, system: ucum, code: '1' } }),
    sound: value({ valueCount: { value: 2, system: ucum, code: '1' } }),
  },
  'dis-1': {
    broken: value({ valueDistance: { value: 1 } }),
    sound: value({ valueDistance: { value: 1, system: ucum, code: 'km' } }),
  },
  'drt-1': {
    broken: value({ valueDuration: { system: ucum, code: 'h' } }),
    sound: value({ valueDuration: { value: 1, system: ucum, code: 'h' } }),
  },
  'csd-1': {
    broken: codeSystem({ code: 'a', concept: [{ code: 'a' }] }),
    sound: codeSystem({ code: 'a', concept: [{ code: 'b' }] }),
  },
  'fhs-1': {
    broken: history({ ageString: '30', bornDate: '1990' }),
    sound: history({ bornDate: '1990' }),
  },
  'fhs-2': {
    broken: history({ estimatedAge: true }),
    sound: history({ estimatedAge: true, ageString: '30' }),
  },
  'drq-1': {
    broken: requirement({ codeFilter: [{ id: 'x' }] }),
    sound: requirement({ codeFilter: [{ path: 'code' }] }),
  },
  'drq-2': {
    broken: requirement({ dateFilter: [{ path: 'a', searchParam: 'b' }] }),
    sound: requirement({ dateFilter: [{ searchParam: 'b' }] }),
  },
  'exp-1': {
    broken: value({ valueExpression: { language: 'text/cql' } }),
    sound: value({ valueExpression: { language: 'text/cql', expression: 'x' } }),
  },
  'grp-1': {
    broken: group({ member: [{ entity: { reference: 'Patient/1' } }] }),
    sound: group({ actual: true, member: [{ entity: { reference: 'Patient/1' } }] }),
  },
  'org-2': {
    broken: { resourceType: 'Organization', name: 'x', address: [{ use: 'home', city: 'Utrecht' }] },
    sound: { resourceType: 'Organization', name: 'x', address: [{ use: 'work', city: 'Utrecht' }] },
  },
  'que-3': {
    broken: item({ type: 'display', code: [{ code: 'x' }] }),
    sound: item({ code: [{ code: 'x' }] }),
  },
  'que-5': {
    broken: item({ type: 'boolean', answerValueSet: 'https://example.org/v' }),
    sound: item({ type: 'choice', answerValueSet: 'https://example.org/v' }),
  },
  'que-6': { broken: item({ type: 'display', required: true }), sound: item({ required: true }) },
  'que-8': {
    broken: item({ type: 'group', item: [{ linkId: '2', type: 'string' }], initial: [{ valueString: 'x' }] }),
    sound: item({ initial: [{ valueString: 'x' }] }),
  },
  'que-9': { broken: item({ type: 'display', readOnly: true }), sound: item({ readOnly: true }) },
  'que-10': { broken: item({ type: 'date', maxLength: 3 }), sound: item({ type: 'text', maxLength: 3 }) },
  'que-11': {
    broken: item({ type: 'choice', answerOption: [{ valueString: 'x' }], initial: [{ valueString: 'x' }] }),
    sound: item({ type: 'choice', answerOption: [{ valueString: 'x', initialSelected: true }] }),
  },
  'que-13': {
    broken: item({ initial: [{ valueString: 'x' }, { valueString: 'y' }] }),
    sound: item({ repeats: true, initial: [{ valueString: 'x' }, { valueString: 'y' }] }),
  },
  'tim-1': { broken: repeat({ duration: 1 }), sound: repeat({ duration: 1, durationUnit: 'h' }) },
  'tim-4': {
    broken: repeat({ duration: -1, durationUnit: 'h' }),
    sound: repeat({ duration: 0, durationUnit: 'h' }),
  },
  'tim-5': { broken: repeat({ period: -1, periodUnit: 'h' }), sound: repeat({ period: 0, periodUnit: 'h' }) },
  'tim-6': { broken: repeat({ periodMax: 1 }), sound: repeat({ period: 1, periodMax: 2, periodUnit: 'h' }) },
  'tim-7': {
    broken: repeat({ durationMax: 1 }),
    sound: repeat({ duration: 1, durationMax: 2, durationUnit: 'h' }),
  },
  'tim-8': { broken: repeat({ countMax: 2 }), sound: repeat({ count: 1, countMax: 2 }) },
  'tim-9': { broken: repeat({ offset: 5, when: ['C'] }), sound: repeat({ offset: 5, when: ['MORN'] }) },
  'tim-10': {
    broken: repeat({ timeOfDay: ['08:00:00'], when: ['MORN'] }),
    sound: repeat({ timeOfDay: ['08:00:00'] }),
  },
  'trd-1': { broken: trigger({ timingDate: '2024' }), sound: trigger({}) },
  'trd-2': {
    broken: trigger({
      type: 'named-event',
      name: 'x',
      data: undefined,
      condition: { language: 'text/cql', expression: 'x' },
    }),
    sound: trigger({ condition: { language: 'text/cql', expression: 'x' } }),
  },
  'trd-3': { broken: trigger({ data: undefined }), sound: trigger({ type: 'named-event', name: 'x' }) },
  'vsd-1': { broken: include({ version: '1' }), sound: include({ system: 'urn:s' }) },
  'vsd-2': {
    broken: include({ valueSet: ['https://example.org/v'], concept: [{ code: 'x' }] }),
    sound: include({ system: 'urn:s', concept: [{ code: 'x' }] }),
  },
  'vsd-3': {
    broken: include({
      system: 'urn:s',
      concept: [{ code: 'x' }],
      filter: [{ property: 'a', op: '=', value: 'b' }],
    }),
    sound: include({ system: 'urn:s', filter: [{ property: 'a', op: '=', value: 'b' }] }),
  },
  'vsd-6': { broken: contains({ abstract: true }), sound: contains({ abstract: true, display: 'x' }) },
  'vsd-9': { broken: contains({ display: 'x' }), sound: contains({ system: 'urn:s', code: 'x' }) },
  'vsd-10': { broken: contains({ code: 'x' }), sound: contains({ system: 'urn:s', code: 'x' }) },
  'bdl-9': { broken: document({ identifier: undefined }), sound: bundle('collection', {}) },
  'bdl-10': { broken: document({ timestamp: undefined }), sound: bundle('collection', {}) },
};
