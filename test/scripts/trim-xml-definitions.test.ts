import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { trimXmlDefinitions } from '../../scripts/trim-xml-definitions.ts';

const file = new URL('../../src/profiles/r4/conformance-definitions.json', import.meta.url);

describe('the layout of the conformance resources', () => {
  const fresh = trimXmlDefinitions();

  it('is what scripts/trim-xml-definitions.ts writes', () => {
    expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(fresh)}\n`);
  });

  it('holds no type the validator has already', () => {
    expect(fresh.filter(({ name }) => ['ValueSet', 'Extension', 'Coding'].includes(name))).toEqual([]);
    expect(fresh.map(({ name }) => name)).toContain('ElementDefinition');
  });
});
