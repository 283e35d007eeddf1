import type { Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { isCareIn } from '../../src/fhir/care-time.ts';

const january = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 1, 1) };

describe('the time of care', () => {
  it.each<[string, unknown, boolean]>([
    ['a day in it', { resourceType: 'Observation', effectiveDateTime: '2026-01-15' }, true],
    ['a day before it', { resourceType: 'Observation', effectiveDateTime: '2025-12-15' }, false],
    ['the moment it ends', { resourceType: 'Observation', effectiveDateTime: '2026-02-01T00:00:00Z' }, false],
    ['a period that reaches in', { resourceType: 'Encounter', period: { start: '2025-11-01' } }, true],
    ['a period that is over', { resourceType: 'Encounter', period: { end: '2025-11-01' } }, false],
    ['a request by what it asks for', { resourceType: 'ServiceRequest', authoredOn: '2026-01-02' }, true],
    [
      'a request for later, though written now',
      { resourceType: 'ServiceRequest', occurrenceDateTime: '2026-05-02', authoredOn: '2026-01-02' },
      false,
    ],
    ['what tells no time', { resourceType: 'Observation', valueString: 'x' }, true],
    ['what has no time', { resourceType: 'Patient', birthDate: '2020-01-01' }, true],
  ])('holds %s', (_, resource, wanted) => {
    expect(isCareIn(resource as Resource, january)).toBe(wanted);
  });
});
