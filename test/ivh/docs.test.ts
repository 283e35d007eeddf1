import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mappingPage } from '../../scripts/build-docs.ts';

describe('docs/mapping.md', () => {
  it('is what scripts/build-docs.ts writes now', () => {
    const page = readFileSync(new URL('../../docs/mapping.md', import.meta.url), 'utf8');
    expect(page).toBe(mappingPage());
  });
});
