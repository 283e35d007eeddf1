import type { Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../../src/interactions/rights/page/lines.ts';
import { momentOf, timeOf } from '../../src/interactions/rights/page/moments.ts';
import { pageOf } from '../../src/interactions/rights/page/page.ts';
import { sectionOf } from '../../src/interactions/rights/page/sections.ts';

const nameOf = (reference: string) => (reference === 'Organization/1' ? 'JGZ' : undefined);
const lines = (value: object) => linesOf({ ...value }, nameOf);

describe('lines', () => {
  it('say what coded, named and timed things are in words', () => {
    expect(
      lines({
        status: 'in-progress',
        code: { coding: [{ system: 's', code: 'x', display: 'Gehoor' }] },
        performer: [{ reference: 'Organization/1' }, { reference: 'Organization/2', display: 'Twee' }],
        period: { start: '2026-05-14', end: '2026-06-01' },
        name: [{ given: ['Alex'], prefix: ['de'], family: 'Vries' }],
        identifier: [{ system: 'http://fhir.nl/fhir/NamingSystem/bsn', value: '999911120' }],
        valueQuantity: { value: 104, unit: 'punten' },
        active: false,
      }),
    ).toEqual([
      { label: 'Stand van zaken', value: 'bezig' },
      { label: 'Onderwerp', value: 'Gehoor' },
      { label: 'Uitgevoerd door', value: ['JGZ', 'Twee'] },
      { label: 'Periode', value: 'van 14 mei 2026 tot en met 1 juni 2026' },
      { label: 'Naam', value: 'Alex de Vries' },
      { label: 'Nummer', value: 'BSN 999911120' },
      { label: 'Uitkomst', value: '104 punten' },
      { label: 'In gebruik', value: 'nee' },
    ]);
  });

  it('take the gist of an address, and name our own extensions', () => {
    const gezag = 'https://vroegdossier.nl/fhir/StructureDefinition/ivh-ext-gezag';
    expect(
      lines({
        address: [{ use: 'home', line: ['Zonneweg 7'], city: 'Zonnedal', postalCode: '9999 AA' }],
        extension: [{ url: gezag, extension: [{ url: 'gezag', valueBoolean: true }] }],
      }),
    ).toEqual([
      { label: 'Adres', value: 'Zonneweg 7, 9999 AA, Zonnedal' },
      { label: 'Ouderlijk gezag', value: [{ label: 'Heeft gezag', value: 'ja' }] },
    ]);
  });

  it('leave nothing out for want of a word', () => {
    expect(lines({ somethingNew: { inner: 'tekst', deep: [{ leaf: 1 }] } })).toEqual([
      {
        label: 'Something new',
        value: [
          { label: 'Inner', value: 'tekst' },
          { label: 'Deep', value: [{ label: 'Leaf', value: '1' }] },
        ],
      },
    ]);
  });

  it('tell how large an attachment is instead of its bytes', () => {
    expect(lines({ contentType: 'application/pdf', data: 'AAAA' })).toEqual([
      { label: 'Soort bestand', value: 'application/pdf' },
      { label: 'Inhoud', value: '3 bytes, bij de kopie als gegevens' },
    ]);
  });

  it('keep every text of a resource with notes and answers', () => {
    const resource = {
      note: [{ text: 'Eerste', time: '2026-01-02', authorString: 'A' }],
      item: [{ linkId: '1', text: 'Slaapt goed?', answer: [{ valueBoolean: true }] }],
      payload: [{ contentString: 'Bericht' }],
    };
    const text = JSON.stringify(lines(resource));
    for (const one of ['Eerste (A, 2 januari 2026)', 'Slaapt goed?', 'ja', 'Bericht'])
      expect(text).toContain(one);
  });
});

describe('moments', () => {
  it('are Dutch, in the time of the Netherlands', () => {
    expect(momentOf('2026-05-14')).toBe('14 mei 2026');
    expect(momentOf('2026-05')).toBe('mei 2026');
    expect(momentOf('2026-07-01T22:30:00Z')).toMatch(/^2 juli 2026.* 00:30$/);
    expect(momentOf('2026')).toBeUndefined();
    expect(momentOf('2026-13-45')).toBeUndefined();
  });

  it('are those a resource is about before that of its storing', () => {
    const meta = { lastUpdated: '2026-09-01T00:00:00Z' };
    expect(timeOf({ meta, effectivePeriod: { start: '2026-03-01' } })).toBe('2026-03-01');
    expect(timeOf({ meta })).toBe(meta.lastUpdated);
  });
});

it('puts a resource in the section of its building block, else of its type', () => {
  const tagged = (code: string): Resource => ({
    resourceType: 'Observation',
    status: 'final',
    code: {},
    meta: { tag: [{ system: 'https://vroegdossier.nl/fhir/CodeSystem/ivh-bouwsteen', code }] },
  });
  expect(sectionOf(tagged('5'))).toBe('5');
  expect(sectionOf(tagged('9'))).toBe('2');
  expect(sectionOf({ resourceType: 'Organization' })).toBe('network');
  expect(sectionOf({ resourceType: 'Provenance' } as Resource)).toBe('other');
});

it('escapes names of children wherever they stand', () => {
  const file: Resource[] = [
    { resourceType: 'Patient', id: '1', name: [{ text: '</title><script>x</script>' }] },
  ];
  const { html } = pageOf({ file, beside: [], origins: new Map(), at: new Date(), base: 'https://d/fhir' });
  expect(html).not.toContain('<script');
  expect(html).toContain('&lt;/title&gt;&lt;script&gt;x&lt;/script&gt;');
});
