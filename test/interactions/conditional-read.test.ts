import type { Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { isNotModified, type ReadCondition } from '../../src/interactions/conditional-read.ts';

const resource: Resource = {
  resourceType: 'Patient',
  meta: { versionId: '3', lastUpdated: '2026-01-31T09:30:15.250Z' },
};

describe('a read with a condition', () => {
  it.each<[ReadCondition, boolean]>([
    [{}, false],
    [{ ifNoneMatch: 'W/"3"' }, true],
    [{ ifNoneMatch: '"3"' }, true],
    [{ ifNoneMatch: 'W/"2"' }, false],
    [{ ifNoneMatch: 'W/"1", W/"3"' }, true],
    [{ ifNoneMatch: '*' }, true],
    [{ ifNoneMatch: '""' }, false],
    [{ ifModifiedSince: 'Sat, 31 Jan 2026 09:30:15 GMT' }, true],
    [{ ifModifiedSince: 'Sat, 31 Jan 2026 09:30:14 GMT' }, false],
    [{ ifModifiedSince: '2026-01-31T09:30:15.250Z' }, true],
    [{ ifModifiedSince: '2026-01-31T09:30:15.249Z' }, false],
    [{ ifModifiedSince: 'yesterday' }, false],
    [{ ifNoneMatch: 'W/"2"', ifModifiedSince: 'Sat, 31 Jan 2036 09:30:15 GMT' }, false],
  ])('with %j tells whether the copy is current: %s', (condition, wanted) => {
    expect(isNotModified(resource, condition)).toBe(wanted);
  });

  it.each(['3', 'W/3', 'W/"3" W/"4"', '', 'W/"a b"'])('refuses the ETag %s', (ifNoneMatch) => {
    expect(() => isNotModified(resource, { ifNoneMatch })).toThrow(/If-None-Match/);
  });
});
