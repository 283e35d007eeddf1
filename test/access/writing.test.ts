import type { Consent, RelatedPerson, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import type { CallerKind } from '../../src/access/caller.ts';
import { mindWriting } from '../../src/access/writing.ts';
import type { Operation } from '../../src/store/dossier.ts';
import { closedAccess, decided, parent, withAuthority } from './consent-scene.ts';

interface Written {
  readonly before?: Resource;
  readonly after?: Resource;
  readonly operation?: Operation;
  readonly self?: readonly string[];
}

const write =
  (kind: CallerKind, { before, after, operation, self = [] }: Written) =>
  (): void =>
    mindWriting(
      {
        caller: { client: 'c', kind, name: 'c', region: 'Organization/ivh', purpose: 'CAREMGT', scopes: [] },
        operation,
        relations: {
          organization: new Set(),
          self: new Set(['parent']),
          grounds: new Map([['parent', self]]),
        },
      },
      { reference: 'X/1', before, after },
    );

describe('access that was closed', () => {
  const open = parent('father');
  const closed: RelatedPerson = { ...open, extension: [...(withAuthority() ?? []), closedAccess] };

  it.each<CallerKind>(['jgz', 'gp', 'hospital', 'provider', 'school', 'municipality', 'parent'])(
    'is not opened by a %s, by change or by removal',
    (kind) => {
      expect(write(kind, { before: closed, after: open })).toThrow(/coordinator or case manager/);
      expect(write(kind, { before: closed })).toThrow(/coordinator or case manager/);
    },
  );

  it.each<CallerKind>(['coordinator', 'case-manager'])('is opened by a %s', (kind) => {
    expect(write(kind, { before: closed, after: open })).not.toThrow();
  });

  it('is closed by whoever may write the person, and kept closed', () => {
    expect(write('jgz', { before: open, after: closed })).not.toThrow();
    expect(write('jgz', { before: closed, after: { ...closed, active: false } })).not.toThrow();
  });
});

describe('a decision about sharing', () => {
  const his: Consent = decided('1', { by: 'father' });
  const unsourced: Consent = { ...his, policyRule: undefined };

  it('is made and ended by the parent himself', () => {
    const self = ['RelatedPerson/father'];
    expect(write('parent', { after: unsourced, self })).not.toThrow();
    expect(write('parent', { before: his, after: { ...his, status: 'inactive' }, self })).not.toThrow();
  });

  it('is not made or ended by the other parent, nor handed from one to the other', () => {
    const self = ['RelatedPerson/mother'];
    expect(write('parent', { after: his, self })).toThrow(/RelatedPerson\/mother/);
    expect(write('parent', { before: his, after: { ...his, status: 'inactive' }, self })).toThrow();
    const hers = decided('1', { by: 'mother' });
    expect(write('parent', { before: his, after: hers, self })).toThrow();
    expect(write('parent', { after: { ...his, performer: [] }, self })).toThrow();
  });

  it.each<[string, Partial<Consent>]>([
    ['words', { policyRule: { text: 'In een gesprek' } }],
    ['a document', { sourceReference: { reference: 'DocumentReference/1' } }],
    ['a file', { sourceAttachment: { url: 'https://example.org/1' } }],
    ['a verification', { verification: [{ verified: true }] }],
  ])('is written down by another with %s that tells how it was given', (_, source) => {
    expect(write('coordinator', { after: { ...unsourced, ...source } })).not.toThrow();
  });

  it('is not written down by another without', () => {
    expect(write('coordinator', { after: unsourced })).toThrow(/how it was given/);
    expect(write('coordinator', { after: { ...unsourced, policyRule: { text: ' ' } } })).toThrow();
    expect(write('coordinator', { after: { ...unsourced, verification: [] } })).toThrow();
  });

  it('is withdrawn for the parent without a source of its own', () => {
    expect(write('jgz', { before: unsourced, after: { ...unsourced, status: 'inactive' } })).not.toThrow();
  });
});
