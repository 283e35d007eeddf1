import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import terminology from '../../fhir-profiles/generated/terminology.json' with { type: 'json' };
import { codeIn, codeSystems, codesOf, concept, type SystemName, systemUrl } from '../../src/ivh/codes.ts';

const codeSystem = z.object({
  resourceType: z.literal('CodeSystem'),
  url: z.string(),
  concept: z.array(z.object({ code: z.string(), display: z.string() })),
});
const published = z
  .array(z.unknown())
  .parse(terminology)
  .flatMap((each) => codeSystem.safeParse(each).data ?? []);

describe.each(Object.keys(codeSystems) as SystemName[])('the codes of ivh-%s', (name) => {
  it('are those of the published code system, with the same displays', () => {
    const system = published.find(({ url }) => url === systemUrl(name));
    const told = Object.fromEntries(system?.concept.map(({ code, display }) => [code, display]) ?? []);
    expect(codeSystems[name]).toEqual(told);
  });
});

describe('codeIn', () => {
  it('finds our code among those of others', () => {
    const other = { coding: [{ system: 'http://snomed.info/sct', code: 'mdo' }] };
    expect(codeIn('gesprek', [other, concept('gesprek', 'mdo')])).toBe('mdo');
    expect(codeIn('gesprek', other)).toBeUndefined();
  });

  it('does not take a code that the system does not have', () => {
    const unknown = { coding: [{ system: systemUrl('gesprek'), code: 'toString' }] };
    expect(codeIn('gesprek', unknown)).toBeUndefined();
    expect(codesOf('gesprek')).toEqual(['intake', 'huisbezoek', 'mdo']);
  });
});
