import type { Provenance, QuestionnaireResponse, Task } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { includedCanonicals, includedReferences } from '../../../src/fhir/search/include.ts';
import { base, parse } from './asking.ts';

const task: Task = {
  resourceType: 'Task',
  id: 't1',
  status: 'ready',
  intent: 'order',
  for: { reference: `${base}/Patient/p1` },
  owner: { reference: 'Organization/o1/_history/2' },
  requester: { reference: 'https://elsewhere.example/fhir/Organization/o9' },
  basedOn: [{ reference: 'ServiceRequest/s1' }, { reference: 'CarePlan/c1' }, { reference: '#x' }],
};

describe('includedReferences', () => {
  test.each([
    ['Task:patient', ['Patient/p1']],
    ['Task:subject', ['Patient/p1']],
    ['Task:owner', ['Organization/o1']],
    ['Task:requester', []],
    ['Task:based-on', ['ServiceRequest/s1', 'CarePlan/c1']],
    ['Task:based-on:CarePlan', ['CarePlan/c1']],
    ['Task:*', ['ServiceRequest/s1', 'CarePlan/c1', 'Organization/o1', 'Patient/p1']],
    ['*', ['ServiceRequest/s1', 'CarePlan/c1', 'Organization/o1', 'Patient/p1']],
  ])('of %s are %j', (text, references) => {
    const { include } = parse('Task', `_include=${text}`);
    expect(include.flatMap((one) => includedReferences(task, one, base))).toEqual(references);
  });

  test('of another type are none', () => {
    const { include } = parse('Task', '_include:iterate=Patient:organization');
    expect(include.flatMap((one) => includedReferences(task, one, base))).toEqual([]);
  });

  test('of a canonical are what could be named by it', () => {
    const response: QuestionnaireResponse = {
      resourceType: 'QuestionnaireResponse',
      status: 'completed',
      questionnaire: 'https://example.org/Questionnaire/q|2',
      subject: { reference: 'Patient/p1' },
    };
    const named = (text: string) =>
      parse('QuestionnaireResponse', `_include=${text}`).include.flatMap((one) =>
        includedCanonicals(response, one),
      );
    const q = { type: 'Questionnaire', canonical: 'https://example.org/Questionnaire/q|2' };
    expect(named('QuestionnaireResponse:questionnaire')).toEqual([q]);
    expect(named('QuestionnaireResponse:questionnaire:Questionnaire')).toEqual([q]);
    expect(named('*')).toEqual([q]);
    expect(named('QuestionnaireResponse:subject')).toEqual([]);
  });

  test('of a _revinclude say what a resource may be brought along for', () => {
    const { revinclude } = parse('Task', '_revinclude=Provenance:target');
    const provenance: Provenance = {
      resourceType: 'Provenance',
      target: [{ reference: 'Task/t1' }],
      recorded: '2024-01-01T00:00:00Z',
      agent: [{ who: {} }],
    };
    expect(revinclude.flatMap((one) => includedReferences(provenance, one, base))).toEqual(['Task/t1']);
  });
});
